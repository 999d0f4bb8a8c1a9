"""Asks once more, in the moment of sending, whether a letter may leave."""

from __future__ import annotations

from datetime import date

from betalt.core.process.decide import still_due
from betalt.core.process.decision import Ask, Close, PassOver, Take, Wait
from betalt.flows.facts import Known, know
from betalt.records import bulk
from betalt.records import models as m
from betalt.values.reason import Reason

DAY_PASSED = Reason(code="flows.day_passed")
CHANNEL_GONE = Reason(code="flows.channel_gone")


def why_not(letter: m.Letter, *, on: date) -> Reason | None:
    """Tell why a letter must not leave on a day, or None if it may; its cases are kept until the transaction ends."""
    if letter.letter_on != on:
        return DAY_PASSED
    if letter.kind == "thanks":
        return None
    steps = {
        (letter.creditor_id, case): step
        for case, step in m.LetterCase.objects.of(letter.creditor_id)
        .filter(letter=letter, live=True)
        .values_list("case_id", "step")
    }
    keys = sorted(steps)
    bulk.lock(keys)
    for known in know(keys, on=on):
        refused = _why_not(known, steps[known.key], letter.channel, on)
        if refused is not None:
            return refused
    return None


def _why_not(known: Known, number: int, channel: str, on: date) -> Reason | None:
    step = next(step for step in known.procedure.steps if step.no == number)
    decision = still_due(known.facts, step=step, procedure=known.procedure, on=on)
    if isinstance(decision, Take):
        return None if decision.channel.value == channel else CHANNEL_GONE
    assert isinstance(decision, Wait | Ask | PassOver | Close)
    return decision.why
