"""`betalt import`: a list of unpaid invoices is read, whose first letters wait for a yes, or a bank's file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import sentence, tell

if TYPE_CHECKING:
    from datetime import date

    from betalt.flows.columns import ColumnMapping
    from betalt.flows.receive import Received

MOST_BYTES = 1000 * 1024**2  # what one value of the database holds, sealed
_NO_INVOICES = {"read.no_known_kind", "read.columns_missing"}


def run(
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Unpaid invoices (CSV, XLSX) or a bank's file.")
    ],
    mapping: Annotated[
        Path | None, typer.Option(help="Which column holds what: a TOML file, or the name of a saved one.")
    ] = None,
    save_mapping: Annotated[
        str, typer.Option(metavar="NAME", help="Save how this list was read, for the next of its kind.")
    ] = "",
    snapshot: Annotated[
        bool, typer.Option("--snapshot", help="The file is the whole list: what has left it is held.")
    ] = False,
    payments: Annotated[
        bool, typer.Option("--payments", help="The table is a bank's list of payments, not of invoices.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Let the first letters go without asking.")] = False,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Read a file: good rows go in, bad ones are told; the first letters to new cases wait for a yes."""
    data = read_bytes(file)
    day = on or today()
    with for_creditor(creditor) as home:
        from betalt.cli.import_payments import is_bank_file, take_payments
        from betalt.cli.told import told
        from betalt.flows.columns import MappingError, UnreadableFile
        from betalt.flows.receive import receive_invoices
        from betalt.flows.saved_columns import save_mapping as keep_mapping

        if payments or (mapping is None and is_bank_file(home, data)):
            return take_payments(
                home=home, name=file.name, data=data, on=day, mapping=mapping, save_as=save_mapping
            )
        try:
            received = receive_invoices(
                creditor=home,
                name=file.name,
                data=data,
                on=day,
                mapping=_mapping(home, mapping),
                snapshot=snapshot,
            )
            if save_mapping:
                keep_mapping(creditor=home, name=save_mapping, mapping=received.file.mapping)
        except UnreadableFile as error:
            hint = f" {sentence('read.unknown_bank_list')}" if error.reason.code in _NO_INVOICES else ""
            raise UserError(told(error.reason) + hint) from error
        except MappingError as error:
            raise UserError(str(error)) from error
        _tell(received)
        if received.new:
            _ask(home, received.batch, day, yes)
    return int(bool(received.refused))


def read_bytes(path: Path) -> bytes:
    """Read a file that a person named; what cannot be read is told in one line."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(sentence("import.too_large", file=path, most=MOST_BYTES // 1024**2))
        return path.read_bytes()
    except OSError as error:
        raise UserError(sentence("import.no_file", file=path, why=error.strerror)) from error


def _mapping(home: int, named: Path | None) -> "ColumnMapping | None":
    from betalt.flows.columns import column_mapping
    from betalt.flows.saved_columns import saved_mapping

    if named is None:
        return None
    if named.exists() or named.suffix:
        return column_mapping(text=read_bytes(named).decode("utf-8", "replace"))
    return saved_mapping(creditor=home, name=str(named))


def _tell(received: "Received") -> None:
    from betalt.cli.told import told

    tell("import.read", batch=received.batch, new=received.new, known=received.known)
    for row in received.refused:
        tell("import.refused", line=row.line, column=row.column, why=told(row.reason))
    for note in received.credits:
        tell("import.credit", number=note.number)
    if received.gone:
        tell("import.gone", count=received.gone)


def _ask(home: int, batch: int, day: "date", yes: bool) -> None:
    from betalt.cli.told import decision_lines
    from betalt.flows.day import cases_of_batch, preview
    from betalt.flows.receive import release_batch

    tell("import.would_send", on=day)
    for line in decision_lines(
        preview(creditor=home, keys=cases_of_batch(creditor=home, batch=batch), on=day)
    ):
        typer.echo(line)
    if not yes and sys.stdin.isatty():
        yes = typer.confirm(sentence("import.ask"))
    if yes:
        tell("import.released", cases=release_batch(creditor=home, batch=batch))
    else:
        tell("import.waits", batch=batch)
