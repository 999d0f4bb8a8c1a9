"""A file dropped in the office: kept at once, looked at as often as needed, and taken in when a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from betalt.adapters.files import e_invoice
from betalt.adapters.files.columns import plain_header, recognise
from betalt.adapters.files.invoice_row import InvoiceFile
from betalt.adapters.files.invoices import open_table, read_invoices
from betalt.adapters.files.mapping import Mapping, guess
from betalt.adapters.files.table import UnreadableFile, score_for
from betalt.flows import bank_file
from betalt.flows.columns import ColumnMapping, column_mapping
from betalt.flows.flow import flow
from betalt.flows.look import CannotRead
from betalt.flows.receive import Received, receive_invoices
from betalt.records import files
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.personnummer import masked
from betalt.values.reason import Reason

MOST_BYTES = 50_000_000
FIRST_ROWS = 2_000  # of a long list that are looked at before it is taken in
_LONG, _LONG_PACKED = 300_000, 90_000  # bytes of about so many rows, plain and in a workbook or an archive


class NoSuchUpload(LookupError):
    """The creditor has no such file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list: its header, its first cell, and the field it was taken for."""

    header: str
    sample: str
    field: str  # empty: it is not used


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A list as it would be read: by which mapping, with which rows, or why not at all."""

    name: str
    size: int  # bytes
    columns: tuple[Column, ...]
    mapping: Mapping
    saved_as: str  # name of the saved mapping that was used
    file: InvoiceFile | None
    problem: Reason | None  # why it cannot be read as a whole
    known: frozenset[str]  # numbers of invoices that are here already
    looked_at: int = 0  # its first rows, where the list is so long that the rest is read when it is taken in

    @property
    def new_count(self) -> int:
        """Count the invoices that would come in."""
        rows = self.file.rows if self.file else ()
        return sum(row.kind == "invoice" and row.number not in self.known for row in rows)

    @property
    def new_ore(self) -> int:
        """Sum what is left to pay on the invoices that would come in, in öre."""
        rows = self.file.rows if self.file else ()
        return sum(r.open_ore for r in rows if r.kind == "invoice" and r.number not in self.known)


@flow
def keep_upload(*, creditor: int, name: str, data: bytes, on: date) -> tuple[int, str]:
    """Keep a dropped file; return the id of its row and what it is: `invoices` or `payments`.

    Raises CannotRead for bytes that claim to be a bank's file and are damaged; they are kept all the same.
    """
    try:
        kind = "payments" if bank_file.is_payments(data, creditor=creditor) else "invoices"
    except CannotRead:
        with acting_for([creditor], finishes=False):
            files.keep_source(creditor=creditor, kind="payments", name=name, content=data, on=on)
        raise
    # Kept twice it is kept once; and a bank's file is read after this.
    with acting_for([creditor], finishes=False):
        source, _ = files.keep_source(creditor=creditor, kind=kind, name=name, content=data, on=on)
    return source, kind


def is_long(data: bytes) -> bool:
    """Tell whether a file takes longer to read than a page may take."""
    return len(data) > (_LONG_PACKED if data.startswith(b"PK") else _LONG)


def look_at(*, creditor: int, source: int, mapping: ColumnMapping | None = None) -> Looked:
    """Read a kept list by a mapping, a saved one that fits it, or the headers it has; the walls must be open."""
    kept = kept_upload(creditor=creditor, source=source)
    data = kept.file.content
    if e_invoice.is_e_invoice(data):
        return _read(kept, data, e_invoice.MAPPING, columns=(), saved_as="")
    try:
        headers, first = _head(data)
    except UnreadableFile as error:
        return Looked(
            name=kept.name, size=len(data), columns=(), mapping=mapping or guess(()), saved_as="", file=None,
            problem=error.reason, known=frozenset(),
        )  # fmt: skip
    saved_as = ""
    if mapping is None:
        saved_as, mapping = _saved(creditor, headers) or ("", guess(headers))
    fields = {plain_header(header): field for field, header in mapping.columns.items()}
    columns = tuple(
        Column(header=header, sample=masked(first[at][:60]), field=fields.get(plain_header(header), ""))
        for at, header in enumerate(headers)
        if header
    )
    return _read(kept, data, mapping, columns=columns, saved_as=saved_as)


@flow
def take_in_upload(
    *, creditor: int, source: int, on: date, mapping: ColumnMapping, snapshot: bool = False
) -> Received:
    """Take a kept list in by the mapping it was looked at with; raises NoSuchUpload, UnreadableFile."""
    with acting_for([creditor], finishes=False):
        kept = kept_upload(creditor=creditor, source=source)
        name, data = kept.name, kept.file.content
    by = None if e_invoice.is_e_invoice(data) else mapping
    return receive_invoices(creditor=creditor, name=name, data=data, on=on, mapping=by, snapshot=snapshot)


def kept_upload(*, creditor: int, source: int) -> m.SourceFile:
    """Find a kept list; the walls must be open. Raises NoSuchUpload."""
    found = (
        m.SourceFile.objects.of(creditor).select_related("file").filter(id=source, kind="invoices").first()
    )
    if found is None:
        raise NoSuchUpload(NoSuchUpload.__doc__)
    kept: m.SourceFile = found
    return kept


def _head(data: bytes) -> tuple[Sequence[str], Sequence[str]]:
    table = open_table(data, score=score_for(None))
    cells = next((cells for _, cells, fault in islice(table.records, 20) if fault is None), ())
    return table.headers, [*cells, *[""] * max(0, len(table.headers) - len(cells))]


def _saved(creditor: int, headers: Sequence[str]) -> tuple[str, Mapping] | None:
    """Find the saved mapping whose headers the file has all, and that knows more of them than we guess."""
    here = {plain_header(header) for header in headers}
    best = len(recognise(headers))
    found = None
    saved = m.Mapping.objects.of(creditor).filter(kind="invoices").order_by("name")
    for name, toml in saved.values_list("name", "toml"):
        mapping = column_mapping(text=toml)
        wanted = {plain_header(header) for header in mapping.columns.values()}
        if wanted <= here and len(wanted) >= best:
            found, best = (name, mapping), len(wanted) + 1
    return found


def _read(
    kept: m.SourceFile, data: bytes, mapping: Mapping, *, columns: tuple[Column, ...], saved_as: str
) -> Looked:
    file, problem, most = None, None, FIRST_ROWS if is_long(data) else None
    try:
        seller = m.Creditor.objects.values_list("org_no", flat=True).get(id=kept.creditor_id)
        file = read_invoices(data, mapping=mapping, seller=seller, most=most)
    except UnreadableFile as error:
        problem = error.reason
    numbers = [row.number for row in file.rows] if file else []
    known = m.Invoice.objects.of(kept.creditor_id).filter(number__in=numbers, taken_back_on=None)
    return Looked(
        name=kept.name, size=len(data), columns=columns, mapping=mapping, saved_as=saved_as, file=file,
        problem=problem, known=frozenset(known.values_list("number", flat=True)), looked_at=most or 0,
    )  # fmt: skip
