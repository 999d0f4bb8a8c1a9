"""A case is looked at at once, not on its next day."""

from __future__ import annotations

from datetime import date

from betalt.core.process.actions import Action
from betalt.core.process.refused import Refused
from betalt.core.process.timing import next_step
from betalt.flows.facts import Known
from betalt.flows.flow import flow
from betalt.flows.licence import GATED, why_unlicensed
from betalt.flows.one_case import change, note_event, refuse_if_closed, take_case
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.reason import Reason


@flow
def hurry_case(*, creditor: int, number: int, on: date, actor: str = "") -> None:
    """Let the day's run take a case that is ripe now; what a person must release is asked at once, never passed.

    Raises ActionClosed with the reason and the day where the step is not ripe, Refused to a bureau without a licence
    (INK-3), CaseUnknown, CaseClosed.
    """
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        known = refuse_if_closed(case, Action.SEND_NOW, on=on)
        why = why_unlicensed_now(known, actor=actor, on=on)
        if why is not None:
            raise Refused(why)
        hurry(case, on=on, actor=actor)


def why_unlicensed_now(known: Known, *, actor: str, on: date) -> Reason | None:
    """Tell why this person may not send a case's next step at once: it is a demand that no one else releases."""
    step = next_step(known.facts, procedure=known.procedure)
    if not step.automatic or step.kind.value not in GATED:
        return None
    return why_unlicensed(creditor=known.row.creditor, actor=actor, on=on)


def hurry(case: m.Case, *, on: date, actor: str) -> None:
    """Let a case that is kept be looked at on this day; the walls must be open."""
    change(case, next_look_on=on)
    note_event(case, kind="hurried", on=on, actor=actor)
