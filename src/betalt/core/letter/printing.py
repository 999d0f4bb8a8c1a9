"""How days, sums, rates and names stand in a letter; nothing is computed here."""

import re
from datetime import date
from functools import lru_cache

from betalt import letters
from betalt.values.money import english, percent, swedish

_NO_BREAK = "\u00a0"
_KEPT = frozenset("\n\u00a0\u00ad\u202f\u2011")
ZERO_WIDTH = "\u200b"
_LONGEST_WORD = 40
_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_CACHED = 8192  # a day's letters share their days, sums and names


@lru_cache(maxsize=_CACHED)
def day(on: date, language: str) -> str:
    """Print a day in words, "14 december 2026", that never breaks over two lines."""
    return f"{day_short(on, language)}{_NO_BREAK}{on.year}"


@lru_cache(maxsize=_CACHED)
def day_short(on: date, language: str) -> str:
    """Print a day without its year: "14 december"."""
    month = letters.texts("common", language)["calendar"]["months"][on.month - 1]
    return f"{on.day}{_NO_BREAK}{month}"


@lru_cache(maxsize=_CACHED)
def weekday_day(on: date, language: str) -> str:
    """Print a deadline with its weekday: "måndag 14 december 2026"."""
    weekday = letters.texts("common", language)["calendar"]["weekdays"][on.weekday()]
    return f"{weekday} {day(on, language)}"


@lru_cache(maxsize=_CACHED)
def amount(ore: int, language: str) -> str:
    """Print whole öre as the reader's language does: "12 345,00" or "12,345.00"."""
    return swedish(ore) if language == "sv" else english(ore)


@lru_cache(maxsize=_CACHED)
def rate(bps: int, language: str) -> str:
    """Print basis points as a percentage without needless noughts: "10" or "10,5"."""
    shown = percent(bps).rstrip("0").rstrip(".")
    return shown.replace(".", ",") if language == "sv" else shown


def clean(text: str) -> str:
    """Take out of somebody's text what is no letter: control characters and direction marks."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in _KEPT else " " for sign in text)


@lru_cache(maxsize=_CACHED)
def one_line(text: str) -> str:
    """Clean a text and lay it on one line, with places to break in words that are longer than a line of a table."""
    line = " ".join(clean(text).split())
    return _ENDLESS.sub(rf"\g<0>{ZERO_WIDTH}", line) if len(line) > _LONGEST_WORD else line
