"""Lists of unpaid invoices, CSV, Excel or e-invoices: good rows go in, bad ones are refused with place and reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from betalt.adapters.files import e_invoice
from betalt.adapters.files.columns import plain_header
from betalt.adapters.files.csv_table import open_csv
from betalt.adapters.files.invoice_reader import InvoiceReader, RowRefused
from betalt.adapters.files.invoice_row import InvoiceFile, InvoiceRow, Problem, RefusedRow
from betalt.adapters.files.mapping import Mapping, guess
from betalt.adapters.files.table import Score, Table, UnreadableFile, score_for
from betalt.adapters.files.xlsx_table import open_xlsx
from betalt.values.reason import Reason

MOST_BYTES = 100_000_000  # a table is read whole; this is half a million invoices
_OTHER_KINDS = (
    (b"%PDF", "PDF"), (b"\xd0\xcf\x11\xe0", "XLS"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"),
    (b"<", "XML"), (b"{", "JSON"), (b"#FLAGGA", "SIE"), (b"\x1f\x8b", "GZIP"), (b"Rar!", "RAR"),
)  # fmt: skip


@dataclass(slots=True)
class _Found:
    mapping: Mapping
    rows: dict[str, tuple[InvoiceRow, Sequence[str]]] = field(default_factory=dict)
    contradicted: dict[str, int] = field(default_factory=dict)  # number -> line of its first row
    references: dict[str, str] = field(default_factory=dict)  # OCR -> number
    refused: list[RefusedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_invoices(
    data: bytes, *, mapping: Mapping | None = None, seller: str = "", most: int | None = None
) -> InvoiceFile:
    """Read a list of unpaid invoices, or e-invoices; raise UnreadableFile when the file as a whole is none.

    `seller` (ten digits) refuses e-invoices that somebody else has sent; `most` reads so many rows and no more.
    """
    if len(data) <= MOST_BYTES and e_invoice.is_e_invoice(data):
        table, mapping = e_invoice.open_e_invoices(data, seller=seller), e_invoice.MAPPING
    else:
        table = open_table(data, score=score_for(mapping), mapping=mapping)
    return read_table(replace(table, records=islice(table.records, most)), mapping=mapping)


def open_table(data: bytes, *, score: Score, mapping: Mapping | None = None) -> Table:
    """Find out from the content what kind of table a file is, and open it."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too_large", megabytes=MOST_BYTES // 1_000_000)
    if not data.strip():
        raise UnreadableFile("empty_file")
    if data.startswith(b"PK\x03\x04"):
        return open_xlsx(data, score=score, sheet=mapping.sheet if mapping else "")
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for magic, kind in _OTHER_KINDS if start.startswith(magic)), None)
    if kind is not None:
        raise UnreadableFile("wrong_kind", kind=kind)
    if mapping is None:
        return open_csv(data, score=score)
    return open_csv(data, score=score, encoding=mapping.encoding, separator=mapping.separator)


def read_table(table: Table, *, mapping: Mapping | None = None) -> InvoiceFile:
    """Read an open table as a list of unpaid invoices."""
    found = _Found(mapping=mapping or guess(table.headers))
    _check_headers(table, found.mapping)
    reader = InvoiceReader(found.mapping, table.headers, day_numbers=table.day_numbers)
    _read_records(table, reader, found)
    named = set(found.mapping.columns.values())
    return InvoiceFile(
        format=table.format,
        mapping=found.mapping,
        rows=tuple(row for row, _ in found.rows.values()),
        refused=tuple(sorted(found.refused, key=lambda refused: refused.line)),
        problems=(*reader.problems, *found.problems),
        unread_columns=tuple(header for header in table.headers if header and header not in named),
    )


def _check_headers(table: Table, mapping: Mapping) -> None:
    seen = ", ".join(header for header in table.headers if header)[:200]
    present = {plain_header(header) for header in table.headers}
    absent = [header for header in mapping.columns.values() if plain_header(header) not in present]
    if absent:
        raise UnreadableFile("headers_absent", absent=", ".join(absent)[:200], headers=seen)
    if not mapping.columns:
        raise UnreadableFile("no_known_kind")
    if mapping.missing:
        raise UnreadableFile("columns_missing", columns=", ".join(mapping.missing), headers=seen)


def _read_records(table: Table, reader: InvoiceReader, found: _Found) -> None:
    for line, cells, fault in table.records:
        if fault is not None:
            _refuse(found, line, cells, reason=fault)
            continue
        try:
            row = reader.read(line, cells)
        except RowRefused as error:
            _refuse(
                found, line, cells, reason=error.reason, column=found.mapping.columns.get(error.field, "")
            )
        else:
            _take(found, row, cells)


def _take(found: _Found, row: InvoiceRow, cells: Sequence[str]) -> None:
    number = row.number
    if number in found.contradicted:
        _refuse_repeated(found, row.line, cells, code="contradicted", first=found.contradicted[number])
    elif number in found.rows:
        _take_again(found, row, cells)
    else:
        found.rows[number] = (row, cells)
        if row.reference and found.references.setdefault(row.reference, number) != number:
            params = (("number", found.references[row.reference]), ("reference", row.reference))
            reason = Reason(code="read.same_reference", params=params)
            column = found.mapping.columns["reference"]
            found.problems.append(Problem(line=row.line, column=column, reason=reason))


def _take_again(found: _Found, row: InvoiceRow, cells: Sequence[str]) -> None:
    first, first_cells = found.rows[row.number]
    if row._replace(line=first.line) == first:
        _refuse_repeated(found, row.line, cells, code="repeated", first=first.line)
        return
    # Nobody can tell which of two different rows is right, so neither is chased.
    del found.rows[row.number]
    found.contradicted[row.number] = first.line
    _refuse_repeated(found, first.line, first_cells, code="contradicted", first=row.line)
    _refuse_repeated(found, row.line, cells, code="contradicted", first=first.line)


def _refuse_repeated(found: _Found, line: int, cells: Sequence[str], *, code: str, first: int) -> None:
    reason = Reason(code=f"read.{code}", params=(("line", str(first)),))
    _refuse(found, line, cells, reason=reason, column=found.mapping.columns.get("number", ""))


def _refuse(found: _Found, line: int, cells: Sequence[str], *, reason: Reason, column: str = "") -> None:
    found.refused.append(RefusedRow(line=line, column=column, reason=reason, cells=tuple(cells)))
