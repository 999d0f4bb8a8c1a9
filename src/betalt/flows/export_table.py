"""Cases, customers, payments, letters and the journal are taken out as a table, as long work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from betalt.adapters.files.sheet import Cell, Ore, write_csv
from betalt.adapters.files.workbook import write_xlsx
from betalt.flows.long_work import Chunk, Going, WorkFailed
from betalt.records import files
from betalt.records.queries.exports import TABLES, columns_of, rows_of
from betalt.values.reason import Reason
from betalt.words import Language, say

KIND: Final = "export"
FORMS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WHAT: Final = tuple(TABLES)


def chunk(going: Going) -> Chunk:
    """Write the whole table in one chunk: 100,000 rows take a few seconds, and it is as of one moment."""
    what, form = str(going.arguments.get("what")), str(going.arguments.get("form"))
    language: Language = "en" if going.arguments.get("language") == "en" else "sv"
    if what not in TABLES or form not in FORMS:
        raise WorkFailed(Reason(code="flows.no_such_export"))
    columns = columns_of(what)
    headers = [_header(name, language) for name in columns]
    rows = _Counted(_cells(rows_of(creditor=going.creditor, what=what), columns))
    title = say(Reason(code=f"export.{what}"), language=language)
    made = (
        write_csv(headers=headers, rows=rows)
        if form == "csv"
        else write_xlsx(title=title, headers=headers, rows=rows)
    )
    file = files.keep(creditor=going.creditor, content=made, media_type=FORMS[form])
    count = rows.count
    return Chunk(done=count, total=count, result={"rows": count, "form": form, "what": what}, file=file)


class _Counted:
    """Rows that are counted as they pass, since none of them is kept."""

    def __init__(self, rows: Iterator[list[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _header(name: str, language: Language) -> str:
    return say(Reason(code=f"export.column_{name.removeprefix('sealed_')}"), language=language)


def _cells(rows: Iterator[tuple[Any, ...]], columns: tuple[str, ...]) -> Iterator[list[Cell]]:
    sums = [name.endswith("_ore") for name in columns]
    for row in rows:
        yield [
            Ore(cell) if is_sum and cell is not None else cell for cell, is_sum in zip(row, sums, strict=True)
        ]
