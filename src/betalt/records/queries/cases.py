"""Finds cases and lists what waits for a person; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

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
    # A question that events have overtaken (money, a new address) is no longer the case's own.
    current = Q(case__asked_step=F("step"), case__asked_on=F("asked_on"), case__asked_times=F("times"))
    rows = (
        m.Question.objects.of(creditor)
        .filter(current, answered_on=None, case__next_look_on__isnull=False)
        .order_by("case_id", "-id")
        .distinct("case_id")
        .values_list("case__number", "case__party__name", "asked_on", "times", "reason")
    )
    listed = (_question(*row) for row in rows)
    return tuple(sorted(listed, key=lambda question: (question.asked_on, question.case)))


def case_of_invoice(*, creditor: int, invoice: str) -> int | None:
    """Find the number of the case that pursues an invoice."""
    found = m.Invoice.objects.of(creditor).filter(number=invoice, taken_back_on=None)
    number: int | None = found.values_list("case__number", flat=True).first()
    return number


def last_letter_to(*, creditor: int, customer: str) -> int | None:
    """Find the last letter on paper that has left for a customer."""
    found = m.Letter.objects.of(creditor).filter(party__number=customer, state="handed_over", channel="post")
    letter: int | None = found.order_by("-id").values_list("id", flat=True).first()
    return letter


def unmatched_payment_from(*, creditor: int, payer: str) -> int | None:
    """Find the oldest payment from a payer that is matched with nothing."""
    found = m.Payment.objects.of(creditor).filter(payer_name=payer, state="open")
    payment: int | None = found.order_by("id").values_list("id", flat=True).first()
    return payment


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
