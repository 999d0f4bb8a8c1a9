"""Reads what the page of one case shows beside what the rules read; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from betalt.records import models as m
from betalt.records.sql import fetch
from betalt.records.veil import opened


class LetterLine(NamedTuple):
    """A letter of a case; sums in öre. `delivery` is how its last sending went."""

    id: int
    kind: str
    state: str
    channel: str
    letter_on: date
    answer_by: date | None
    handed_over_on: date | None
    total_ore: int
    has_pdf: bool
    delivery: str
    detail: str


class MoneyLine(NamedTuple):
    """A part of a payment that went to a case, in öre."""

    payment: int
    key: str
    booked_on: date
    amount_ore: int
    payer_name: str
    why: str
    reversed_on: date | None


class InvoiceLine(NamedTuple):
    """What an invoice of a case says beside its sums."""

    number: str
    ocr: str
    what: str
    their_reference: str


class Document(NamedTuple):
    """A document of a case."""

    id: int
    name: str
    added_on: date
    actor: str
    media_type: str


class Viewer(NamedTuple):
    """Somebody else who looks at the case, and since when at the latest."""

    name: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFolder:
    """All that is kept about one case."""

    case: m.Case
    party: m.Party
    events: Sequence[m.Event]
    letters: Sequence[LetterLine]
    money: Sequence[MoneyLine]
    invoices: Sequence[InvoiceLine]
    notes: Sequence[m.Note]
    documents: Sequence[Document]
    disputes: Sequence[m.Dispute]
    instalments: Sequence[tuple[date, int]]
    question: Mapping[str, Any] | None  # what a person is asked now
    names: Mapping[str, str]  # of users, by how the journal names them

    @property
    def last_event(self) -> int:
        """Name the last line of the journal, by which a later change is known."""
        return max((event.id for event in self.events), default=0)


_LETTERS = """
SELECT l.id, k.kind, l.state, l.channel, l.letter_on, l.answer_by, l.handed_over_on, k.total_ore,
    l.pdf_id IS NOT NULL, coalesce(d.state, ''), coalesce(d.detail, '')
FROM records_lettercase k
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
LEFT JOIN LATERAL (
    SELECT state, detail FROM records_delivery
    WHERE creditor_id = l.creditor_id AND letter_id = l.id ORDER BY attempt DESC LIMIT 1
) d ON true
WHERE k.creditor_id = %(creditor)s AND k.case_id = %(case)s ORDER BY l.letter_on DESC, l.id DESC
"""
_MONEY = """
SELECT p.id, p.key, p.booked_on, a.amount_ore, p.payer_name, a.why, p.reversed_on
FROM records_match a JOIN records_payment p ON p.creditor_id = a.creditor_id AND p.id = a.payment_id
WHERE a.creditor_id = %(creditor)s AND a.case_id = %(case)s ORDER BY p.booked_on DESC, p.id DESC
"""
_VIEWERS = """
SELECT coalesce(nullif(u.name, ''), u.email), max(v.seen_at)
FROM records_viewing v JOIN records_user u ON u.id = v.user_id
WHERE v.creditor_id = %(creditor)s AND v.what = 'case' AND v.number = %(number)s AND v.seen_at >= %(since)s
    AND v.user_id <> %(user)s
