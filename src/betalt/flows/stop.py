"""A creditor stops pursuing a case though the debt stands, or takes it up again."""

from __future__ import annotations

from datetime import date

from betalt.core.process.actions import Action
from betalt.core.process.refused import refused
from betalt.core.process.stages import Cause, Hold, Stage, move
from betalt.flows.aftermath import STOPPED
from betalt.flows.flow import flow
from betalt.flows.hold import end_holds
from betalt.flows.one_case import change, note_event, refuse_if_closed, take_case, write_note
from betalt.records import journal, letters
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days


@flow
def stop_case(*, creditor: int, number: int, on: date, reason: str, actor: str = "") -> None:
    """Close a case without giving the debt up: nothing more is sent, and money that comes is still taken in.

    Raises Refused, ActionClosed, CaseUnknown, CaseClosed.
    """
    if not reason.strip():
        raise refused("reason_missing", field="reason")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        refuse_if_closed(case, Action.STOP, on=on)
        stop(case, on=on, reason=reason, actor=actor)


@flow
def reopen_case(*, creditor: int, number: int, on: date, reason: str = "", actor: str = "") -> None:
    """Take a case up again where it stood; it is looked at the day after. Raises ActionClosed, CaseUnknown."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        known = refuse_if_closed(case, Action.REOPEN, on=on)
        stood = journal.stood_at([known.key]).get(known.key, Stage.OPEN)
        stage = move(stage=Stage.CLOSED, cause=Cause.REOPEN, to=stood).value
        change(case, stage=stage, next_look_on=add_days(on, 1), closed_on=None, outcome="")
        note_event(case, kind="reopened", on=on, actor=actor, stage=stage)
        write_note(case, reason, on=on, actor=actor)


def stop(case: m.Case, *, on: date, reason: str, actor: str) -> None:
    """Close a case that is kept though its debt stands; the walls must be open."""
    letters.withdraw(creditor=case.creditor_id, cases=[case.id])
    end_holds(case, on=on, plan="called_off")
    stood, free = case.stage, Hold.NONE.value
    stage = move(stage=Stage(stood), cause=Cause.CLOSE).value
    change(case, stage=stage, hold=free, hold_until=None, next_look_on=None, closed_on=on, outcome=STOPPED)
    note_event(case, kind=STOPPED, on=on, actor=actor, data={"from": stood}, stage=stage, hold=free)
    write_note(case, reason, on=on, actor=actor)
