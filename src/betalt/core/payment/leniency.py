"""What is given up when a claim is as good as paid: fees and interest that the payer left out, and odd öre.

The creditor chooses; nothing of it is a number of the law. What was once given up stands as long as the money that
it rests on does, whatever is chosen later.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts


class CostsLeft(StrEnum):
    """What is done when exactly the invoice was paid, but not its fees and interest (ALL-7)."""

    FORGIVE_SMALL = "forgive_small"
    CHASE = "chase"
    FORGIVE = "forgive"


class Why(StrEnum):
    """Why something was given up by itself."""

    FEES_LEFT = "fees_left"
    RESIDUE = "residue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """What the creditor gives up, in öre at most."""

    costs_left: CostsLeft
    costs_left_most_ore: int
    residue_most_ore: int


class GivenUp(NamedTuple):
    """What is given up at the end of a day, in öre, and why."""

    on: date
    ore: int
    why: Why


def given_up(facts: Facts, *, on: date, leniency: Leniency) -> GivenUp | None:
    """Decide what is given up of a claim because of the money that has come by a day; raises LawUnknown."""
    paid = _standing(facts, on)
    if not paid:
        return None
    covered_on = _covered_on(facts, paid)
    if covered_on is not None and leniency.costs_left is not CostsLeft.CHASE:
        left = claim(facts, on=covered_on).total
        if left > 0 and (leniency.costs_left is CostsLeft.FORGIVE or left <= leniency.costs_left_most_ore):
            return GivenUp(covered_on, left, Why.FEES_LEFT)
    last_on = paid[-1].on
    left = claim(facts, on=last_on).total
    return GivenUp(last_on, left, Why.RESIDUE) if 0 < left <= leniency.residue_most_ore else None


def still_stands(facts: Facts, *, given: GivenUp, on: date) -> bool:
    """Tell whether what was given up still rests on money: `facts` are those without it; raises LawUnknown."""
    paid = _standing(facts, on)
    left = claim(facts, on=given.on).total
    if given.why is Why.RESIDUE:
        return bool(paid) and 0 < left <= given.ore
    covered_on = _covered_on(facts, paid)
    return covered_on is not None and covered_on <= given.on and left > 0


def _standing(facts: Facts, on: date) -> list[Event]:
    back = {event.payment for event in facts.events if event.kind == "payment_reversed" and event.on <= on}
    paid = [
        event for event in facts.events if event.kind == "payment" and event.id not in back and event.on <= on
    ]
    return sorted(paid, key=lambda event: event.on)


def _covered_on(facts: Facts, paid: list[Event]) -> date | None:
    """Find the day on which what was paid reached the invoices themselves."""
    invoiced = sum(invoice.amount_ore - invoice.tax_office_share_ore for invoice in facts.invoices)
    left = invoiced - sum(event.amount_ore or 0 for event in facts.events if event.kind == "credit")
    for event in paid:
        left -= event.amount_ore or 0
        if left <= 0:
            return event.on
    return None
