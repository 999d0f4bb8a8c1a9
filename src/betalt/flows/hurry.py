"""A case is looked at at once, not on its next day."""

from __future__ import annotations

from datetime import date

from betalt.core.process.actions import Action
from betalt.flows.flow import flow
from betalt.flows.one_case import change, note_event, refuse_if_closed, take_case
from betalt.records import models as m
from betalt.records.scope import acting_for


@flow
def hurry_case(*, creditor: int, number: int, on: date, actor: str = "") -> None:
    """Let the day's run take a case that is ripe now; what a person must release is asked at once, never passed.

    Raises ActionClosed with the reason and the day where the step is not ripe, CaseUnknown, CaseClosed.
    """
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        refuse_if_closed(case, Action.SEND_NOW, on=on)
        hurry(case, on=on, actor=actor)


def hurry(case: m.Case, *, on: date, actor: str) -> None:
    """Let a case that is kept be looked at on this day; the walls must be open."""
    change(case, next_look_on=on)
    note_event(case, kind="hurried", on=on, actor=actor)
