"""Asks once more, in the moment of sending, whether letters may leave."""

from __future__ import annotations

from collections.abc import Sequence
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
    return refusals([letter], on=on).get(letter.id)


def refusals(letters: Sequence[m.Letter], *, on: date) -> dict[int, Reason]:
    """Tell which of a creditor's letters must not leave on a day and why; their cases are kept as by `why_not`."""
    refused = {letter.id: DAY_PASSED for letter in letters if letter.letter_on != on}
    asked = {x.id: x for x in letters if x.id not in refused and x.kind != "thanks"}
    if not asked:
        return refused
    creditor = letters[0].creditor_id
    steps = list(
        m.LetterCase.objects.of(creditor)
        .filter(letter_id__in=asked, live=True)
        .order_by("letter_id", "case_id")
        .values_list("letter_id", "case_id", "step")
    )
    keys = sorted({(creditor, case) for _, case, _ in steps})
    bulk.lock(keys)
    found = {known.row.case: known for known in know(keys, on=on)}
    for letter, case, step in steps:
        why = _why_not(found[case], step, asked[letter].channel, on)
        if why is not None:
            refused.setdefault(letter, why)
    return refused


def _why_not(known: Known, number: int, channel: str, on: date) -> Reason | None:
    step = next(step for step in known.procedure.steps if step.no == number)
    decision = still_due(known.facts, step=step, procedure=known.procedure, on=on)
    if isinstance(decision, Take):
        return None if decision.channel.value == channel else CHANNEL_GONE
    assert isinstance(decision, Wait | Ask | PassOver | Close)
    return decision.why
