"""Turns a claim into the rows of a statement, each with its statutory ground and the ids of its rules."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from betalt.core.claim.account import COSTS, INTEREST, ORDERS, PRINCIPAL, Touch
from betalt.core.claim.claim import Claim
from betalt.core.claim.corrections import standing
from betalt.core.claim.grounds import CLEARED_BY, cost_ground, interest_ground
from betalt.core.claim.history import NOWHERE
from betalt.core.claim.interest import Segment
from betalt.values.money import half_up
from betalt.values.reason import Reason

_REDUCTIONS = frozenset({"credit", "write_off"})

# Named tuples, as invoices and events are: a letter makes many of them.


class InterestRow(NamedTuple):
    """Interest on one base at one rate in years of one length; both days are counted; sums in öre (R11)."""

    invoice: str
    from_on: date
    to_on: date
    days: int
    bps: int
    base_ore: int
    year_days: int
    amount_ore: int
    ground: str
    rules: tuple[str, ...]


class CostRow(NamedTuple):
    """A cost and the day of its measure; sums in öre."""

    on: date
    invoice: str
    what: str
    amount_ore: int
    ground: str
    rules: tuple[str, ...]


class AllocatedRow(NamedTuple):
    """What was cleared on one invoice, in öre."""

    invoice: str
    costs_ore: int
    interest_ore: int
    principal_ore: int


class ClearingRow(NamedTuple):
    """A payment, credit, write-off, or what a judgment set free, and what it cleared; sums in öre."""

    on: date
    what: str
    amount_ore: int
    allocated: tuple[AllocatedRow, ...]
    overpaid_ore: int
    rules: tuple[str, ...]


class RefusedRow(NamedTuple):
    """A measure that may not be charged, and why."""

    on: date
    what: str
    why: Reason


class Rows(NamedTuple):
    """Everything that a statement of the claim shows, in the order in which it happened."""

    interest: tuple[InterestRow, ...]
    costs: tuple[CostRow, ...]
    payments: tuple[ClearingRow, ...]  # with what a judgment set free
    reductions: tuple[ClearingRow, ...]  # credits and write-offs
    refused: tuple[RefusedRow, ...]


def rows(claim: Claim) -> Rows:
    """Make the rows of a statement from a claim (R11)."""
    cleared = list(_clearings(claim))
    return Rows(
        interest=tuple(_interest(claim)),
        costs=tuple(_costs(claim)),
        payments=tuple([row for row in cleared if row.what not in _REDUCTIONS]),
        reductions=tuple([row for row in cleared if row.what in _REDUCTIONS]),
        refused=tuple(
            RefusedRow(on=claim.facts.events[at].on, what=what, why=why)
            for at, _, what, _, why in claim.worked.measures
            if why is not None
        ),
    )


class Stretch(NamedTuple):
    """Interest on one base at one rate in years of one length, in öre, before it is put in words."""

    place: int  # of the invoice in the queue
    base_ore: int
    segment: Segment
    ore: int


def stretches(claim: Claim) -> Iterator[Stretch]:
    """List the stretches of interest in the order in which they were worked out (R11)."""
    rates = claim.facts.history.rates
    for _, place, since, day, base, *_ in claim.worked.touches:
        if day <= since or not base:
            continue
        before = 0
        for segment in rates.segments(since + 1, day):
            # Rounded cumulatively, so that the rows of a stretch add up to what was crystallised (R11).
            reached = half_up(base * rates.between(since, segment.last), rates.whole)
            yield Stretch(place, base, segment, reached - before)
            before = reached


def _interest(claim: Claim) -> Iterator[InterestRow]:
    history = claim.facts.history
    for place, base, segment, ore in stretches(claim):
        ground = interest_ground(history.rates.policy, date.fromordinal(segment.first))
        yield InterestRow(
            invoice=history.queue[place].id,
            from_on=date.fromordinal(segment.first),
            to_on=date.fromordinal(segment.last),
            days=segment.last - segment.first + 1,
            bps=segment.bps,
            base_ore=base,
            year_days=segment.year_days,
            amount_ore=ore,
            ground=ground.statute,
            rules=ground.rules,
        )


def _costs(claim: Claim) -> Iterator[CostRow]:
    for at, place, what, amount_ore, why in claim.worked.measures:
        if why is None:
            ground = cost_ground(what)
            yield CostRow(
                on=claim.facts.events[at].on,
                invoice=claim.facts.history.queue[place].id,
                what=what,
                amount_ore=amount_ore,
                ground=ground.statute,
                rules=ground.rules,
            )


def _clearings(claim: Claim) -> Iterator[ClearingRow]:
    today, events = claim.on.toordinal(), claim.facts.events
    touches: dict[int, list[Touch]] = defaultdict(list)
    for touch in claim.worked.touches:
        touches[touch[0]].append(touch)
    corrections = [step for step in claim.facts.history.corrections if events[step[3]].kind == "credit"]
    for day, _, _, at, _, place in (*corrections, *standing(claim.facts, today)):
        kind = events[at].kind
        if day > today or kind not in CLEARED_BY or (kind == "judgment" and at not in touches):
            continue
        if kind == "judgment":
            yield _set_free(claim, at, touches[at])
        elif events[at].ground == "error":
            yield _never_owed(claim, at, place, touches[at])
        else:
            yield _clearing(claim, at, touches[at])


def _clearing(claim: Claim, at: int, touches: list[Touch]) -> ClearingRow:
    event = claim.facts.events[at]
    order = ORDERS["PIC"] if event.kind == "credit" else claim.worked.order
    allocated = []
    for _, place, _, _, _, _, *cleared in touches:
        if place != NOWHERE:
            parts = dict(zip(order, cleared, strict=True))
            allocated.append(_allocated(claim, place, parts[COSTS], parts[INTEREST], parts[PRINCIPAL]))
    cleared_ore = sum(row.costs_ore + row.interest_ore + row.principal_ore for row in allocated)
    return ClearingRow(
        on=event.on,
        what=event.kind,
        amount_ore=cleared_ore if event.amount_ore is None else event.amount_ore,
        allocated=tuple(allocated),
        overpaid_ore=_overpaid(touches),
        rules=CLEARED_BY[event.kind],
    )


def _set_free(claim: Claim, at: int, touches: list[Touch]) -> ClearingRow:
    # A judgment below what was paid: the same sum leaves the costs and is allocated anew, so it adds nothing.
    row = _clearing(claim, at, touches)
    place = next(measure[1] for measure in claim.worked.measures if measure[0] == at)
    freed_ore = row.overpaid_ore + sum(
        touch[6] + touch[7] + touch[8] for touch in touches if touch[1] != NOWHERE
    )
    taken = _allocated(claim, place, -freed_ore, 0, 0)
    return row._replace(amount_ore=0, allocated=(taken, *row.allocated))


def _never_owed(claim: Claim, at: int, place: int, touches: list[Touch]) -> ClearingRow:
    row = _clearing(claim, at, touches)
    taken = _allocated(claim, place, 0, 0, row.amount_ore - row.overpaid_ore)
    return row._replace(allocated=(taken,))


def _allocated(claim: Claim, place: int, costs: int, interest: int, principal: int) -> AllocatedRow:
    invoice = claim.facts.history.queue[place].id
    return AllocatedRow(invoice=invoice, costs_ore=costs, interest_ore=interest, principal_ore=principal)


def _overpaid(touches: list[Touch]) -> int:
    return sum(touch[6] for touch in touches if touch[1] == NOWHERE)