GROUP BY 1 ORDER BY 2 DESC, 1
"""


def _money_line(row: tuple[Any, ...]) -> MoneyLine:
    payment, key, booked_on, ore, payer, *rest = row
    return MoneyLine(payment, opened(key), booked_on, ore, opened(payer), *rest)


def open_folder(*, creditor: int, number: int) -> CaseFolder | None:
    """Read a case by its number in a constant number of queries; None where there is none."""
    case = case_and_party(creditor=creditor, number=number)
    if case is None:
        return None
    of: dict[str, Any] = {"creditor": creditor, "case": case.id}
    events = list(m.Event.objects.of(creditor).filter(case_id=case.id).order_by("-id"))
    notes = list(m.Note.objects.of(creditor).filter(case_id=case.id).order_by("-id"))
    documents = [Document(*row) for row in _documents(creditor, case.id)]
    actors = {one.actor for one in (*events, *notes, *documents) if one.actor}
    return CaseFolder(
        case=case,
        party=case.party,
        events=events,
        letters=[LetterLine(*row) for row in fetch(_LETTERS, of)],
        money=[_money_line(row) for row in fetch(_MONEY, of)],
        invoices=[InvoiceLine(*row) for row in _invoices(creditor, case.id)],
        notes=notes,
        documents=documents,
        disputes=list(m.Dispute.objects.of(creditor).filter(case_id=case.id).order_by("-id")),
        instalments=_instalments(creditor, case.id),
        question=_question(creditor, case),
        names=_names(actors),
    )


def case_and_party(*, creditor: int, number: int) -> m.Case | None:
    """Find a case by its number, with its customer."""
    found: m.Case | None = m.Case.objects.of(creditor).select_related("party").filter(number=number).first()
    return found


def events_after(*, creditor: int, number: int, event: int) -> list[m.Event]:
    """List what has happened to a case after a line of its journal, the oldest first."""
    newer = m.Event.objects.of(creditor).filter(case__number=number, id__gt=event)
    return list(newer.order_by("id"))


def last_event(*, creditor: int, number: int) -> int:
    """Name the last line of a case's journal."""
    events = m.Event.objects.of(creditor).filter(case__number=number).order_by("-id")
    return int(events.values_list("id", flat=True).first() or 0)


def viewers(*, creditor: int, number: int, but: int, since: datetime) -> list[Viewer]:
    """List who else has looked at a case since a moment."""
    told = {"creditor": creditor, "number": number, "user": but, "since": since}
    return [Viewer(*row) for row in fetch(_VIEWERS, told)]


def names_of(actors: set[str]) -> Mapping[str, str]:
    """Name the users that the journal names by number; whoever it names otherwise has that name."""
    return _names(actors)


def letter_of_case(*, creditor: int, number: int, letter: int) -> m.Letter | None:
    """Find a letter of a case, with its PDF."""
    found = m.LetterCase.objects.of(creditor).filter(case__number=number, letter_id=letter).exists()
    letters = m.Letter.objects.of(creditor).select_related("pdf").filter(id=letter)
    return letters.first() if found else None


def document_of_case(*, creditor: int, number: int, attachment: int) -> m.Attachment | None:
    """Find a document of a case, with its bytes."""
    documents = m.Attachment.objects.of(creditor).select_related("file")
    return documents.filter(case__number=number, id=attachment).first()


def _documents(creditor: int, case: int) -> Any:
    rows = m.Attachment.objects.of(creditor).filter(case_id=case).order_by("-id")
    return rows.values_list("id", "name", "added_on", "actor", "file__media_type")


def _invoices(creditor: int, case: int) -> Any:
    rows = m.Invoice.objects.of(creditor).filter(case_id=case).order_by("due_on", "id")
    return rows.values_list("number", "ocr", "what", "their_reference")


def _instalments(creditor: int, case: int) -> list[tuple[date, int]]:
    rows = (
        m.Instalment.objects.of(creditor).filter(plan__case_id=case, plan__ended_on=None).order_by("due_on")
    )
    return list(rows.values_list("due_on", "amount_ore"))


def _question(creditor: int, case: m.Case) -> Mapping[str, Any] | None:
    # A question that events have overtaken is no longer the case's own (flows/answer.py).
    asked = m.Question.objects.of(creditor).filter(
        case_id=case.id,
        step=case.asked_step,
        asked_on=case.asked_on,
        times=case.asked_times,
        answered_on=None,
    )
    found: Mapping[str, Any] | None = asked.order_by("-id").values_list("reason", flat=True).first()
    return found


def _names(actors: set[str]) -> Mapping[str, str]:
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.removeprefix("user:").isdigit()]
    named = {f"user:{user}": name or email for user, name, email in _users(ids)}
    return {actor: named.get(actor, "" if actor.startswith("user:") else actor) for actor in actors}


def _users(ids: Sequence[int]) -> Any:
    return m.User.objects.filter(id__in=ids).values_list("id", "name", "email")
