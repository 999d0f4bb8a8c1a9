"""How fast sales become money: days sales outstanding, counted back month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# What a collection agency names as the average of Europe (Axactor, its page on cash flow, read 2026-11-22). It is
# a yardstick of theirs, not a statistic that we have checked.
EUROPE_DAYS: Final = 44
_MONTHS_BACK: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was invoiced and what left the ledger (paid, credited, written off) in the month of a day, in öre."""

    sold_ore: int = 0
    gone_ore: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """The days on one day; None where nothing was sold, or the sales known do not cover what is owed."""

    on: date
    days: int | None


def first_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """Give the first day of the month before."""
    return first_of(month - timedelta(days=1))


def count_back(*, owed_ore: int, on: date, sold: Mapping[date, int]) -> int | None:
    """Count how many days' sales, the latest first, the owed sum stands for (the exhaustion method).

    `sold` is öre by the first day of each month. Unlike debt over sales times days it is not fooled by sales that
    rise and fall over the year. Returns None when the sales of two years do not cover what is owed.
    """
    if owed_ore <= 0:
        return 0 if any(sold.values()) else None
    days, left, last, month = 0, owed_ore, on, first_of(on)
    for _ in range(_MONTHS_BACK):
        length = (last - month).days + 1
        made = sold.get(month, 0)
        if made >= left:
            return days + -(-left * length // made)
        days, left = days + length, left - made
        last, month = month - timedelta(days=1), month_before(month)
    return None


def speeds(*, owed_ore: int, on: date, months: Mapping[date, Month], back: int = 12) -> Sequence[Speed]:
    """Tell the days on each of the last month-ends and on the day itself, the oldest first.

    What was owed at an earlier end is what is owed now, with what has left since and without what was sold since.
    """
    sold = {month: row.sold_ore for month, row in months.items()}
    owed, day, found = owed_ore, on, []
    for _ in range(back):
        found.append(Speed(on=day, days=count_back(owed_ore=owed, on=day, sold=sold)))
        row = months.get(first_of(day), Month())
        owed += row.gone_ore - row.sold_ore
        day = first_of(day) - timedelta(days=1)
    return tuple(reversed(found))
