"""A person skips the next step: it counts as done, but no letter goes out."""

from __future__ import annotations

from datetime import date

from betalt.core.process.actions import Action
from betalt.core.process.refused import refused
from betalt.core.process.timing import next_step
from betalt.flows.flow import flow
from betalt.flows.one_case import change, note_event, refuse_if_closed, take_case, write_note
from betalt.records.scope import acting_for
from betalt.values.days import add_days

SKIPPED = "process.skipped"


@flow
def skip_step(*, creditor: int, number: int, on: date, reason: str, actor: str = "") -> int:
    """Pass the next step over for a reason; returns its number. A demand is never skipped (INK-5, INK-14).

    Raises Refused, ActionClosed, CaseUnknown, CaseClosed.
    """
    if not reason.strip():
        raise refused("reason_missing", field="reason")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        known = refuse_if_closed(case, Action.SKIP, on=on)
        step = next_step(known.facts, procedure=known.procedure)
        before = case.step_done
        change(
            case,
            step_done=step.no,
            next_look_on=add_days(on, 1),
            asked_step=0,
            asked_code="",
            asked_on=None,
            asked_times=0,
        )
        about = {"step": step.no, "from": before, "why": SKIPPED}
        note_event(case, kind="passed_over", on=on, actor=actor, data=about)
        write_note(case, reason, on=on, actor=actor)
        return step.no
