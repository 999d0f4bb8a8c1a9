"""Sentences, sums and days as the language of the page writes them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from betalt.values.money import english, swedish
from betalt.values.reason import Reason
from betalt.web import clock
from betalt.web.language import language
from betalt.words import Language, say, sentences

NO_BREAK = "\u00a0"


def sentence(code: str, **params: object) -> str:
    """Say a coded sentence; days among the parameters are written out, and …_ore and …_bps as sums and rates."""
    if not params:
        return _plain(code, language())
    shown = tuple((name, _shown(value)) for name, value in params.items())
    return say(Reason(code=code, params=shown), language=language())


@lru_cache(maxsize=4096)
def _plain(code: str, spoken: Language) -> str:
    return say(Reason(code=code), language=spoken)


def _shown(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def reason_text(reason: Reason | dict[str, Any]) -> str:
    """Say a reason, or one that was stored as plain values."""
    if isinstance(reason, Reason):
        return say(reason, language=language())
    params = tuple((str(name), str(value)) for name, value in reason.get("params", {}).items())
    return say(Reason(code=reason["code"], params=params), language=language())


def number(ore: int, *, decimals: bool = True) -> str:
    """Write öre as kronor without a unit, for a column whose heading names it."""
    written = swedish(ore) if language() == "sv" else english(ore)
    return written if decimals else written[:-3]


def kronor(ore: int, *, decimals: bool = True) -> str:
    """Write öre as a sum with its unit: `1 234,50 kr` or `SEK 1,234.50`."""
    written = number(ore, decimals=decimals)
    return f"{written}{NO_BREAK}kr" if language() == "sv" else f"SEK{NO_BREAK}{written}"


def whole(count: int) -> str:
    """Write a count with its thousands apart."""
    return number(count * 100, decimals=False)


def day(on: date) -> str:
    """Write a day for running text: `23 november`, with the year when it is not this one."""
    return _day(on, "months")


def day_short(on: date) -> str:
    """Write a day for a table: `23 nov`, with the year when it is not this one."""
    return _day(on, "months_short")


def weekday(on: date) -> str:
    """Write a day with its weekday, for a deadline: `måndag 23 november`."""
    return f"{_names('weekdays', language())[on.weekday()]} {day(on)}"


def weekday_short(on: date) -> str:
    """Write a day with its weekday for a table: `mån 23 nov`."""
    return f"{_names('weekdays_short', language())[on.weekday()]} {day_short(on)}"


def month_short(on: date) -> str:
    """Name the month of a day for an axis: `nov`."""
    return _names("months_short", language())[on.month - 1]


def _day(on: date, names: str) -> str:
    year = f" {on.year}" if on.year != clock.today().year else ""
    return f"{on.day}{NO_BREAK}{_names(names, language())[on.month - 1]}{year}"


@lru_cache(maxsize=16)
def _names(kind: str, spoken: Language) -> list[str]:
    return sentences("calendar", spoken)[kind].split()


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser(agent: str) -> str:
    """Name the browser and the machine that an agent's long name speaks of: `Firefox, Windows`."""
    known = [next((name for mark, name in family if mark in agent), "") for family in (_BROWSERS, _MACHINES)]
    return ", ".join(name for name in known if name) or agent[:40]
