"""`betalt claim FILE --on DAY`: what is owed on a day, computed from a document of facts without a database."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import read_day
from betalt.cli.speech import language
from betalt.core.claim.answer import answer
from betalt.core.claim.claim import Claim
from betalt.core.claim.document import Document, read_document, work_out
from betalt.core.claim.strict import DocumentError
from betalt.flows.law_values import ValueRefused, know_operator_values
from betalt.law import LawUnknown
from betalt.values.reason import Reason
from betalt.words import say

BAD_LINES = 2
MOST_BYTES = 2 * 1024 * 1024  # of one document: room for twenty thousand events
_TOO_LARGE = DocumentError("$", f"larger than {MOST_BYTES // 1024 // 1024} MB")


class Form(StrEnum):
    """How the claim is shown: for reading, for programs, or as a statement for a debtor or a court."""

    JSON = "json"
    TEXT = "text"
    PDF = "pdf"


def run(
    file: Annotated[Path, typer.Argument(help="A claim document, .json, or one a line, .jsonl.")],
    *,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=read_day, metavar="YYYY-MM-DD", help="The day; else the document's own."),
    ] = None,
    format_: Annotated[Form, typer.Option("--format", help="How the claim is shown.")] = Form.JSON,
) -> int:
    """Compute what is owed on a day, with every ground, from a document of facts."""
    with as_user_error(ValueRefused):
        know_operator_values(environment=os.environ)
    if file.suffix.lower() == ".jsonl":
        if on is not None or format_ is not Form.JSON:
            raise UserError("Each line of a .jsonl file carries its own day and is answered in JSON.")
        return _answer_lines(file)
    with _told(file), file.open("rb") as opened:
        document = _document(opened.read(MOST_BYTES + 1))
        worked = work_out(document, on=_asked_day(document, on))
        _write(_shown(document, worked, format_))
    return 0


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except (DocumentError, LawUnknown) as error:
        raise UserError(f"{file}: {_said(error)}") from error
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}") from error


def _said(error: DocumentError | LawUnknown) -> str:
    # The contract fixes this name, so that a program tells a day past the tables from a bad document.
    return f"LawUnknown: {error}" if isinstance(error, LawUnknown) else str(error)


def _document(data: bytes) -> Document:
    if len(data) > MOST_BYTES:
        raise _TOO_LARGE
    return read_document(data)


def _asked_day(document: Document, on: date | None) -> date:
    asked = on or document.on
    if asked is None:
        raise DocumentError("$.on", "is missing, and no --on says which day is asked about")
    return asked


def _shown(document: Document, worked: Claim, form: Form) -> bytes:
    if form is Form.JSON:
        return f"{_json(document, worked, indent=2)}\n".encode()
    # Reading and printing a statement takes what no answer in JSON waits for.
    from betalt.cli.claim_text import as_text
    from betalt.flows.statement import compose_claim, typeset_statement

    content = compose_claim(owed=worked, language=language(), case=document.id or "")
    return typeset_statement(content=content) if form is Form.PDF else as_text(content).encode()


def _answer_lines(file: Path) -> int:
    bad = 0
    with _told(file), file.open("rb") as opened:
        for number, line in _lines(opened):
            try:
                document = _document(line)
                shown = _json(document, work_out(document, on=_asked_day(document, None)))
            except (DocumentError, LawUnknown) as error:
                bad += 1
                shown = json.dumps({"error": _said(error), "line": number}, ensure_ascii=False)
            _write(f"{shown}\n".encode())
    if bad:
        typer.echo(f"{file}: {bad} lines could not be answered", err=True)
    return BAD_LINES if bad else 0


def _lines(opened: BinaryIO) -> Iterator[tuple[int, bytes]]:
    # A line is never held beyond the limit, so that memory stays flat whatever the file is.
    number = 0
    while line := opened.readline(MOST_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
            rest = opened.readline(MOST_BYTES + 1)
        if len(line) > MOST_BYTES or line.strip():
            yield number, line


def _json(document: Document, worked: Claim, *, indent: int | None = None) -> str:
    found = answer(worked, say=_english, document_id=document.id)
    return json.dumps(found, ensure_ascii=False, indent=indent)


def _english(reason: Reason) -> str:
    return say(reason, language="en")


def _write(shown: bytes) -> None:
    sys.stdout.buffer.write(shown)
