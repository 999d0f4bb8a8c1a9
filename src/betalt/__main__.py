"""What `betalt` and `python -m betalt` start: hands the arguments to the command line."""

import sys


def main() -> None:
    """Run one command and end the process with its exit code."""
    from betalt.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
