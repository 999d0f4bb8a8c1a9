"""Tables that people take out: CSV or Excel, in which no text can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

Cell = str | int | date | None
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST = 32_000  # characters that a cell of a workbook holds


class Ore(int):
    """A sum in öre, written as kronor."""


def write_csv(*, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as CSV that Swedish spreadsheets open: semicolons, decimal comma, UTF-8 with its mark.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow(headers)
    for row in rows:
        sheet.writerow([_plain(cell) for cell in row])
    return ("\ufeff" + text.getvalue()).encode()


def write_xlsx(*, title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as a workbook; sums are numbers, days are days, and every text is kept as text."""
    from openpyxl import Workbook  # noqa: PLC0415 -- a fifth of a second that CSV need not pay

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, header) for header in headers])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Ore):
        return f"{'-' if cell < 0 else ''}{abs(cell) // 100},{abs(cell) % 100:02d}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) and not isinstance(cell, int) else text


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    if isinstance(value, Ore):
        made = WriteOnlyCell(sheet, value=value / 100)
        made.number_format = "#,##0.00"
        return made
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    made = WriteOnlyCell(sheet, value=_printable(value))
    made.data_type = "s"
    return made


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")[:_MOST]
