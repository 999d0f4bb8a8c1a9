"""The debtor objects, asks for time or pays by a plan, or a person keeps a step: the case stops the same second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.claim.claim import claim
from betalt.core.process.actions import NOT_DISPUTED, Action, ActionClosed
from betalt.core.process.instalments import with_plan_fee
from betalt.core.process.refused import refused
from betalt.core.process.stages import Hold
from betalt.flows.aftermath import reckon
from betalt.flows.case_documents import NewDocument, attach
from betalt.flows.facts import Known
from betalt.flows.flow import flow
from betalt.flows.one_case import change, note_event, refuse_if_closed, take_case, write_note
from betalt.records import letters
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days

OUTCOMES = ("upheld", "rejected", "settled")
_GRACE_DAYS = 4
_NOT_ASKED = {"asked_step": 0, "asked_code": "", "asked_on": None, "asked_times": 0}


@flow
def open_dispute(
    *, creditor: int, number: int, on: date, reason: str, amount_ore: int | None = None,
    deadline_on: date | None = None, evidence: NewDocument | None = None, actor: str = "",
) -> None:  # fmt: skip
    """Stop the case because the debtor objects, to the whole or a part in öre (inkassolagen 8 §, INK-6, INK-15).

    Letters that are ready but have not left are withdrawn. Raises Refused, ActionClosed, CaseUnknown, CaseClosed.
    """
    if deadline_on is not None and deadline_on <= on:
        raise refused("until_past", field="deadline_on", on=on)
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        known = refuse_if_closed(case, Action.DISPUTE, on=on)
        if amount_ore is not None and not 0 < amount_ore <= known.facts.owed_ore:
            raise refused("dispute_too_much", field="amount", owed_ore=known.facts.owed_ore)
        dispute = m.Dispute.objects.create(
            creditor_id=creditor, case=case, amount_ore=amount_ore, opened_on=on, deadline_on=deadline_on
        )
        if evidence is not None:
            attach(case, evidence, on=on, actor=actor, dispute=dispute)
        about = {"dispute": dispute.id}
        _hold(case, Hold.DISPUTE, until=deadline_on, on=on, kind="disputed", actor=actor, data=about)
        write_note(case, reason, on=on, actor=actor)


@flow
def settle_dispute(
    *, creditor: int, number: int, on: date, outcome: str, reason: str = "", actor: str = ""
) -> None:
    """End a dispute: rejected or settled lets the case go on; upheld too, after the credit that follows from it.

    A plan or a pause that the dispute came upon holds the case again. Raises Refused, ActionClosed, CaseUnknown.
    """
    if outcome not in OUTCOMES:
        raise refused("outcome_unknown", field="outcome")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        open_ones = m.Dispute.objects.of(creditor).filter(case=case, closed_on=None)
        if not open_ones.update(outcome=outcome, closed_on=on):
            raise ActionClosed(NOT_DISPUTED)
        write_note(case, reason, on=on, actor=actor)
        if case.hold == Hold.DISPUTE:
            hold, until = _held_before(case, on)
            _release(case, on=on, kind="dispute_ended", actor=actor, hold=hold, until=until)


@flow
def pause_case(*, creditor: int, number: int, on: date, until: date, reason: str, actor: str = "") -> None:
    """Let the case rest up to and with a day; interest keeps running, since the due day is not moved."""
    if until <= on:
        raise refused("until_past", field="until", on=on)
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        refuse_if_closed(case, Action.PAUSE, on=on)
        pause(case, on=on, until=until, reason=reason, actor=actor)


@flow
def keep_step(*, creditor: int, number: int, on: date, until: date, reason: str, actor: str = "") -> None:
    """Keep the next step up to and with a day; the debtor is promised nothing, and then a person is asked."""
    if until <= on:
        raise refused("until_past", field="until", on=on)
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        refuse_if_closed(case, Action.KEEP, on=on)
        keep(case, on=on, until=until, reason=reason, actor=actor)


@flow
def agree_plan(
    *,
    creditor: int,
    number: int,
    on: date,
    instalments: Sequence[tuple[date, int]],
    charged: bool = False,
    reason: str = "",
    actor: str = "",
) -> None:
    """Agree on an instalment plan, days with öre: while it is kept nothing is demanded (law.md section 10).

    `charged` says that the plan covers the rest of the debt and is handed over in writing on this day (FEE-3).
    """
    if not instalments or any(ore <= 0 or day <= on for day, ore in instalments):
        raise refused("plan_empty", field="parts")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        known = refuse_if_closed(case, Action.PLAN, on=on)
        if charged:
            _refuse_fee(known, sum(ore for _, ore in instalments), on)
        plan = m.Plan.objects.create(creditor_id=creditor, case=case, agreed_on=on)
        m.Instalment.objects.bulk_create(
            m.Instalment(creditor_id=creditor, plan=plan, due_on=day, amount_ore=ore)
            for day, ore in instalments
        )
        # Looked at after every instalment; money needs a few days to arrive and be read.
        until = add_days(min(day for day, _ in instalments), _GRACE_DAYS)
        about = {"plan": plan.id}
        _hold(case, Hold.PLAN, until=until, on=on, kind="plan_agreed", actor=actor, data=about)
        write_note(case, reason, on=on, actor=actor)
        if charged:
            _charge_plan(case, known, on, actor)


@flow
def release_hold(*, creditor: int, number: int, on: date, reason: str = "", actor: str = "") -> None:
    """End whatever holds the case, so that it goes on where it stood."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        known = refuse_if_closed(case, Action.RELEASE, on=on)
        end_holds(case, on=on, plan="called_off" if known.facts.plan_kept else "broken")
        write_note(case, reason, on=on, actor=actor)
        _release(case, on=on, kind="released", actor=actor)


