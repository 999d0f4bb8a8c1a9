"""A document comes to a case: what the debtor sent, or what proves something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.core.process.refused import refused
from betalt.flows.flow import flow
from betalt.flows.one_case import note_event, take_case, write_note
from betalt.records import files
from betalt.records import models as m
from betalt.records.scope import acting_for

MOST_MB = 10
_MB = 1024 * 1024
_NAME = 120
# What the bytes themselves begin with decides, never what the sender calls them.
_BEGINS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that somebody hands over."""

    name: str
    content: bytes


@flow
def add_document(
    *, creditor: int, number: int, on: date, document: NewDocument, note: str = "", actor: str = ""
) -> int:
    """Keep a document with a case, whatever its state; returns the attachment's id. Raises Refused, CaseUnknown."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        attachment = attach(case, document, on=on, actor=actor)
        note_event(case, kind="document", on=on, actor=actor, data={"attachment": attachment})
        write_note(case, note, on=on, actor=actor)
        return attachment


@flow
def add_note(*, creditor: int, number: int, on: date, text: str, actor: str = "") -> None:
    """Keep a person's words with a case. Raises Refused where there are none, CaseUnknown."""
    if not text.strip():
        raise refused("note_empty", field="text")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        write_note(case, text, on=on, actor=actor)
        note_event(case, kind="note", on=on, actor=actor)


def attach(
    case: m.Case, document: NewDocument, *, on: date, actor: str, dispute: m.Dispute | None = None
) -> int:
    """Keep a document with a case and, if named, its objection; the walls must be open. Raises Refused."""
    creditor = case.creditor_id
    file = files.keep(creditor=creditor, content=document.content, media_type=media_type(document.content))
    row, new = m.Attachment.objects.get_or_create(
        creditor_id=creditor,
        case=case,
        file_id=file,
        defaults={"dispute": dispute, "name": _plain(document.name), "added_on": on, "actor": actor},
    )
    if not new:
        raise refused("document_here", field="document")
    return int(row.id)


def media_type(content: bytes) -> str:
    """Tell what a document is by its first bytes; raises Refused for what is not kept."""
    if not content:
        raise refused("document_empty", field="document")
    if len(content) > MOST_MB * _MB:
        raise refused("document_large", field="document", most=MOST_MB)
    for begins, kind in _BEGINS:
        if content.startswith(begins):
            return kind
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise refused("document_kind", field="document") from None
    if not text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise refused("document_kind", field="document")
    return "text/plain; charset=utf-8"


def _plain(name: str) -> str:
    """Keep the last part of a file's name, without what would mean something to a terminal or a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-_NAME:] or "document"
