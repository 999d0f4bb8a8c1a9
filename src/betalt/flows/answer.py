"""The owner answers what a rule asked: let the letter go, wait, or give the claim up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from betalt.core.process.decide import FIRST_RUN
from betalt.core.process.decision import Question
from betalt.flows.choices import choices_of
from betalt.flows.flow import flow
from betalt.flows.licence import GATED, refuse_unlicensed
from betalt.flows.one_case import change, note_event, take_case
from betalt.records import models as m
from betalt.records.scope import acting_for


class NothingAsked(ValueError):
    """Nothing is asked in this case."""


_YES_HELPS = (Question.RELEASE, Question.CONFIRM)
_INSTEAD = {
    Question.MEND: "a yes does not help case {number}: mend what is wrong, then it is looked at again",
    Question.HOLD: "case {number} is held: release it, or end the dispute",
    Question.DECIDE: "case {number} has climbed its ladder: wait, agree on a plan, or write it off",
}
_FIRST_RUN = "case {number} waits for a yes to the whole list that it came with"


@flow
def approve_step(*, creditor: int, number: int, on: date, actor: str) -> bool:
    """Say yes: the step that was asked about may be taken, with the concerns that were named (INK-7, section 15).

    Where the creditor wants two people for an inkassokrav, the first yes is only noted: tells whether the step is
    released. Raises NothingAsked, CaseUnknown, CaseClosed, and Refused to a bureau without a licence (INK-3).
    """
    with acting_for([creditor]):
        return approve(creditor=creditor, number=number, on=on, actor=actor)


def approve(*, creditor: int, number: int, on: date, actor: str, question_id: int | None = None) -> bool:
    """Do the same where the walls are open already.

    `question_id` is what the person saw: a later question, with other concerns, is not answered by that yes.
    """
    case = take_case(creditor=creditor, number=number)
    question = question_to_approve(case)
    if question_id not in (None, question.id):
        raise NothingAsked(f"something else is asked in case {number} now")
    refuse_unlicensed(creditor=creditor, kind=question.reason.get("kind", ""), actor=actor, on=on)
    if _needs_another(case, question, actor):
        note_event(case, kind="approved_first", on=on, actor=actor, data={"question": question.id})
        return False
    concerns = [concern["code"].partition(".")[2] for concern in question.reason.get("concerns", [])]
    _answer(question, "yes", on, actor)
    change(
        case,
        released_step=question.step,
        accepted=sorted(set(concerns)),
        next_look_on=on,
        asked_step=0,
        asked_code="",
        asked_on=None,
        asked_times=0,
    )
    note_event(case, kind="approved", on=on, actor=actor, data={"step": question.step, "let_pass": concerns})
    return True


def question_to_approve(case: m.Case) -> m.Question:
    """Find what is asked in a case that a yes answers; raises NothingAsked. The walls must be open."""
    question = _open_question(case.creditor_id, case)
    asked = question.reason["question"]
    if asked not in _YES_HELPS or question.reason["code"] == FIRST_RUN.code:
        raise NothingAsked((_INSTEAD.get(asked) or _FIRST_RUN).format(number=case.number))
    return question


def first_yes(*, creditor: int, cases: Collection[int]) -> dict[int, str]:
    """Tell who has said the first of two yeses in these cases, by question; the walls must be open."""
    said = m.Event.objects.of(creditor).filter(case_id__in=list(cases), kind="approved_first")
    return {data["question"]: actor for data, actor in said.values_list("data", "actor")}


def _needs_another(case: m.Case, question: m.Question, actor: str) -> bool:
    """Tell whether this is the first of two yeses; the second must be another person's."""
    if question.reason.get("kind") not in GATED:
        return False
    home = m.Creditor.objects.get(id=case.creditor_id)
    if not choices_of(home.settings).demands_need_two:
        return False
    first = first_yes(creditor=case.creditor_id, cases=[case.id]).get(question.id)
    if first == actor or (first is None and not actor):
        raise NothingAsked(f"another person must say yes to case {case.number} too")
    return first is None


@flow
def put_off(*, creditor: int, number: int, on: date, until: date, actor: str) -> None:
    """Say not now: ask again on a later day."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        question = _open_question(creditor, case)
        if until <= on:
            raise NothingAsked(f"the case can be put off to a day after {on}, not to {until}")
        _answer(question, "later", on, actor)
        change(case, next_look_on=until, asked_step=0, asked_code="", asked_on=None, asked_times=0)
        note_event(
            case, kind="put_off", on=on, actor=actor, data={"step": question.step, "until": str(until)}
        )


def _open_question(creditor: int, case: m.Case) -> m.Question:
    # A question that events have overtaken (money, an objection, a new address) is no longer the case's own.
    asked = m.Question.objects.of(creditor).filter(
        case=case, step=case.asked_step, asked_on=case.asked_on, times=case.asked_times, answered_on=None
    )
    question = asked.order_by("-id").first()
    if question is None:
        raise NothingAsked(f"nothing is asked in case {case.number}")
    found: m.Question = question
    return found


def _answer(question: m.Question, answer: str, on: date, actor: str) -> None:
    m.Question.objects.of(question.creditor_id).filter(case_id=question.case_id, answered_on=None).update(
        answer=answer, answered_on=on, answered_by=actor
    )
