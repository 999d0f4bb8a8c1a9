"""Builds an instalment plan (avbetalningsplan) from what is owed: equal parts, and a last one that settles it all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from betalt import law
from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts
from betalt.core.process.refused import refused
from betalt.law import LawUnknown
from betalt.values.days import add_months

FEWEST, MOST = 2, 36
_WHOLE: Final = 100  # öre: the equal parts are whole kronor


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One instalment in öre, and what of it is interest that comes after the day of the plan."""

    due_on: date
    amount_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A plan for the whole debt; sums in öre."""

    parts: tuple[Part, ...]
    owed_ore: int  # on the day of the plan, with its fee
    fee_ore: int  # what the plan itself adds (FEE-3); 0 also where 450 kr stands in its place
    interest_ore: int  # what comes until the last instalment
    estimated: bool  # the rate is not published for all of the plan: the last instalment may change


def build(*, facts: Facts, on: date, first_on: date, parts: int, charged: bool) -> Built:
    """Share a debt into monthly parts from a first day, with the fee of a written plan or without (FEE-3, P26).

    Interest goes on while the plan runs, so the last part is what is then left. Raises Refused, LawUnknown.
    """
    if not FEWEST <= parts <= MOST:
        raise refused("plan_parts", field="parts", fewest=FEWEST, most=MOST)
    if first_on <= on:
        raise refused("until_past", field="first_on", on=on)
    with_fee = with_plan_fee(facts, on=on) if charged else facts
    owed = claim(with_fee, on=on).total
    days = [add_months(first_on, month) for month in range(parts)]
    equal = owed // parts // _WHOLE * _WHOLE or max(owed // parts, 1)
    amounts = [equal] * (parts - 1)
    last, estimated = _left(with_fee, list(zip(days, amounts, strict=False)), on=on, last_on=days[-1])
    sums = [*amounts, last]
    return Built(
        parts=tuple(Part(due_on=day, amount_ore=ore) for day, ore in zip(days, sums, strict=True)),
        owed_ore=owed,
        fee_ore=owed - claim(facts, on=on).total,
        interest_ore=sum(sums) - owed,
        estimated=estimated,
    )


def with_plan_fee(facts: Facts, *, on: date) -> Facts:
    """Add the fee of a complete plan that is handed over in writing on a day (FEE-3)."""
    fee = Event(on=on, kind="plan", invoice=facts.invoices[0].id, charged=True)
    return replace(facts, events=(*facts.events, fee))


def _left(facts: Facts, paid: Sequence[tuple[date, int]], *, on: date, last_on: date) -> tuple[int, bool]:
    """Tell what is owed on the last day if all parts before it are paid; True where the rate is a guess."""
    after = replace(facts, events=(*facts.events, *_payments(paid)))
    try:
        return claim(after, on=last_on).total, False
    except LawUnknown:
        # A forecast, never a claim: the last published rate goes on. It is laid upon what is owed for certain.
        bps = law.projected_reference_rate_bps(last_on) + _margin(facts, on)
        likely = replace(facts.terms, interest_kind="fixed", interest_bps=bps)
        grown = claim(replace(after, terms=likely), on=last_on).total
        gap = claim(facts, on=on).total - claim(replace(facts, terms=likely), on=on).total
        return max(0, grown + gap), True


def _margin(facts: Facts, on: date) -> int:
    return facts.terms.interest_bps if facts.terms.interest_kind == "margin" else law.margin_bps(on)


def _payments(paid: Sequence[tuple[date, int]]) -> Iterator[Event]:
    for place, (day, ore) in enumerate(paid):
        yield Event(on=day, kind="payment", id=f"plan-{place}", amount_ore=ore)
