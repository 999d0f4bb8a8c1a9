"""When a step is old enough: never before the due day or the last letter's own day has passed."""

from datetime import date
from typing import NamedTuple, Protocol

from betalt.core.process.procedure import After, Procedure, Step
from betalt.values.days import add_business_days, add_days


class Climb(Protocol):
    """As much of a case as tells when its next step is ready; `CaseFacts` has it all."""

    @property
    def natural_person(self) -> bool:
        """Tell whether the debtor is a consumer or a sole trader."""

    @property
    def due_on(self) -> date:
        """Tell the effective due day."""

    @property
    def step_done(self) -> int:
        """Tell the number of the last completed step."""

    @property
    def step_done_on(self) -> date | None:
        """Tell the day its letter was handed over."""

    @property
    def answer_by(self) -> date | None:
        """Tell that letter's own day."""


class Standing(NamedTuple):
    """How far a case has climbed, where nothing more is known of it yet."""

    natural_person: bool
    due_on: date
    step_done: int
    step_done_on: date | None
    answer_by: date | None


def next_step(facts: Climb, *, procedure: Procedure) -> Step:
    """Find the lowest unfinished step; on the last rung it is that rung, so that no case ends in silence."""
    steps = procedure.steps_for(natural_person=facts.natural_person)
    done = facts.step_done
    for step in steps:
        if step.no > done:
            return step
    return steps[-1]


def ready_on(facts: Climb, *, step: Step, procedure: Procedure) -> date:
    """Find the first day on which the step may be taken; any later day does, so a missed one is caught up."""
    base = facts.due_on if step.after is After.DUE else _last_letters_day(facts, procedure)
    count = add_business_days if step.delay_banking else add_days
    ready = count(base, step.delay_days)
    passed = facts.due_on
    if facts.answer_by is not None and facts.answer_by > passed:
        passed = facts.answer_by
    if ready <= passed:
        ready = add_days(passed, 1)
    if facts.step_done_on is None:
        return ready
    return max(ready, add_days(facts.step_done_on, step.gap_days or 1))


def _last_letters_day(facts: Climb, procedure: Procedure) -> date:
    if facts.answer_by is not None:
        return facts.answer_by
    # A case taken over half-run may lack the day: then the time that the step gives is counted from it.
    if facts.step_done_on is None:
        return facts.due_on
    answer_days = (step.answer_days for step in procedure.steps if step.no == facts.step_done)
    return add_days(facts.step_done_on, next(answer_days, 0))
