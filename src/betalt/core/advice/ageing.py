"""How old the claims are (åldersfördelning)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from betalt.core.advice.forecast import Unpaid

STEPS: Final = (0, 30, 60, 90)  # the last day late of each age but the oldest; 0: not due


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The claims of one age: the first and last day late (None: and later), how many, and öre."""

    first: int
    last: int | None
    count: int
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """All claims by age, the youngest first; sums in öre without interest and fees."""

    ages: tuple[Age, ...]

    @property
    def count(self) -> int:
        """Count all claims."""
        return sum(age.count for age in self.ages)

    @property
    def ore(self) -> int:
        """Sum all claims, in öre."""
        return sum(age.ore for age in self.ages)

    @property
    def late_ore(self) -> int:
        """Sum what is late, in öre."""
        return sum(age.ore for age in self.ages[1:])

    @property
    def late_count(self) -> int:
        """Count what is late."""
        return sum(age.count for age in self.ages[1:])

    @property
    def late_percent(self) -> int:
        """Tell the late sum's share of all, in whole per cent."""
        return self.percent(self.late_ore)

    def percent(self, ore: int) -> int:
        """Tell a sum's share of all, in whole per cent."""
        return (ore * 100 + self.ore // 2) // self.ore if self.ore else 0


def ageing(unpaid: Sequence[Unpaid], *, on: date) -> Ageing:
    """Part the open claims by how many days late they are: not due, 1-30, 31-60, 61-90 and more."""
    counts, sums = [0] * (len(STEPS) + 1), [0] * (len(STEPS) + 1)
    for group in unpaid:
        late = (on - group.due_on).days
        place = sum(late > step for step in STEPS)
        counts[place] += group.count
        sums[place] += group.ore
    firsts = (0, *(step + 1 for step in STEPS))
    lasts = (*STEPS, None)
    return Ageing(
        ages=tuple(
            Age(first=first, last=last, count=count, ore=ore)
            for first, last, count, ore in zip(firsts, lasts, counts, sums, strict=True)
        )
    )
