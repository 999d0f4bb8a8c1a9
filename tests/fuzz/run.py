"""`python -m tests.fuzz.run TARGET OPTIONS…`: fuzzes a target, led by the code that it covers; needs atheris."""

import os
import sys

import atheris  # type: ignore[import-not-found]  # no part of the project: tools/fuzz.py fetches it

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betalt.config.settings")

with atheris.instrument_imports(include=["betalt"]):
    import django

    django.setup()
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Hand the rest of the arguments to libFuzzer."""
    program, target, *options = sys.argv
    atheris.Setup([program, *options], lambda data: TARGETS[target](data) and None)  # it takes no answer
    atheris.Fuzz()


if __name__ == "__main__":
    main()
