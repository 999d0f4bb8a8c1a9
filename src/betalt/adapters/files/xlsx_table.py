"""Excel workbooks (.xlsx): the computed values of the first sheet that looks like a list of invoices.

A workbook is a zip of XML, so its unpacked size is checked before anything is unpacked.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from betalt.adapters.files.table import Record, Score, Table, UnreadableFile, best_header, take_headers

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

UNPACKED_LIMIT = 400_000_000
_MEMBERS = 2_000
_COLUMNS = 200  # a sheet may claim 16,384 columns in every row
_EXCEL_DIGITS = 10**15  # Excel keeps 15 digits of a number; longer ones have lost their end


def open_xlsx(data: bytes, *, score: Score, sheet: str = "") -> Table:
    """Find the sheet and the header row, and read the records below it."""
    _refuse_bombs(data)
    book = _workbook(data)
    sheets = [sheet] if sheet else book.sheetnames
    heads = [(best_header(_records(book, each), score), each) for each in sheets]
    (_, at), found = max(heads, key=lambda head: head[0], default=((0, 0), ""))
    records = _records(book, found)
    headers = take_headers(records, at)
    # Workbooks that count from 1904 are too rare to tell their bare numbers apart from the others'.
    return Table(format="xlsx", headers=headers, records=records, day_numbers=book.epoch.year < 1904)


def _refuse_bombs(data: bytes) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile("broken_workbook") from None
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise UnreadableFile("wrong_kind", kind="ZIP")
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise UnreadableFile("unpacks_too_large", megabytes=UNPACKED_LIMIT // 1_000_000)


def _workbook(data: bytes) -> "Workbook":
    from betalt.adapters.files.xlsx_strings import (  # noqa: PLC0415 -- a fifth of a second that CSV need not pay
        open_workbook,
    )

    try:
        return open_workbook(data)
    except Exception as error:
        # The library lets the errors of zip, XML and its own schema through as they come.
        raise UnreadableFile("broken_workbook") from error


def _records(book: "Workbook", sheet: str) -> Iterator[Record]:
    if sheet not in book.sheetnames:
        raise UnreadableFile("no_such_sheet", sheet=sheet[:60])
    for line, values in enumerate(_rows(book, sheet), start=1):
        if any(value is not None for value in values):
            yield line, [_text(value) for value in values], None


def _rows(book: "Workbook", sheet: str) -> Iterable[Sequence[object]]:
    page = book[sheet]
    # Some programs write a wrong extent, and openpyxl would stop there.
    page.reset_dimensions()
    try:
        yield from page.iter_rows(max_col=_COLUMNS, values_only=True)
    except Exception as error:
        raise UnreadableFile("broken_workbook") from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXCEL_DIGITS:
        return f"{value:.6e}"
    return str(value)
