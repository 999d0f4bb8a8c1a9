"""Days as people and programs write them: 2026-03-01, 20260301, 2026/03/01, 1 mars 2026, 2026-03-01 00:00:00.

A day whose order cannot be known, such as 01.03.2026, is refused unless its form is given.

>>> read_day("1 mars 2026")
datetime.date(2026, 3, 1)
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

_YEAR_FIRST = re.compile(
    r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ][0-9:.,]*(?:Z|[+-][0-9:]{4,6})?)?"
)
_NAMED = re.compile(r"([0-9]{1,2})[. ]{1,2}([^\W\d_]{3,10})\.? ([0-9]{4})")
_YEAR_LAST = re.compile(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{2}|[0-9]{4})|[0-9]{6}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mar mars march", "apr april", "maj may",
            "jun juni june", "jul juli july", "aug augusti august", "sep sept september",
            "okt oktober oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(36_526, 73_051)  # 2000-01-01 to 2099-12-31: outside it a number in a cell is hardly a day


class DayUnclear(ValueError):
    """A day can be read in two ways; its form must be given."""


class DayUnreadable(ValueError):
    """A text is not a day of the calendar."""


@lru_cache(maxsize=8192)
def read_day(text: str, *, form: str = "") -> date:
    """Read a written day; `form` is a strptime pattern, or "excel" for days counted from 1900."""
    try:
        if form == "excel":
            return from_excel(text)
        return _formed(text.strip(), form) if form else _free(text.strip())
    except (ValueError, OverflowError) as error:
        if isinstance(error, DayUnclear | DayUnreadable):
            raise
        raise DayUnreadable("no day") from None


def from_excel(text: str) -> date:
    """Turn a spreadsheet's day number (1900 system) into a day."""
    serial = int(float(text))
    if serial not in _EXCEL_DAYS:
        raise DayUnreadable("no day number")
    return _EXCEL_EPOCH + timedelta(days=serial)


def _formed(text: str, form: str) -> date:
    return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone


def _free(text: str) -> date:
    found = _YEAR_FIRST.fullmatch(text)
    if found is not None:
        year, separator, month, day = found.groups()
        if separator == "" and len(month + day) != 4:
            raise DayUnclear("two readings")
        return date(int(year), int(month), int(day))
    named = _NAMED.fullmatch(text.casefold())
    if named is not None and named[2] in _MONTHS:
        return date(int(named[3]), _MONTHS[named[2]], int(named[1]))
    if _YEAR_LAST.fullmatch(text):
        raise DayUnclear("two readings")
    raise DayUnreadable("no day")
