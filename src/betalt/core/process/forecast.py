"""Sums up what a ladder would bring in the days to come: letters, fees, and who is likely to pay when.

Two figures go side by side: what happens at the most, when nobody pays, and what is likely, when customers pay as
they have paid before. The likely one weighs each letter with how likely its case is still unpaid: nothing is drawn by
lot, so the same portfolio gives the same figures. Shares are whole millionths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from betalt.core.process.foresee import HOLDS, Followed, ForeseenLetter, follow
from betalt.core.process.pay_curve import MILLION, Curve
from betalt.core.process.procedure import Channel

Curves = Mapping[str, Curve]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of following many cases; sums in öre, likely figures in millionths of a letter, öre or case."""

    cases: int = 0
    owed_ore: int = 0
    letters: dict[str, int] = field(default_factory=dict)  # kind -> how many at the most
    likely_letters: dict[str, int] = field(default_factory=dict)
    fees: dict[str, int] = field(default_factory=dict)  # kind of fee -> öre at the most
    likely_fees: dict[str, int] = field(default_factory=dict)
    on_paper: int = 0
    likely_on_paper: int = 0
    weeks: list[int] = field(default_factory=list)  # letters of each seven days, at the most
    likely_weeks: list[int] = field(default_factory=list)
    stops: dict[str, int] = field(default_factory=dict)  # code -> cases that wait for somebody
    paid: int = 0  # likely cases
    paid_ore: int = 0  # likely öre of what is owed today
    waited: int = 0  # millionths of days from the first day, summed over those who pay

    def add(self, other: "Tally") -> None:
        """Add what came of following other cases."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                for key, value in theirs.items():
                    mine[key] = mine.get(key, 0) + value
            elif isinstance(mine, list):
                mine += [0] * (len(theirs) - len(mine))
                for place, value in enumerate(theirs):
                    mine[place] += value
            else:
                setattr(self, name, mine + theirs)

    def as_json(self) -> dict[str, Any]:
        """Write the figures as plain values."""
        return asdict(self)


def tally_of(stored: Mapping[str, Any]) -> Tally:
    """Read figures that were written as plain values."""
    return Tally(**stored)


def foresee(
    debtors: Iterable[Sequence[Followed]], *, first: date, last: date, curves: Curves, tally: Tally
) -> None:
    """Follow the cases of each debtor from a first to a last day, and add what comes of it to the figures."""
    for debtor in debtors:
        for case in debtor:
            case.seen_from = max(first, case.since)
            tally.cases += 1
            tally.owed_ore += case.facts.owed_ore
        for letter in follow(debtor, last=last):
            _count(letter, first, curves, tally)
        for case in debtor:
            if case.stopped_by:
                tally.stops[case.stopped_by] = tally.stops.get(case.stopped_by, 0) + 1
            if case.stopped_by not in HOLDS:
                _wait_for_payment(case, last, first, curves, tally)


def _count(letter: ForeseenLetter, first: date, curves: Curves, tally: Tally) -> None:
    for case in letter.cases:
        _wait_for_payment(case, letter.on, first, curves, tally)
    # One customer's claims are mostly paid together: the letter goes while one of them is unpaid.
    alive = max(case.alive for case in letter.cases)
    _add(tally.letters, letter.kind.value, 1)
    _add(tally.likely_letters, letter.kind.value, alive)
    for kind, ore in letter.fees:
        _add(tally.fees, kind, ore)
        _add(tally.likely_fees, kind, ore * alive)
    if letter.channel is Channel.POST:
        tally.on_paper += 1
        tally.likely_on_paper += alive
    week = (letter.on - first).days // 7
    _add_at(tally.weeks, week, 1)
    _add_at(tally.likely_weeks, week, alive)
    for case in letter.cases:
        case.after, case.since, case.seen_from = letter.kind.value, letter.on, letter.on


def _wait_for_payment(case: Followed, until: date, first: date, curves: Curves, tally: Tally) -> None:
    """Let those pay who do so before a day, as many as have done it so many days after the same letter."""
    curve = curves.get(case.after)
    if curve is None or until <= case.seen_from:
        return
    begun, ended = (case.seen_from - case.since).days, (until - case.since).days
    alive_then, alive_now = curve.alive_at(begun), curve.alive_at(ended)
    if alive_then <= 0:
        return  # nobody was ever unpaid so long: the history tells nothing of this case
    paid = case.alive * (alive_then - alive_now) // alive_then
    waited = curve.waited_until(ended) - curve.waited_until(begun)
    from_first = waited + (case.since - first).days * (alive_then - alive_now)
    case.alive -= paid
    case.seen_from = until
    tally.paid += paid
    tally.paid_ore += case.facts.owed_ore * paid // MILLION
    tally.waited += (case.alive + paid) * from_first // alive_then


def _add(figures: dict[str, int], name: str, value: int) -> None:
    figures[name] = figures.get(name, 0) + value


def _add_at(figures: list[int], place: int, value: int) -> None:
    figures += [0] * (place + 1 - len(figures))
    figures[place] += value