def pause(case: m.Case, *, on: date, until: date, reason: str, actor: str) -> None:
    """Pause a case that is kept and that the rules let be paused; the walls must be open."""
    m.Pause.objects.create(creditor_id=case.creditor_id, case=case, from_on=on, until_on=until)
    _hold(case, Hold.PAUSE, until=add_days(until, 1), on=on, kind="paused", actor=actor)
    write_note(case, reason, on=on, actor=actor)


def keep(case: m.Case, *, on: date, until: date, reason: str, actor: str) -> None:
    """Keep the step of a case that is kept and that the rules let be kept; the walls must be open."""
    _hold(case, Hold.PERSON, until=add_days(until, 1), on=on, kind="kept", actor=actor)
    write_note(case, reason, on=on, actor=actor)


def end_holds(case: m.Case, *, on: date, plan: str) -> None:
    """Note that a case's plan, with its outcome, and its pause end on a day; the walls must be open."""
    of = case.creditor_id
    m.Plan.objects.of(of).filter(case=case, ended_on=None).update(ended_on=on, outcome=plan)
    m.Pause.objects.of(of).filter(case=case, ended_on=None).update(ended_on=on)


def undo_dispute(case: m.Case, *, dispute: int, on: date) -> tuple[Hold, date | None]:
    """End a dispute that was noted by mistake, and tell what holds the case instead; the walls must be open."""
    m.Dispute.objects.of(case.creditor_id).filter(id=dispute).update(outcome="undone", closed_on=on)
    return _held_before(case, on)


def _refuse_fee(known: Known, planned_ore: int, on: date) -> None:
    """Refuse a fee that the law gives only once, and only for a plan of all that is owed (FEE-3, FEE-11)."""
    if "plan" in known.facts.charged:
        raise refused("plan_charged_before", field="charged")
    owed_ore = claim(with_plan_fee(known.claim_facts, on=on), on=on).total
    if planned_ore < owed_ore:
        raise refused("plan_not_whole", field="charged", owed_ore=owed_ore, planned_ore=planned_ore)


def _charge_plan(case: m.Case, known: Known, on: date, actor: str) -> None:
    m.Measure.objects.create(
        creditor_id=case.creditor_id, case=case, invoice_id=known.invoices[0].id, kind="plan", taken_on=on,
        round=case.round, step=case.step_done,
    )  # fmt: skip
    reckon(keys=[known.key], on=on, kind="plan_fee", actor=actor)


def _held_before(case: m.Case, on: date) -> tuple[Hold, date | None]:
    """Find what held the case when it was disputed, and the first day without it; a plan tells its own days."""
    if m.Plan.objects.of(case.creditor_id).filter(case=case, ended_on=None).exists():
        return Hold.PLAN, None
    pauses = m.Pause.objects.of(case.creditor_id).filter(case=case, ended_on=None, until_on__gt=on)
    pause = pauses.order_by("-until_on").first()
    return (Hold.NONE, None) if pause is None else (Hold.PAUSE, add_days(pause.until_on, 1))


def _hold(
    case: m.Case,
    hold: Hold,
    *,
    until: date | None,
    on: date,
    kind: str,
    actor: str,
    data: dict[str, int] | None = None,
) -> None:
    letters.withdraw(creditor=case.creditor_id, cases=[case.id])
    change(case, hold=hold.value, hold_until=until, next_look_on=add_days(on, 1), **_NOT_ASKED)
    note_event(case, kind=kind, on=on, actor=actor, data=data or {}, hold=hold.value)


def _release(
    case: m.Case, *, on: date, kind: str, actor: str, hold: Hold = Hold.NONE, until: date | None = None
) -> None:
    open_again = {} if case.next_look_on is None else {"next_look_on": add_days(on, 1)}
    change(case, hold=hold.value, hold_until=until, **_NOT_ASKED, **open_again)
    note_event(case, kind=kind, on=on, actor=actor, hold=hold.value)
