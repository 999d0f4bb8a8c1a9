"""What the creditor has chosen to give up when a claim is as good as paid: fees left out, and odd öre.

Worked out anew whenever the facts of a case change, so that a payment which is reversed brings it back. A choice
that is changed reaches no case behind: what was given up stands as long as its money does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.claim.facts import Facts
from betalt.core.payment.leniency import GivenUp, Why, given_up, still_stands
from betalt.core.process.stages import Hold
from betalt.flows.facts import Known, know
from betalt.law import LawUnknown
from betalt.records import effects, leniency
from betalt.records.bulk import Key
from betalt.records.effects import Happened
from betalt.records.leniency import GivenUpRow, NewGivenUp


def forgive_rests(*, keys: Sequence[Key], on: date, actor: str = "") -> None:
    """Give up what is left of these cases where the creditor's choice says so; the walls must be open."""
    before = leniency.given_up(keys)
    fresh: list[NewGivenUp] = []
    gone: list[GivenUpRow] = []
    for known in know(keys, on=on):
        stands = before.get(known.key, [])
        if known.claim is None or not (stands or known.claim.total):
            continue
        bare = _without(known.claim_facts, stands)
        try:
            fallen = [row for row in stands if not still_stands(bare, given=_given(row), on=on)]
            found = None if len(fallen) < len(stands) else _found(known, bare, on)
        except LawUnknown:
            continue
        gone += fallen
        if found is not None:
            fresh.append(_row(known, found))
    leniency.take_up_again(gone, on=on)
    leniency.give_up(fresh)
    told = [
        Happened(
            row.creditor, row.case, "given_up", "", "", "", {"left_ore": row.ore, "why": f"money.{row.why}"}
        )
        for row in fresh
    ]
    effects.happen(told, on=on, actor=actor)


def _found(known: Known, bare: Facts, on: date) -> GivenUp | None:
    # Who pays by a plan has agreed to pay its fees too.
    if known.row.hold == Hold.PLAN:
        return None
    return given_up(bare, on=on, leniency=known.choices.leniency)


def _given(row: GivenUpRow) -> GivenUp:
    return GivenUp(row.on, row.ore, Why(row.why))


def _without(facts: Facts, rows: Sequence[GivenUpRow]) -> Facts:
    """Take what stands given up out of the facts."""
    if not rows:
        return facts
    taken = [(row.on, row.ore) for row in rows]
    kept = []
    for event in facts.events:
        if event.kind == "write_off" and (event.on, event.amount_ore) in taken:
            taken.remove((event.on, event.amount_ore or 0))
        else:
            kept.append(event)
    return Facts(
        debtor_kind=facts.debtor_kind,
        invoices=facts.invoices,
        events=tuple(kept),
        creditor_kind=facts.creditor_kind,
        basis=facts.basis,
        allocation=facts.allocation,
        terms=facts.terms,
    )


def _row(known: Known, found: GivenUp) -> NewGivenUp:
    row = known.row
    return NewGivenUp(
        creditor=row.creditor,
        case=row.case,
        invoice=known.invoices[0].id,
        on=found.on,
        ore=found.ore,
        why=found.why.value,
        round=row.round,
        step=row.step_done,
    )
