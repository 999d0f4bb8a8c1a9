"""`betalt read FILE`: what a file from the outside contains, with no database and without changing anything."""

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import Form
from betalt.cli.read_aside import tell_aside, write_aside
from betalt.cli.read_json import write_invoices, write_payments
from betalt.cli.read_text import tell_invoices, tell_payments
from betalt.cli.speech import language
from betalt.core.payment.incoming import BankFile
from betalt.flows import look
from betalt.flows.columns import EXPECTED, column_mapping
from betalt.flows.look_aside import open_aside
from betalt.values.reason import Reason
from betalt.words import say

_ASIDE = frozenset({"sie", "pain.002"})  # neither payments nor invoices


def run(
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A bank's file, a list of unpaid invoices, or SIE.")
    ],
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="FORMAT", help=f"Do not find the format: {', '.join(look.FORMATS)}."),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How the answer is printed.")] = Form.JSON,
    production: Annotated[bool, typer.Option("--production", help="Refuse a bank's test file.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="A TOML file that says which column of a list holds what.")
    ] = None,
) -> int:
    """Say what a file contains, as JSON: 0 read in full, 1 rows were refused, 2 it cannot be trusted."""
    if as_ is not None and as_ not in look.FORMATS:
        known = ", ".join(look.FORMATS)
        raise UserError(_said(Reason(code="read.unknown_format", params=(("known", known),))))
    try:
        with file.open("rb") as stream:
            _check_size(file.stat().st_size, look.MOST_BYTES_IN_CLI)
            return _show(stream, as_, form, production=production, mapping=mapping)
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}") from None
    except look.CannotRead as error:
        raise UserError(f"{file}: {_where(error.line)}{_said(error.reason)}") from None


def _show(stream: BinaryIO, as_: str | None, form: Form, *, production: bool, mapping: Path | None) -> int:
    kind = _kind(as_) if as_ else look.detect(stream)
    if kind in _ASIDE:
        file = open_aside(stream, kind=kind)
        return int((write_aside if form is Form.JSON else tell_aside)(file, sys.stdout, say=_said) > 0)
    opened = _table(stream, mapping) if kind == "table" else look.open_payments(stream, kind=kind)
    if not isinstance(opened, BankFile):
        return int(
            (write_invoices if form is Form.JSON else tell_invoices)(opened, sys.stdout, say=_said) > 0
        )
    if as_ is not None and opened.format != as_:
        raise look.CannotRead(
            Reason(code="read.other_format", params=(("found", opened.format), ("asked", as_)))
        )
    if production:
        look.refuse_test_file(opened)
    refused = (write_payments if form is Form.JSON else tell_payments)(opened, sys.stdout, say=_said)
    for note in opened.notes[:20]:
        typer.echo(f"{_where(note.line)}{_said(note.reason)}", err=True)
    return int(refused > 0)


def _table(stream: BinaryIO, mapping: Path | None) -> "look.InvoiceList | BankFile":
    stream.seek(0)
    data = stream.read(look.MOST_BYTES_OF_TABLE + 1)
    if mapping is None:
        return look.open_any_table(data)
    with as_user_error(*EXPECTED, OSError, UnicodeDecodeError):
        columns = column_mapping(text=mapping.read_text(encoding="utf-8"))
    return look.open_any_table(data, mapping=columns)


def _kind(as_: str) -> str:
    return "camt" if as_.startswith("camt") else "table" if as_ in {"csv", "xlsx"} else as_


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise look.CannotRead(Reason(code="read.too_large", params=(("megabytes", str(most // 1_000_000)),)))


def _where(line: int) -> str:
    return f"{_said(Reason(code='read.at_line', params=(('line', str(line)),)))} " if line else ""


def _said(reason: Reason) -> str:
    return say(reason, language=language())
