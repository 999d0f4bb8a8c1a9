"""Limitation (preskription): the last day a claim can be demanded, what broke the time, what must be proven.

The time is counted in whole years from the day the claim arose and is never moved by a weekend. Interest,
costs and sureties lapse with the claim (LIM-7), and no agreement makes the time longer (LIM-9).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from betalt import law
from betalt.core.claim.terms import DebtorKind
from betalt.values.days import add_months, add_years
from betalt.values.reason import Reason

# When to warn before the last day, in months: our own choice, not the statute's.
WARNING_MONTHS = (3, 6, 12)

_BY_DEMAND = "preskriptionslagen (1981:130) 5 § 2 p., 6 §"
_BY_DEBTOR = "preskriptionslagen (1981:130) 5 § 1 p., 6 §"
_BY_SUIT = "preskriptionslagen (1981:130) 5 § 3 p., 7 §"


class BreakKind(StrEnum):
    """What may break the time (preskriptionslagen 5 §, LIM-3)."""

    DEMAND = "demand"  # a written demand or reminder, on the day the debtor received it, with proof
    LETTER = "letter"  # the same, posted to the debtor's usual address without proof of receipt
    ACKNOWLEDGEMENT = "acknowledgement"  # the debtor promised or admitted the debt to the creditor
    PAYMENT = "payment"  # the debtor paid interest or a part
    SUIT = "suit"  # court, Kronofogden, arbitration, bankruptcy or reconstruction plan
    UNSERVED = "unserved"  # a suit that ended without the debtor being served or told


_SUITS = (BreakKind.SUIT, BreakKind.UNSERVED)


class BreakError(ValueError):
    """A break contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Something that may have broken the time; a suit also has the day of the decision that ended it."""

    kind: BreakKind
    on: date
    ended_on: date | None = None  # a suit without it is still going on

    def __post_init__(self) -> None:
        """Refuse an end before the beginning, and an end of what has none."""
        if self.ended_on is not None and self.kind not in _SUITS:
            raise BreakError(f"{self.kind} on {self.on} has no end")
        if self.ended_on is not None and self.ended_on < self.on:
            raise BreakError(f"{self.kind} on {self.on} cannot end earlier, on {self.ended_on}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One break as the chain took it: whether it counted, why, and the last day after it."""

    cause: Break
    counted: bool
    last_on: date | None  # None: the time stands still while the suit goes on
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """The last day of a claim, and the chain that led there."""

    arose_on: date
    years: int
    last_on: date | None  # the claim has lapsed the day after; None: a suit goes on
    chain: tuple[Link, ...]
    proof: Reason  # what the creditor must be able to show for that day to hold

    def has_lapsed(self, *, on: date) -> bool:
        """Tell whether the claim has lapsed by a day."""
        return self.last_on is not None and on > self.last_on

    def warning_months(self, *, on: date) -> int | None:
        """Tell within how many months (3, 6 or 12) the claim lapses, or None if later or never."""
        if self.last_on is None:
            return None
        return next((months for months in WARNING_MONTHS if add_months(on, months) >= self.last_on), None)

    def may_be_set_off(self, *, met_on: date) -> bool:
        """Tell whether a lapsed claim may still be set off: it lived when the debts met (LIM-8)."""
        return not self.has_lapsed(on=met_on)


def arose_on(*, ordered_on: date | None, delivered_on: date | None, invoiced_on: date) -> date:
    """Choose the day a claim arose: the earliest on paper, not the due day (LIM-1)."""
    return min(day for day in (ordered_on, delivered_on, invoiced_on) if day is not None)


def limitation(*, debtor_kind: DebtorKind, arose_on: date, breaks: tuple[Break, ...] = ()) -> Limitation:
    """Follow the breaks to the last day of a claim (preskriptionslagen 2, 5-7 §§, LIM-1, LIM-2).

    Acknowledgements and received demands give a whole new period (LIM-3, LIM-4), a suit one from its decision
    (LIM-5), one that the debtor never heard of at least a year, once (LIM-6). A single letter without proof of
    receipt breaks nothing; the second one does, from the day of the first (LIM-10).
    """
    table = "limitation_years_consumer" if debtor_kind == "consumer" else "limitation_years_other"
    years = law.value(table, arose_on)
    last_on: date | None = add_years(arose_on, years)
    chain: list[Link] = []
    for cause in sorted(breaks, key=lambda each: each.on):
        link = _link(cause, last_on, years, chain)
        chain.append(link)
        last_on = link.last_on
    return Limitation(
        arose_on=arose_on, years=years, last_on=last_on, chain=tuple(chain), proof=_proof(chain, arose_on)
    )


def _link(cause: Break, last_on: date | None, years: int, chain: list[Link]) -> Link:
    if last_on is None:
        return _not_counted(cause, last_on, "suit_goes_on", _BY_SUIT)
    if cause.on > last_on:
        return _not_counted(cause, last_on, "too_late", "preskriptionslagen (1981:130) 2 §")
    if cause.kind is BreakKind.LETTER:
        return _letter(cause, last_on, years, chain)
    if cause.kind in _SUITS:
        return _suit(cause, last_on, years, chain)
    ground = _BY_DEMAND if cause.kind is BreakKind.DEMAND else _BY_DEBTOR
    return _counted(cause, max(last_on, add_years(cause.on, years)), f"broken_by_{cause.kind}", ground)


def _suit(cause: Break, last_on: date, years: int, chain: list[Link]) -> Link:
    if cause.ended_on is None:
        return _counted(cause, None, "suit_pending", _BY_SUIT)
    if cause.kind is BreakKind.SUIT:
        return _counted(cause, max(last_on, add_years(cause.ended_on, years)), "broken_by_suit", _BY_SUIT)
    if any(link.cause.kind is BreakKind.UNSERVED for link in chain):
        return _not_counted(cause, last_on, "unserved_again", _BY_SUIT)
    one_more = add_years(cause.ended_on, law.value("limitation_unserved_years", cause.ended_on))
    return _counted(cause, max(last_on, one_more), "unserved", _BY_SUIT)


def _letter(cause: Break, last_on: date, years: int, chain: list[Link]) -> Link:
    letters = [link.cause for link in chain if link.cause.kind is BreakKind.LETTER] + [cause]
    needed = law.value("limitation_letters", cause.on)
    if len(letters) < needed:
        return _not_counted(cause, last_on, "one_letter", _BY_DEMAND)
    # Nobody knows which of the letters came, so the time is counted from the first: the careful reading.
    first = letters[-needed]
    new_last = max(last_on, add_years(first.on, years))
    return _counted(cause, new_last, "broken_by_letters", _BY_DEMAND, first=str(first.on))


def _proof(chain: list[Link], arose_on: date) -> Reason:
    counted = [link for link in chain if link.counted]
    if not counted:
        return Reason(code="law.proof_origin", params=(("day", str(arose_on)),))
    last = counted[-1].cause
    day = last.ended_on or last.on
    return Reason(
        code=f"law.proof_{last.kind}", params=(("day", str(day)),), ground=counted[-1].reason.ground
    )


def _counted(cause: Break, last_on: date | None, code: str, ground: str, **params: str) -> Link:
    reason = Reason(code=f"law.{code}", params=tuple(params.items()), ground=ground)
    return Link(cause=cause, counted=True, last_on=last_on, reason=reason)


def _not_counted(cause: Break, last_on: date | None, code: str, ground: str) -> Link:
    return Link(cause=cause, counted=False, last_on=last_on, reason=Reason(code=f"law.{code}", ground=ground))
