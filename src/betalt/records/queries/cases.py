"""Finds cases and lists what waits for a person; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from betalt.records import models as m
from betalt.values.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something that a person must answer before a case goes on."""

    case: int  # its number
    party: str
    asked_on: date
    times: int
    kind: str  # of the step
    question: str  # release, confirm, mend, hold or decide
    why: Reason
    concerns: tuple[Reason, ...]


def open_questions(*, creditor: int) -> tuple[OpenQuestion, ...]:
    """List what waits for an answer, the oldest first; one line a case, with the last asking."""
    rows = (
        m.Question.objects.of(creditor)
        .filter(answered_on=None, case__next_look_on__isnull=False)
        .order_by("case_id", "-id")
        .distinct("case_id")
        .values_list("case__number", "case__party__name", "asked_on", "times", "reason")
    )
    listed = (_question(*row) for row in rows)
    return tuple(sorted(listed, key=lambda question: (question.asked_on, question.case)))


def case_of_invoice(*, creditor: int, invoice: str) -> int | None:
    """Find the number of the case that pursues an invoice."""
    found = m.Invoice.objects.of(creditor).filter(number=invoice)
    number: int | None = found.values_list("case__number", flat=True).first()
    return number


def as_reason(stored: dict[str, Any]) -> Reason:
    """Read a reason that was stored as plain values."""
    params = tuple((name, str(value)) for name, value in stored.get("params", {}).items())
    return Reason(code=stored["code"], params=params, ground=stored.get("ground", ""))


def _question(case: int, party: str, asked_on: date, times: int, reason: dict[str, Any]) -> OpenQuestion:
    return OpenQuestion(
        case=case,
        party=party,
        asked_on=asked_on,
        times=times,
        kind=reason["kind"],
        question=reason["question"],
        why=as_reason(reason),
        concerns=tuple(as_reason(concern) for concern in reason.get("concerns", ())),
    )
