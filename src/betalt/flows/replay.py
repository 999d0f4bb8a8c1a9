"""Where a case stood as an earlier day began, told by its journal: the rules can then be asked about that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from betalt.core.process.document import from_json
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Kind, Procedure
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.flows.facts import Known
from betalt.records import models as m

_FEES = ("reminder", "demand", "plan", "late_compensation")
_STEP_OF_STAGE = {Stage.REMINDED: Kind.REMINDER, Stage.DEMANDED: Kind.DEMAND}


def ladder_then(known: Known, *, on: date) -> Procedure:
    """Find the ladder that a case climbed on a day: a later one may have taken its place; the walls must be open."""
    changes = m.Event.objects.of(known.row.creditor).filter(case_id=known.row.case, kind="ladder_changed")
    change = changes.filter(on__gt=on).order_by("id").first()
    if change is None:
        return known.procedure
    return from_json(m.Procedure.objects.of(known.row.creditor).get(id=change.data["from"]).steps)


def as_it_stood(known: Known, *, ladder: Procedure, events: Iterable[m.Event], on: date) -> CaseFacts:
    """Replay what had happened to a case when a day's run met it, the oldest first; the walls must be open."""
    facts = replace(
        known.facts, stage=Stage.OPEN, hold=Hold.NONE, payment=Payment.UNPAID, step_done=0, step_done_on=None,
        answer_by=None, released_step=0, accepted=(), asked_step=0, asked_code="", asked_on=None, asked_times=0,
        letter_pending=False,
    )  # fmt: skip
    measures = (event for event in known.claim_facts.events if event.kind in _FEES and event.charged)
    facts.charged = tuple(event.kind for event in measures if event.on < on)
    for event in events:
        _move_axes(facts, event)
        _move_ladder(facts, event, ladder)
    return facts


def _move_axes(facts: CaseFacts, event: m.Event) -> None:
    if event.stage:
        facts.stage = Stage(event.stage)
    if event.hold:
        facts.hold = Hold(event.hold)
    if event.payment_status:
        facts.payment = Payment(event.payment_status)


def _move_ladder(facts: CaseFacts, event: m.Event, ladder: Procedure) -> None:
    if event.kind == "received":
        _take_over(facts, event, ladder)
    elif event.kind == "sent" and event.data.get("kind") != "thanks":
        letter = m.Letter.objects.of(event.creditor_id).values_list("handed_over_on", "answer_by")
        facts.step_done = event.data["step"]
        facts.step_done_on, facts.answer_by = letter.get(id=event.data["letter"])
        facts.accepted = ()
    elif event.kind == "passed_over":
        facts.step_done = event.data["step"]
    elif event.kind == "step_reopened":
        facts.step_done = event.data["step"] - 1
    elif event.kind == "approved":
        facts.released_step = event.data["step"]
        facts.accepted = tuple(event.data.get("let_pass", ()))
        facts.asked_step, facts.asked_times = 0, 0
    elif event.kind == "ladder_changed":
        facts.step_done, facts.released_step, facts.accepted = event.data["step"], 0, ()
        facts.asked_step, facts.asked_times = 0, 0
    elif event.kind == "asked":
        facts.asked_step, facts.asked_code, facts.asked_on = event.data["step"], event.data["why"], event.on
        facts.asked_times += 1


def _take_over(facts: CaseFacts, event: m.Event, ladder: Procedure) -> None:
    kind = _STEP_OF_STAGE.get(facts.stage)
    if kind is None:
        return
    days = m.Invoice.objects.of(event.creditor_id).filter(case_id=event.case_id)
    reminded, demanded = days.values_list("reminded_before_on", "demanded_before_on")[0]
    facts.step_done = ladder.last_of(kind)
    facts.step_done_on = demanded if kind is Kind.DEMAND else reminded
