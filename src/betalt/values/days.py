"""Days as Swedish law counts them: holidays, business days, months and years, and the day a debt falls due.

Everything is cached, since a claim asks the same few days thousands of times.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SATURDAY = 5
_SUNDAY = 6
_NATIONAL_DAY_SINCE = 2005  # SFS 2004:1320: 6 June became a holiday and Whit Monday ceased to be one
_CACHED_DAYS = 16_384


class DayError(ValueError):
    """A day is not written as YYYY-MM-DD, or lies outside the calendar."""


def parse_day(iso: str) -> date:
    """Read a day written exactly as YYYY-MM-DD."""
    if _ISO.fullmatch(iso) is None:
        raise DayError(f"{iso[:40]!r} is not a day written as YYYY-MM-DD")
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise DayError(f"{iso} is not a day of the calendar") from None


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """Tell the public holidays of a year apart from ordinary Sundays (lag 1989:253)."""
    easter = _easter_sunday(year)
    days = {
        date(year, 1, 1),
        date(year, 1, 6),
        easter - timedelta(days=2),
        easter,
        easter + timedelta(days=1),
        date(year, 5, 1),
        easter + timedelta(days=39),
        easter + timedelta(days=49),
        _midsummer_day(year),
        _first_weekday(date(year, 10, 31), _SATURDAY),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    days.add(date(year, 6, 6) if year >= _NATIONAL_DAY_SINCE else easter + timedelta(days=50))
    return frozenset(days)


@lru_cache(maxsize=512)
def days_off(year: int) -> frozenset[date]:
    """Tell the holidays of a year with the eves that lag 1930:173 2 § puts on a par with them."""
    eves = {_midsummer_day(year) - timedelta(days=1), date(year, 12, 24), date(year, 12, 31)}
    return holidays(year) | eves


@lru_cache(maxsize=_CACHED_DAYS)
def is_business_day(day: date) -> bool:
    """Tell whether a day is neither Saturday, Sunday, holiday nor equated eve (lag 1930:173 2 §)."""
    return day.weekday() < _SATURDAY and day not in days_off(day.year)


@lru_cache(maxsize=_CACHED_DAYS)
def next_business_day(day: date) -> date:
    """Find the first business day that is this day or later."""
    while not is_business_day(day):
        day = add_days(day, 1)
    return day


@lru_cache(maxsize=_CACHED_DAYS)
def previous_business_day(day: date) -> date:
    """Find the last business day that is this day or earlier."""
    while not is_business_day(day):
        day = add_days(day, -1)
    return day


@lru_cache(maxsize=_CACHED_DAYS)
def add_business_days(day: date, n: int) -> date:
    """Count n business days on (or back, if negative) from a day, which itself is not counted."""
    step = 1 if n >= 0 else -1
    for _ in range(abs(n)):
        day = add_days(day, step)
        while not is_business_day(day):
            day = add_days(day, step)
    return day


def business_days_between(first: date, last: date) -> int:
    """Count the business days after the first day up to and including the last; 0 if none."""
    span = range(first.toordinal() + 1, last.toordinal() + 1)
    return sum(is_business_day(date.fromordinal(ordinal)) for ordinal in span)


def add_days(day: date, n: int) -> date:
    """Count n calendar days on from a day."""
    try:
        return day + timedelta(days=n)
    except OverflowError:
        raise DayError(f"{n} days from {day} lies outside the calendar") from None


@lru_cache(maxsize=_CACHED_DAYS)
def add_months(day: date, n: int) -> date:
    """Count n months on: the same day number, or else the month's last day (lag 1930:173 1 §, LIM-11)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
    try:
        return date(year, month0 + 1, min(day.day, _month_days(year, month0 + 1)))
    except ValueError:
        raise DayError(f"{n} months from {day} lies outside the calendar") from None


def add_years(day: date, n: int) -> date:
    """Count n years on: the same day number, or else 28 February (lag 1930:173 1 §, LIM-11)."""
    return add_months(day, 12 * n)


@lru_cache(maxsize=_CACHED_DAYS)
def effective_due(day: date) -> date:
    """Move a due day that is no business day to the next one (skuldebrevslagen 5 § by analogy, C5)."""
    return next_business_day(day)


def year_days(year: int) -> int:
    """Tell how many days a year has: 366 in a leap year, else 365 (C3)."""
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def _month_days(year: int, month: int) -> int:
    if month == 2:
        return year_days(year) - 337
    return 30 if month in (4, 6, 9, 11) else 31


def _midsummer_day(year: int) -> date:
    return _first_weekday(date(year, 6, 20), _SATURDAY)


def _first_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _easter_sunday(year: int) -> date:
    # The Gregorian computus, from the golden number and the epact; it holds for every year from 1583.
    century, golden = year // 100 + 1, year % 19 + 1
    solar, lunar = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + lunar - solar) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    march = 44 - epact if epact <= 23 else 74 - epact
    full_moon = date(year, 3, 1) + timedelta(days=march - 1)
    return _first_weekday(full_moon + timedelta(days=1), _SUNDAY)
