"""Options that several commands share: the day, the creditor, and the form of what is printed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from betalt.cli.errors import as_user_error
from betalt.values.days import DayError, parse_day


class Form(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


def today() -> date:
    """Read the clock: the day it is in Sweden."""
    return datetime.now(ZoneInfo("Europe/Stockholm")).date()


def _day(written: str) -> date:
    with as_user_error(DayError):
        return parse_day(written)


OnDay = Annotated[
    date | None,
    typer.Option(
        "--on", parser=_day, metavar="YYYY-MM-DD", help="The day that is asked about; today if left out."
    ),
]
CreditorName = Annotated[
    str | None,
    typer.Option("--creditor", help="Number, organisation number or name; needed if there are several."),
]
FormOption = Annotated[Form, typer.Option("--format", help="How the answer is printed.")]
