"""Tables that people take out: CSV or Excel, in which no text can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

Cell = str | int | date | None
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Ore):
        return f"{'-' if cell < 0 else ''}{abs(cell) // 100},{abs(cell) % 100:02d}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) and not isinstance(cell, int) else text
