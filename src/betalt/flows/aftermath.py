"""What follows when the facts of some cases have changed: close, reopen, withdraw letters, and book the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from betalt.core.process.stages import Cause, Payment, Stage, move, payment_status
from betalt.flows.books import book
from betalt.flows.facts import Known, know
from betalt.flows.forgive import forgive_rests
from betalt.flows.promises import keep_promises
from betalt.records import bulk, effects, journal, letters
from betalt.records.bulk import Key
from betalt.records.effects import Happened, Restated
from betalt.values.days import add_days

STOPPED = "stopped"  # the outcome of a case that is closed though its debt stands


def reckon(*, keys: Iterable[Key], on: date, kind: str, actor: str = "") -> list[Known]:
    """Bring these cases in line with their changed facts on a day and return them; the walls must be open.

    Letters that have not left are withdrawn, since their sums are no longer true. A case with nothing owed is
    closed; one that was closed and owes again is reopened where it stood. The books get the difference.
    """
    wanted = sorted(set(keys))
    bulk.lock(wanted)
    keep_promises(keys=wanted, on=on)
    forgive_rests(keys=wanted, on=on, actor=actor)
    cases = know(wanted, on=on)
    _withdraw(cases)
    stood = journal.stood_at([known.key for known in cases if known.row.stage == Stage.CLOSED])
    moved = [_status(known, stood.get(known.key, Stage.OPEN), on, kind) for known in cases]
    effects.restate([row for row, _ in moved], on=on)
    held = [known.key for known, (row, _) in zip(cases, moved, strict=True) if row.closes and known.is_held]
    effects.end_holds(held, on=on)
    effects.happen([line for _, line in moved], on=on, actor=actor)
    book(cases, on=on, why=kind)
    return cases


def _withdraw(cases: Sequence[Known]) -> None:
    by_creditor: dict[int, list[int]] = {}
    for known in cases:
        by_creditor.setdefault(known.row.creditor, []).append(known.row.case)
    for creditor, ids in by_creditor.items():
        letters.withdraw(creditor=creditor, cases=ids)


def _status(known: Known, stood: Stage, on: date, kind: str) -> tuple[Restated, Happened]:
    """Move the case's payment status, and its stage when it is closed or reopened by it."""
    row = known.row
    status = status_of(known)
    owes = status in (Payment.UNPAID, Payment.PART)
    after = Restated(
        creditor=row.creditor,
        case=row.case,
        version=row.version,
        stage=row.stage,
        hold=row.hold,
        payment_status=status.value,
        next_look_on=on if owes else None,
        closes=False,
        reopens=False,
    )
    if not owes and row.stage != Stage.CLOSED:
        stage = move(stage=Stage(row.stage), cause=Cause.CLOSE).value
        after = after._replace(stage=stage, hold="none", closes=True)
    elif owes and row.outcome == STOPPED:
        # What the creditor pursues no longer stays closed, whatever comes in.
        after = after._replace(next_look_on=None)
    elif owes and row.stage == Stage.CLOSED:
        stage = move(stage=Stage.CLOSED, cause=Cause.REOPEN, to=stood).value
        after = after._replace(stage=stage, next_look_on=add_days(on, 1), reopens=True)
    changed = (
        after.stage if after.stage != row.stage else "",
        after.hold if after.hold != row.hold else "",
        after.payment_status if after.payment_status != row.payment_status else "",
    )
    data = {"from": row.stage} if changed[0] else {}
    return after, Happened(row.creditor, row.case, kind, *changed, data)


def status_of(known: Known) -> Payment:
    """Name the payment status that follows from the facts; an unknown rate leaves it as it is."""
    if known.claim is None:
        return Payment(known.row.payment_status)
    by_kind = {"payment": 0, "credit": 0, "write_off": 0}
    reversed_ids = {e.payment for e in known.claim_facts.events if e.kind == "payment_reversed"}
    for event in known.claim_facts.events:
        if event.kind in by_kind and not (event.kind == "payment" and event.id in reversed_ids):
            by_kind[event.kind] += event.amount_ore or 1
    settled_before = sum(i.settled_before_ore for i in known.invoices)
    invoiced = sum(i.amount_ore - i.tax_office_share_ore for i in known.claim_facts.invoices)
    # Interest that a letter's promise forgave is no loss: the invoice itself was paid.
    is_paid = by_kind["payment"] > 0 and by_kind["payment"] + by_kind["credit"] >= invoiced
    return payment_status(
        owed_ore=known.claim.total,
        paid_ore=by_kind["payment"] + settled_before,
        credited_ore=by_kind["credit"],
        written_off_ore=0 if is_paid else by_kind["write_off"],
    )
