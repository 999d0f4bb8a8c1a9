"""A letter does not leave, or nobody knows whether it did, or it comes back."""

from __future__ import annotations

from datetime import date

from betalt.core.process.stages import Cause, Stage, move
from betalt.flows.aftermath import reckon
from betalt.flows.flow import flow
from betalt.flows.hand_over import hand_over
from betalt.flows.one_case import change, note_event
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days


class LetterUnknown(LookupError):
    """The creditor has no such letter, or none that has left."""


def withdraw_letter(letter: m.Letter, *, on: date, why: str, state: str = "withdrawn") -> None:
    """Take back a letter that has not left, so that its steps are open again; the walls must be open."""
    creditor = letter.creditor_id
    letter.state = state
    letter.save(update_fields=["state"])
    taken = m.LetterCase.objects.of(creditor).filter(letter=letter, live=True)
    cases = list(taken.values_list("case_id", flat=True))
    taken.update(live=False)
    waiting = m.Case.objects.of(creditor).select_for_update().filter(id__in=cases, next_look_on__isnull=False)
    for case in waiting.order_by("id"):
        change(case, next_look_on=on)
        note_event(case, kind="letter_withdrawn", on=on, data={"letter": letter.id, "why": why})


def give_up(letter: m.Letter, *, on: date, detail: str) -> None:
    """Note that nobody knows whether a letter left: a person must look, and nothing sends it again by itself."""
    creditor = letter.creditor_id
    letter.state = "unknown"
    letter.save(update_fields=["state"])
    m.Delivery.objects.of(creditor).filter(letter=letter, state="claimed").update(
        state="unknown", detail=detail
    )
    for case in m.Case.objects.of(creditor).filter(
        id__in=m.LetterCase.objects.of(creditor).filter(letter=letter, live=True).values("case_id")
    ):
        note_event(case, kind="delivery_unknown", on=on, data={"letter": letter.id})


@flow
def letter_left(*, creditor: int, letter: int, on: date) -> None:
    """Note that a letter of which nobody knew did leave: its step is completed, and its fee counts from this day.

    The day it left is not proved, so the debtor has the good of it. Raises LetterUnknown.
    """
    with acting_for([creditor]):
        found = m.Letter.objects.of(creditor).select_for_update().filter(id=letter, state="unknown").first()
        if found is None:
            raise LetterUnknown(f"there is no letter {letter} of which nobody knows whether it left")
        m.Delivery.objects.of(creditor).filter(letter=found, state="unknown").update(state="handed_over")
        hand_over(letters=[(creditor, letter)], on=on)


@flow
def letter_returned(*, creditor: int, letter: int, on: date, actor: str = "") -> None:
    """Note that a letter came back: what it charged is taken back and its step was never completed (design 6)."""
    with acting_for([creditor]):
        found = m.Letter.objects.of(creditor).select_for_update().filter(id=letter).first()
        if found is None or found.state not in ("handed_over", "unknown"):
            raise LetterUnknown(f"no letter {letter} has left")
        m.Delivery.objects.of(creditor).filter(letter=found, state__in=["handed_over", "unknown"]).update(
            state="bounced"
        )
        way = "email_bounced" if found.channel == "email" else "address_returned"
        m.Party.objects.of(creditor).filter(id=found.party_id).update(**{way: True})
        m.Measure.objects.of(creditor).filter(letter=found, withdrawn_on=None).update(withdrawn_on=on)
        taken = list(m.LetterCase.objects.of(creditor).filter(letter=found, live=True))
        m.LetterCase.objects.of(creditor).filter(letter=found).update(live=False)
        m.Letter.objects.of(creditor).filter(id=found.id).update(state="failed")
        for part in taken:
            _reopen_step(part, on, actor)
        reckon(keys=[(creditor, part.case_id) for part in taken], on=on, kind="letter_returned", actor=actor)


def _reopen_step(part: m.LetterCase, on: date, actor: str) -> None:
    case = m.Case.objects.of(part.creditor_id).select_for_update().get(id=part.case_id)
    if case.stage == Stage.CLOSED or case.step_done != part.step:
        return
    before = _stage_before(part)
    stage = move(stage=Stage(case.stage), cause=Cause.RETURNED, to=before)
    change(case, stage=stage.value, step_done=part.step - 1, next_look_on=add_days(on, 1))
    note_event(
        case, kind="step_reopened", on=on, actor=actor, stage=stage.value,
        data={"letter": part.letter_id, "step": part.step},
    )  # fmt: skip


def _stage_before(part: m.LetterCase) -> Stage:
    """Find where the case stood before the letter: the journal's last stage before it was sent."""
    stages = (
        m.Event.objects.of(part.creditor_id).filter(case_id=part.case_id).exclude(stage="").order_by("-id")
    )
    past_it = False
    for event in stages:
        if past_it:
            return Stage(event.stage)
        past_it = event.kind == "sent" and event.data.get("letter") == part.letter_id
    return Stage.OPEN
