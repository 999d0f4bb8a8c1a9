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
from betalt.flows.answer import NothingAsked, approve
from betalt.flows.compose import Draft, draft_letters
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.long_work import Chunk, Going, ask_for_work
from betalt.flows.one_case import CaseClosed, CaseUnknown
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
def say_yes(*, creditor: int, numbers: Sequence[int], on: date, at: datetime, actor: str) -> int:
    """Note the yes to the letters of these cases; it takes effect after ten minutes. Returns the work's id."""
    chosen = list(dict.fromkeys(numbers))[:MOST]
    with acting_for([creditor]):
        return ask_for_work(
            creditor=creditor, kind=KIND, on=on, asked_by=actor, arguments={"cases": chosen},
            total=len(chosen), not_before=at + UNDO_FOR,
        )  # fmt: skip


def chunk(going: Going) -> Chunk:
    """Release the next cases of a yes; what events have overtaken meanwhile is told and left."""
    cases: list[int] = going.arguments["cases"]
    begin = going.place.get("begin", 0)
    counts = {"released": 0, "first": 0, **going.place.get("counts", {})}
    passed: list[int] = list(going.place.get("passed", []))
    for number in cases[begin : begin + _CHUNK]:
        try:
            released = approve(creditor=going.creditor, number=number, on=going.on, actor=going.asked_by)
        except (NothingAsked, CaseUnknown, CaseClosed):
            passed.append(number)
        else:
            counts["released" if released else "first"] += 1
    done = min(begin + _CHUNK, len(cases))
    if done < len(cases):
        return Chunk(done=done, total=len(cases), place={"begin": done, "counts": counts, "passed": passed})
    return Chunk(done=done, total=len(cases), result={**counts, "passed": passed})


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
    (pdf,) = typesetting.typeset([draft.content])
    return Preview(pdf=pdf, content=draft.content)
