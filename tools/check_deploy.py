"""Runs Django's checks for a server on the internet with the settings of one; asks no database."""

import os
import sys

import django
from django.core.management import CommandError, call_command


def main() -> int:
    """Check the settings as they are behind https; return 0 when nothing is found."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "betalt.config.settings"
    os.environ["BETALT_PUBLIC_URL"] = "https://betalt.example"
    os.environ["BETALT_SECRET_KEY"] = "".join(chr(33 + (7 * n * n + n) % 90) for n in range(64))
    django.setup()
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except CommandError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
