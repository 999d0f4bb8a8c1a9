"""How long customers take to pay, learnt from what has been paid and from what still has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

EARLIEST: Final = -60  # days after the due day; what is paid earlier counts as paid then
LATEST: Final = 365  # what is not paid by then is not counted on
MILLION: Final = 1_000_000
FEW: Final = 30  # cases below which a figure is said to rest on few
ENOUGH: Final = 20  # cases of one kind of customer that are judged by themselves


def age_of(days: int) -> int:
    """Bring days after the due day within what is counted."""
    return min(max(days, EARLIEST), LATEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many invoices came, were paid and were left unpaid, by their age in days after the due day.

    An invoice counts from the age at which it came here: one that was taken in when it was already late says
    nothing of those that were paid before.
    """

    came: Mapping[int, int] = field(default_factory=dict)
    paid: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[int, int] = field(default_factory=dict)  # not paid, seen last at this age

    def __add__(self, other: Counts) -> Counts:
        """Put two counts together."""
        return Counts(
            came=_sum(self.came, other.came),
            paid=_sum(self.paid, other.paid),
            left=_sum(self.left, other.left),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """The share still unpaid at the end of each age, in millionths, and on how many paid invoices that rests."""

    unpaid: tuple[int, ...]  # from EARLIEST to LATEST
    cases: int

    def unpaid_after(self, age: int) -> int:
        """Tell the share, in millionths, that is unpaid when the day of this age is over."""
        if age < EARLIEST:
            return MILLION
        return self.unpaid[min(age, LATEST) - EARLIEST]

    def chance(self, *, age: int, first: int, last: int) -> int:
        """Tell the chance, in millionths, that what is unpaid before `age` is paid from age `first` to `last`."""
        unpaid = self.unpaid_after(age - 1)
        if unpaid == 0 or last < first:
            return 0
        paid = self.unpaid_after(first - 1) - self.unpaid_after(last)
        return paid * MILLION // unpaid


def learn(counts: Counts) -> Habit:
    """Work out the share unpaid at each age (Kaplan and Meier 1958, with late entry).

    Each day's share of payers is what was paid on it of what was here and unpaid on it, so that invoices that are
    still unpaid are heard as long as they have been seen, and no longer. One more that stays unpaid is thought beside
    them: where few are here, all of them paying does not say that everybody always will (Laplace).
    """
    here, unpaid = 0, MILLION
    shares = []
    for age in range(EARLIEST, LATEST + 1):
        here += counts.came.get(age, 0)
        paid = min(counts.paid.get(age, 0), here)
        if paid:
            unpaid = unpaid * (here - paid + 1) // (here + 1)
        here = max(here - paid - counts.left.get(age, 0), 0)
        shares.append(unpaid)
    return Habit(unpaid=tuple(shares), cases=sum(counts.paid.values()))


def habits(by_kind: Mapping[str, Counts]) -> Mapping[str, Habit]:
    """Learn each kind of customer's habit; kinds with few paid invoices share that of all."""
    together = Counts()
    for counts in by_kind.values():
        together += counts
    of_all = learn(together)
    return {
        kind: learn(counts) if sum(counts.paid.values()) >= ENOUGH else of_all
        for kind, counts in by_kind.items()
    }


def _sum(one: Mapping[int, int], other: Mapping[int, int]) -> Mapping[int, int]:
    return {age: one.get(age, 0) + other.get(age, 0) for age in _keys(one, other)}


def _keys(*several: Iterable[int]) -> set[int]:
    return set().union(*several)
