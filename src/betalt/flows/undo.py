"""The last thing that a person did to a case is taken back, where nothing that cannot be taken back came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from betalt.core.access import Right
from betalt.core.process.actions import RIGHTS, Action
from betalt.core.process.refused import refused
from betalt.core.process.stages import Cause, Hold, Stage, move
from betalt.flows.aftermath import STOPPED, reckon
from betalt.flows.flow import flow
from betalt.flows.hold import end_holds, undo_dispute
from betalt.flows.one_case import change, note_event, take_case
from betalt.flows.settle import BY_HAND, take_payment_back
from betalt.flows.skip import SKIPPED
from betalt.records import models as m
from betalt.records.scope import acting_for

_Back = Callable[[m.Case, m.Event, date, str], None]


@flow
def undo_last(*, creditor: int, number: int, on: date, actor: str = "") -> str:
    """Take back what was done last in a case on this day, and tell the kind. Raises Refused, CaseUnknown."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        event = last_undoable(creditor=creditor, case=case.id, on=on)
        if event is None:
            raise refused("nothing_to_undo")
        _BACK[event.kind](case, event, on, actor)
        return str(event.kind)


def last_undoable(*, creditor: int, case: int, on: date) -> m.Event | None:
    """Find the last line of a case's journal, if it is a deed of this day that can be taken back."""
    event = m.Event.objects.of(creditor).filter(case_id=case).order_by("-id").first()
    if event is None or event.on != on or event.kind not in _BACK or not event.actor:
        return None
    if event.kind == "passed_over" and event.data.get("why") != SKIPPED:
        return None
    if event.kind == "paid" and _hand_payment(creditor, case, on) is None:
        return None  # what a bank's file told of is taken back among the payments
    found: m.Event = event
    return found


def right_to_undo(kind: str) -> Right:
    """Tell who may take a deed back: whoever may do it."""
    return RIGHTS[_ACTIONS[kind]]


def _unhold(case: m.Case, _event: m.Event, on: date, actor: str) -> None:
    end_holds(case, on=on, plan="called_off")
    taken = m.Measure.objects.of(case.creditor_id).filter(
        case=case, kind="plan", taken_on=on, withdrawn_on=None
    )
    fee_goes = taken.update(withdrawn_on=on)
    change(case, hold=Hold.NONE.value, hold_until=None, next_look_on=on)
    note_event(case, kind="undone", on=on, actor=actor, hold=Hold.NONE.value)
    if fee_goes:
        reckon(keys=[(case.creditor_id, case.id)], on=on, kind="plan_fee_undone", actor=actor)


def _unskip(case: m.Case, event: m.Event, on: date, actor: str) -> None:
    change(case, step_done=int(event.data["from"]), next_look_on=on)
    note_event(case, kind="undone", on=on, actor=actor, data={"step": event.data["step"]})


def _unstop(case: m.Case, event: m.Event, on: date, actor: str) -> None:
    stage = move(stage=Stage.CLOSED, cause=Cause.REOPEN, to=Stage(event.data["from"])).value
    change(case, stage=stage, next_look_on=on, closed_on=None, outcome="")
    note_event(case, kind="undone", on=on, actor=actor, stage=stage)


def _unwrite(case: m.Case, _event: m.Event, on: date, actor: str) -> None:
    written = m.Measure.objects.of(case.creditor_id).filter(
        case=case, kind="write_off", why="", letter=None, taken_on=on, withdrawn_on=None
    )
    last = written.order_by("-id").first()
    if last is None:
        raise refused("nothing_to_undo")
    last.withdrawn_on = on
    last.save(update_fields=["withdrawn_on"])
    reckon(keys=[(case.creditor_id, case.id)], on=on, kind="undone", actor=actor)


def _undispute(case: m.Case, event: m.Event, on: date, actor: str) -> None:
    hold, until = undo_dispute(case, dispute=int(event.data["dispute"]), on=on)
    change(case, hold=hold.value, hold_until=until, next_look_on=on)
    note_event(case, kind="undone", on=on, actor=actor, hold=hold.value)


def _unnote(case: m.Case, event: m.Event, on: date, actor: str) -> None:
    written = m.Note.objects.of(case.creditor_id).filter(case=case, on=on, actor=event.actor)
    last = written.order_by("-id").first()
    if last is None:
        raise refused("nothing_to_undo")
    last.delete()
    note_event(case, kind="undone", on=on, actor=actor)


def _unpay(case: m.Case, _event: m.Event, on: date, actor: str) -> None:
    payment = _hand_payment(case.creditor_id, case.id, on)
    if payment is None:
        raise refused("nothing_to_undo")
    take_payment_back(payment, on=on, kind="undone", actor=actor)


def _uncredit(case: m.Case, _event: m.Event, on: date, actor: str) -> None:
    credited = m.CreditNote.objects.of(case.creditor_id).filter(invoice__case=case, on=on, withdrawn_on=None)
    last = credited.order_by("-id").first()
    if last is None:
        raise refused("nothing_to_undo")
    last.withdrawn_on = on
    last.save(update_fields=["withdrawn_on"])
    reckon(keys=[(case.creditor_id, case.id)], on=on, kind="undone", actor=actor)


def _hand_payment(creditor: int, case: int, on: date) -> m.Payment | None:
    """Find the payment that a person told of last on this day, all of it for this case."""
    told = m.Match.objects.of(creditor).filter(
        case_id=case, on=on, why=BY_HAND, payment__read_on=on, payment__reversed_on=None
    )
    last = told.select_related("payment").order_by("-id").first()
    return None if last is None else last.payment


_ACTIONS = {
    "paused": Action.PAUSE,
    "kept": Action.KEEP,
    "plan_agreed": Action.PLAN,
    "plan_fee": Action.PLAN,
    "passed_over": Action.SKIP,
    STOPPED: Action.STOP,
    "written_off": Action.WRITE_OFF,
    "disputed": Action.DISPUTE,
    "note": Action.NOTE,
    "paid": Action.PAYMENT,
    "credited": Action.CREDIT,
}
_BACK: dict[str, _Back] = {
    "paused": _unhold,
    "kept": _unhold,
    "plan_agreed": _unhold,
    "plan_fee": _unhold,
    "passed_over": _unskip,
    STOPPED: _unstop,
    "written_off": _unwrite,
    "disputed": _undispute,
    "note": _unnote,
    "paid": _unpay,
    "credited": _uncredit,
}
