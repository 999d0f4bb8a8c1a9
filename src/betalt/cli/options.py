"""Options that several commands share: the day, the creditor, and the form of what is printed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.speech import language
from betalt.values.days import DayError, parse_day
from betalt.values.money import MoneyError, english, parse_ore, swedish


class Form(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


def today() -> date:
    """Read the clock: the day it is in Sweden."""
    return datetime.now(ZoneInfo("Europe/Stockholm")).date()


def read_day(written: str) -> date:
    """Read a day as the command line writes it: YYYY-MM-DD."""
    with as_user_error(DayError):
        return parse_day(written)


def read_sum(written: str) -> int:
    """Read a sum in kronor as öre: "2400.00", and also "2400" and "2 400,00" as people write."""
    plain = "".join(written.split()).replace(",", ".")
    with as_user_error(MoneyError):
        return parse_ore(plain if "." in plain else f"{plain}.00")


def show_sum(ore: int) -> str:
    """Print öre as the language of the command line writes kronor."""
    return f"{swedish(ore)} kr" if language() == "sv" else f"SEK {english(ore)}"


OnDay = Annotated[
    date | None,
    typer.Option(
        "--on", parser=read_day, metavar="YYYY-MM-DD", help="The day that is asked about; today if left out."
    ),
]
CaseNumber = Annotated[int, typer.Argument(metavar="CASE", help="The number of the case.")]
OptionalDay = Annotated[date | None, typer.Option(parser=read_day, metavar="YYYY-MM-DD")]
Day = Annotated[date, typer.Option(parser=read_day, metavar="YYYY-MM-DD")]
Sum = Annotated[int, typer.Argument(parser=read_sum, metavar="KRONOR", help="A sum, such as 2400.00.")]
Why = Annotated[str, typer.Option("--why", help="A few words for the case's notes.")]
CreditorName = Annotated[
    str | None,
    typer.Option("--creditor", help="Number, organisation number or name; needed if there are several."),
]
FormOption = Annotated[Form, typer.Option("--format", help="How the answer is printed.")]
