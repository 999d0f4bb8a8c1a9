"""Sets aside until the next day what fails by itself, so that one case or letter never stops the others."""

from __future__ import annotations

from datetime import date

from betalt.core.process.stages import Stage
from betalt.flows.flow import flow
from betalt.flows.one_case import change, note_event
from betalt.flows.withdraw import withdraw_letter
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days


@flow
def set_case_aside(*, creditor: int, case: int, on: date, error: Exception) -> bool:
    """Look at a case that fails again on the next day, and note the kind of error; tell whether it was due."""
    with acting_for([creditor]):
        found = (
            m.Case.objects.of(creditor)
            .select_for_update(skip_locked=True)
            .filter(id=case, next_look_on__lte=on)
            .exclude(stage=Stage.CLOSED)
            .first()
        )
        if found is None:
            return False
        change(found, next_look_on=add_days(on, 1))
        note_event(found, kind="set_aside", on=on, data={"error": type(error).__name__})
        return True


@flow
def set_letter_aside(*, creditor: int, letter: int, on: date) -> bool:
    """Take back a letter that cannot be set in type; it is written anew the next day. Tell whether it was ready."""
    with acting_for([creditor]):
        found = (
            m.Letter.objects.of(creditor)
            .select_for_update(of=("self",), skip_locked=True)
            .filter(id=letter, state="ready", pdf=None)
            .first()
        )
        if found is None:
            return False
        taken = m.LetterCase.objects.of(creditor).filter(letter=found, live=True)
        cases = list(taken.values_list("case_id", flat=True))
        withdraw_letter(found, on=on, why="flows.cannot_set", state="failed")
        waiting = m.Case.objects.of(creditor).filter(id__in=cases, next_look_on__isnull=False)
        waiting.update(next_look_on=add_days(on, 1))
        return True
