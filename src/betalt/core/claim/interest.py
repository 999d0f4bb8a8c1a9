"""Interest as exact whole numbers: what one öre of principal has borne from the beginning up to a day.

A day bears rate / year length. Over a common denominator, `Rates.whole`, every day is an integer, so the interest
of any stretch is exactly principal * (sum through its last day - sum through the day before it) / whole.
"""

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from math import gcd
from typing import NamedTuple

from betalt.core.claim.terms import Basis, InterestKind
from betalt.law import LawUnknown, margin_bps, reference_rate_bps, reference_rate_known_until, table, value
from betalt.law.book import forget_when_changed
from betalt.values.days import add_days, year_days

_ONE = 10_000  # basis points
_YEAR = 365 * 366  # what a year weighs: the least common multiple of the two year lengths
_EPOCH = date(2000, 1, 1)  # sums are counted from here; any year does, a near one keeps them small
_REMEMBERED_DAYS = 20_000


class Segment(NamedTuple):
    """Days (ordinals, both ends counted) that bear one rate in years of one length."""

    first: int
    last: int
    bps: int
    year_days: int


class Policy(NamedTuple):
    """What decides the rate of a day: the terms, the limits that the statutes set, and the year basis."""

    kind: InterestKind
    bps: int  # points over the reference rate, or the fixed rate
    floored: bool  # never less than the statutory rate (INT-11)
    capped: bool  # a consumer credit (INT-18)
    basis: Basis


def day_bps(policy: Policy, on: date) -> int:
    """Tell the bps of a day, never below 0, or raise LawUnknown (C2, INT-7, INT-11, INT-18, R4, R5)."""
    if policy.kind == "statutory":
        return max(0, _statutory_bps(on))
    bps = policy.bps + (reference_rate_bps(on) if policy.kind == "margin" else 0)
    if policy.floored:
        bps = max(bps, _statutory_bps(on))
    if policy.capped and on >= _cap_from():
        bps = min(bps, reference_rate_bps(on) + value("consumer_credit_margin", on))
    return max(0, bps)


class Rates:
    """What one öre has borne through each day (an ordinal), in parts of `whole`, under one policy."""

    __slots__ = ("_bps", "_reached", "_segments", "_starts", "_unit", "half", "policy", "sums", "whole")

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.sums: dict[int, int] = {}  # the days asked for so far; a plain dict, since claims live in it
        self._segments: dict[
            tuple[int, int], list[Segment]
        ] = {}  # a day's letters show the same few stretches
        self._starts, self._bps = _pieces(policy)
        # The smallest denominator that does: Python is twice as fast where numbers stay below 2 ** 30.
        self._unit = gcd(_ONE, *(bps for bps in self._bps if bps))
        self.whole = (365 if policy.basis == "A365" else _YEAR) * _ONE // self._unit
        self.half = self.whole // 2
        self._reached = [0]
        for start, end, bps in zip(self._starts, self._starts[1:], self._bps, strict=False):
            weight = _weight(end - 1, policy.basis) - _weight(start - 1, policy.basis)
            self._reached.append(self._reached[-1] + (bps or 0) // self._unit * weight)

    def between(self, after: int, day: int) -> int:
        """Tell what one öre bears on the days after one up to and including another, or raise LawUnknown."""
        sums = self.sums
        try:
            return sums[day] - sums[after]
        except KeyError:
            if len(sums) > _REMEMBERED_DAYS:
                sums.clear()
            sums[after], sums[day] = self._sum(after), self._sum(day)
            return sums[day] - sums[after]

    def _sum(self, day: int) -> int:
        place = bisect_right(self._starts, day) - 1
        bps = self._bps[place]
        if bps is None:
            if self._starts[place + 1 : place + 2] == [day + 1]:
                return 0  # the eve of the first known day: a stretch that begins after it needs nothing older
            bps = day_bps(self.policy, date.fromordinal(day))  # raises LawUnknown
        weight = _weight(day, self.policy.basis) - _weight(self._starts[place] - 1, self.policy.basis)
        return self._reached[place] + bps // self._unit * weight

    def segments(self, first: int, last: int) -> list[Segment]:
        """Split the days first..last (ordinals) where the rate or the year's length changes (INT-7, C3)."""
        try:
            return self._segments[first, last]
        except KeyError:
            if len(self._segments) > _REMEMBERED_DAYS:
                self._segments.clear()
            found = self._segments[first, last] = self._split(first, last)
            return found

    def _split(self, first: int, last: int) -> list[Segment]:
        found: list[Segment] = []
        while first <= last:
            place = bisect_right(self._starts, first)
            end = min([last, _year_end(first), *(start - 1 for start in self._starts[place : place + 1])])
            bps = self._bps[place - 1] or 0
            length = _year_length(first, self.policy.basis)
            if found and found[-1].bps == bps and found[-1].year_days == length:
                found[-1] = found[-1]._replace(last=end)
            else:
                found.append(Segment(first, end, bps, length))
            first = end + 1
        return found


@lru_cache(maxsize=64)
def rates(policy: Policy) -> Rates:
    """Find the rates of a policy; they are shared by every claim that has the same terms."""
    return Rates(policy)


def _statutory_bps(on: date) -> int:
    return reference_rate_bps(on) + margin_bps(on)


def _cap_from() -> date:
    return table("consumer_credit_margin").values[0].from_on


def _pieces(policy: Policy) -> tuple[list[int], list[int | None]]:
    # The first day of each piece with one rate, and that rate; None where the law is not known.
    changes = {date.min}
    for name in ("reference_rate", "interest_margin", "consumer_credit_margin"):
        changes.update(dated.from_on for dated in table(name).values)
    changes.add(add_days(reference_rate_known_until(), 1))
    starts: list[int] = []
    known: list[int | None] = []
    for change in sorted(changes):
        try:
            bps: int | None = day_bps(policy, change)
        except LawUnknown:
            bps = None
        if not known or known[-1] != bps:
            starts.append(change.toordinal())
            known.append(bps)
    return starts, known


def _weight(day: int, basis: Basis) -> int:
    # Days weighed by 1 / year length; every whole year weighs _YEAR.
    if basis == "A365":
        return day - _EPOCH.toordinal()
    if day < 1:
        return (1 - _EPOCH.year) * _YEAR
    year = date.fromordinal(day).year
    days = day - date(year, 1, 1).toordinal() + 1
    return (year - _EPOCH.year) * _YEAR + days * (_YEAR // year_days(year))


def _year_end(day: int) -> int:
    return date(date.fromordinal(day).year, 12, 31).toordinal()


def _year_length(day: int, basis: Basis) -> int:
    return 365 if basis == "A365" else year_days(date.fromordinal(day).year)


forget_when_changed(forget=rates.cache_clear)
