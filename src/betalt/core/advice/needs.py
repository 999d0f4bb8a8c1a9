"""What needs a person, in one list: most value and shortest time first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from betalt.values.reason import Reason


class Need(StrEnum):
    """What a person is needed for; the order decides between equals."""

    LIMITATION = "limitation"  # the claim will soon lapse
    DISPUTE = "dispute"  # an objection waits for an answer
    DECIDE = "decide"  # the ladder is climbed: what now?
    PLAN_BROKEN = "plan_broken"
    MONEY = "money"  # came in and belongs to nobody yet
    RELEASE = "release"  # a letter waits for a yes
    FIRST_RUN = "first_run"  # an import's first letters wait for a yes
    CONFIRM = "confirm"  # a letter that something speaks against
    HOLD = "hold"  # shall the hold end?
    REFUND = "refund"  # a second person must approve
    PAYOUT = "payout"  # approved, and the bank has not been told
    LETTER_UNKNOWN = "letter_unknown"  # nobody knows whether it left
    POST = "post"  # a print bundle that nobody has said was posted
    ADDRESS = "address"  # letters come back
    MEND = "mend"  # a step is stopped by missing or wrong data
    NUMBER = "number"  # personal or company number is missing
    NO_ADDRESS = "no_address"
    SET_ASIDE = "set_aside"  # failed by itself and is tried again
    CLAUSE = "clause"  # nobody has recorded whether the fee was agreed


# Answered many at once on one page, so that they are one line however many they are.
TOGETHER: Final = frozenset(
    {
        Need.MONEY,
        Need.RELEASE,
        Need.FIRST_RUN,
        Need.PAYOUT,
        Need.POST,
        Need.NUMBER,
        Need.NO_ADDRESS,
        Need.CLAUSE,
    }
)
ALONE: Final = 3  # lines of one kind that stand by themselves before the rest is told in one

_SMALLEST_ORE: Final = 100_00  # what a need without a sum weighs as
_MOST_URGENT: Final = 20
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One need, or what is left of its kind when `count` is more than one; sums in öre."""

    creditor: int
    kind: Need
    count: int = 1
    number: int = 0  # of the case, or the id of what else is meant; 0: several
    case: int = 0  # the case's id; 0: it is about no case
    name: str = ""  # the customer's; empty: several, or nobody
    is_private: bool = False  # a natural person, whose name stands in no e-mail
    ore: int = 0
    since_on: date | None = None
    deadline_on: date | None = None
    why: Reason | None = None
    step: str = ""  # the kind of letter that waits
    aided: int = 0  # how many of the payments have a suggestion

    @property
    def is_one(self) -> bool:
        """Tell whether it is about one thing, which has a page of its own."""
        return self.count == 1 and self.number > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All needs of one kind at one creditor, in öre, with the first day that matters."""

    creditor: int
    kind: Need
    count: int
    ore: int
    since_on: date | None = None
    deadline_on: date | None = None
    aided: int = 0


def urgency(item: Item, *, on: date) -> int:
    """Weigh the time: 1 to 20, most on a deadline that is here and for what has waited long.

    A deadline weighs 20 from its day on and less by a seventh of it a day before; what has none begins at 2 and
    gains 1 for each week that it has waited, up to 10.
    """
    if item.deadline_on is not None:
        left = max((item.deadline_on - on).days, 0)
        return max(_MOST_URGENT * _WEEK // (left + _WEEK), 1)
    waited = max((on - item.since_on).days, 0) if item.since_on is not None else 0
    return min(2 + waited // _WEEK, _MOST_URGENT // 2)


def weight(item: Item, *, on: date) -> int:
    """Multiply the value in öre, at least 100 kr, by the urgency."""
    return max(item.ore, _SMALLEST_ORE) * urgency(item, on=on)


def ranked(items: Iterable[Item], *, on: date) -> tuple[Item, ...]:
    """Sort by value times urgency, the heaviest first; equals by kind, number and creditor."""
    kinds = list(Need)

    def place(item: Item) -> tuple[int, int, int, int]:
        return -weight(item, on=on), kinds.index(item.kind), item.number, item.creditor

    return tuple(sorted(items, key=place))


def folded(*, first: Sequence[Item], totals: Sequence[Total], on: date) -> tuple[Item, ...]:
    """Make the list from the heaviest of each kind and the kinds' totals, so that no kind fills it alone.

    A kind that is answered on one page is one line with its count and sum; of any other up to three stand alone,
    and where there are more, two and a line for the rest.
    """
    of_kind: dict[tuple[int, Need], list[Item]] = defaultdict(list)
    for item in first:
        of_kind[item.creditor, item.kind].append(item)
    lines: list[Item] = []
    for total in totals:
        some = ranked(of_kind[total.creditor, total.kind], on=on)
        lines += _lines(some, total)
    return ranked(lines, on=on)


def _lines(some: Sequence[Item], total: Total) -> Sequence[Item]:
    if total.kind is Need.MONEY or (total.count > 1 and total.kind in TOGETHER):
        return [_rest(total, ())]
    if total.count <= ALONE:
        return some
    alone = some[: ALONE - 1]
    return [*alone, _rest(total, alone)]


def _rest(total: Total, alone: Sequence[Item]) -> Item:
    return Item(
        creditor=total.creditor,
        kind=total.kind,
        count=total.count - len(alone),
        ore=max(total.ore - sum(item.ore for item in alone), 0),
        since_on=total.since_on,
        deadline_on=total.deadline_on,
        aided=total.aided,
    )
