"""`python -m tests.fuzz.run TARGET OPTIONS…`: fuzzes a target, led by the code that it covers; needs atheris."""

import sys

import atheris  # type: ignore[import-not-found]  # no part of the project: tools/fuzz.py fetches it

with atheris.instrument_imports(include=["betalt"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Hand the rest of the arguments to libFuzzer."""
    program, target, *options = sys.argv
    atheris.Setup([program, *options], lambda data: TARGETS[target](data) and None)  # it takes no answer
    atheris.Fuzz()


if __name__ == "__main__":
    main()
