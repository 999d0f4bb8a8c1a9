"""The money that is likely to come in, week by week, as a range and not as a promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from typing import Final

from betalt.core.advice.habit import FEW, MILLION, Habit

WEEKS: Final = 8
_ORE: Final = 100  # spreads are worked out in whole kronor, so that squares stay small
# Half the width, in standard deviations and ten-thousandths, of a range that holds eight cases of ten.
_EIGHT_OF_TEN: Final = 12_816
_TEN_THOUSAND: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaid:
    """Open claims on one kind of customer that fell due on one day: how many, öre, and the sum of squared kronor."""

    kind: str
    due_on: date
    count: int
    ore: int
    squares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What may come in from one day to another, both with it: the likely sum and eight cases of ten, in öre."""

    first_on: date
    last_on: date
    low_ore: int
    likely_ore: int
    high_ore: int

    @property
    def number(self) -> int:
        """Tell the week's number (ISO 8601)."""
        return self.last_on.isocalendar().week


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The coming weeks, and how many paid invoices they are learnt from; without any there are no weeks."""

    weeks: tuple[Week, ...]
    cases: int

    @property
    def is_thin(self) -> bool:
        """Tell whether it rests on few cases."""
        return self.cases < FEW


def forecast(
    unpaid: Sequence[Unpaid], *, habits: Mapping[str, Habit], on: date, cases: int, weeks: int = WEEKS
) -> Forecast:
    """Say what the open claims will bring in, from today to Sunday and then week by week.

    The range holds both chance (each claim is paid or not) and how little is known (few paid invoices make it wide).
    """
    if cases == 0:
        return Forecast(weeks=(), cases=0)
    found = []
    first = on
    for _ in range(weeks):
        last = first + timedelta(days=6 - first.weekday())
        found.append(_week(unpaid, habits, on, first, last))
        first = last + timedelta(days=1)
    return Forecast(weeks=tuple(found), cases=cases)


def _week(unpaid: Sequence[Unpaid], habits: Mapping[str, Habit], on: date, first: date, last: date) -> Week:
    likely = all_ore = by_chance = by_doubt = 0
    for group in unpaid:
        habit = habits[group.kind]
        due = group.due_on
        chance = habit.chance(age=(on - due).days, first=(first - due).days, last=(last - due).days)
        if chance == 0:
            continue
        likely += group.ore * chance // MILLION
        all_ore += group.ore
        spread = chance * (MILLION - chance)
        by_chance += group.squares * spread
        by_doubt += group.ore // _ORE * isqrt(spread // (habit.cases + 1))
    # Claims are paid each by itself, but a habit that is misjudged is so for all of them: those spreads add up.
    width = isqrt(by_chance + by_doubt * by_doubt) * _ORE * _EIGHT_OF_TEN // (MILLION * _TEN_THOUSAND)
    return Week(
        first_on=first,
        last_on=last,
        low_ore=max(likely - width, 0),
        likely_ore=likely,
        high_ore=min(likely + width, all_ore),
    )
