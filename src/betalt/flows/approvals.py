"""A person says yes to one or many letters; the yes takes effect after ten minutes, and can be undone until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from betalt.adapters import typesetting
from betalt.core.process.checks import CHECKS
from betalt.core.process.decide import decide
from betalt.core.process.decision import Take
from betalt.core.process.refused import Refused
from betalt.flows.answer import NothingAsked, approve, question_to_approve
from betalt.flows.compose import Draft, draft_letters
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.licence import refuse_unlicensed
from betalt.flows.logo import logos_of
from betalt.flows.long_work import Chunk, Going, ask_for_work
from betalt.flows.one_case import CaseClosed, CaseUnknown, take_case
from betalt.records import models as m
from betalt.records.scope import acting_for

KIND: Final = "approve"
UNDO_FOR: Final = timedelta(minutes=10)
MOST: Final = 500  # cases of one yes
_CHUNK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a debtor gets if the step is taken now: the PDF, its sum in öre, its days."""

    pdf: bytes
    content: dict[str, object]


@flow
def say_yes(*, creditor: int, questions: Sequence[int], on: date, at: datetime, actor: str) -> int:
    """Note the yes to these questions, as the person saw them; it takes effect after ten minutes.

    Returns the work's id. Raises NothingAsked where none of them waits for a yes any longer, and Refused where a
    bureau without a licence would let a demand go.
    """
    with acting_for([creditor]):
        asked = _still_asked(creditor, questions)
        if not asked:
            raise NothingAsked("none of these questions waits for a yes any longer")
        for kind in _kinds(creditor, asked):
            refuse_unlicensed(creditor=creditor, kind=kind, actor=actor, on=on)
        return ask_for_work(
            creditor=creditor, kind=KIND, on=on, asked_by=actor, arguments={"asked": asked},
            total=len(asked), not_before=at + UNDO_FOR,
        )  # fmt: skip


@flow
def say_yes_in_case(*, creditor: int, number: int, on: date, at: datetime, actor: str) -> int:
    """Note the yes to what is asked in one case now. Raises NothingAsked, CaseChanged, CaseUnknown, CaseClosed,

    and Refused to a bureau without a licence.
    """
    with acting_for([creditor]):
        question = question_to_approve(take_case(creditor=creditor, number=number))
        kind = question.reason.get("kind", "")
        refuse_unlicensed(creditor=creditor, kind=kind, actor=actor, on=on)
        return ask_for_work(
            creditor=creditor, kind=KIND, on=on, asked_by=actor, arguments={"asked": [[number, question.id]]},
            total=1, not_before=at + UNDO_FOR,
        )  # fmt: skip


def chunk(going: Going) -> Chunk:
    """Release the next cases of a yes; what events have overtaken meanwhile is told and left."""
    asked: list[tuple[int, int]] = going.arguments["asked"]
    begin = going.place.get("begin", 0)
    counts = {"released": 0, "first": 0, **going.place.get("counts", {})}
    passed: list[int] = list(going.place.get("passed", []))
    for number, question in asked[begin : begin + _CHUNK]:
        try:
            released = approve(
                creditor=going.creditor,
                number=number,
                on=going.on,
                actor=going.asked_by,
                question_id=question,
            )
        except (NothingAsked, CaseUnknown, CaseClosed, Refused):
            passed.append(number)
        else:
            counts["released" if released else "first"] += 1
    done = min(begin + _CHUNK, len(asked))
    if done < len(asked):
        return Chunk(done=done, total=len(asked), place={"begin": done, "counts": counts, "passed": passed})
    return Chunk(done=done, total=len(asked), result={**counts, "passed": passed})


def _still_asked(creditor: int, questions: Sequence[int]) -> list[tuple[int, int]]:
    """List the cases of these questions that nobody has answered, with the questions."""
    found = m.Question.objects.of(creditor).filter(id__in=list(questions)[:MOST], answered_on=None)
    return list(found.order_by("case__number", "id").values_list("case__number", "id"))


def _kinds(creditor: int, asked: Sequence[tuple[int, int]]) -> set[str]:
    found = m.Question.objects.of(creditor).filter(id__in=[question for _, question in asked])
    return {reason.get("kind", "") for reason in found.values_list("reason", flat=True)}


def preview_letter(*, creditor: int, number: int, on: date, language: str = "") -> Preview | None:
    """Compose and set what the debtor would get if a case's step were released now; the walls must be open.

    None where no letter follows: a yes alone does not help. Nothing is stored.
    """
    case = m.Case.objects.of(creditor).filter(number=number, next_look_on__isnull=False).first()
    if case is None:
        return None
    (known,) = know([(creditor, case.id)], on=on)
    known.facts.first_run_released = True
    known.facts.released_step = case.asked_step or case.step_done + 1
    known.facts.accepted, known.facts.bank_rule = tuple(check.name for check in CHECKS), False
    known.facts.asked_step = 0
    decision = decide(known.facts, procedure=known.procedure, on=on)
    if not isinstance(decision, Take):
        return None
    (draft,) = draft_letters(batches=[[(known, decision)]], on=on, language=language)
    if not isinstance(draft, Draft):
        return None
    logos = logos_of(creditor=creditor, contents=[draft.content])
    (pdf,) = typesetting.typeset([draft.content], logos=logos)
    return Preview(pdf=pdf, content=draft.content)
