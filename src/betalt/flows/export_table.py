"""Cases, customers, payments, letters and the journal are taken out as a table, as long work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from betalt.adapters.files.sheet import Cell, Ore, write_csv, write_xlsx
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
    rows = list(_cells(rows_of(creditor=going.creditor, what=what), columns))
    title = say(Reason(code=f"export.{what}"), language=language)
    made = (
        write_csv(headers=headers, rows=rows)
        if form == "csv"
        else write_xlsx(title=title, headers=headers, rows=rows)
    )
    file = files.keep(creditor=going.creditor, content=made, media_type=FORMS[form])
    return Chunk(
        done=len(rows), total=len(rows), result={"rows": len(rows), "form": form, "what": what}, file=file
    )


def _header(name: str, language: Language) -> str:
    return say(Reason(code=f"export.column_{name.removeprefix('sealed_')}"), language=language)


def _cells(rows: Iterator[tuple[Any, ...]], columns: tuple[str, ...]) -> Iterator[list[Cell]]:
    sums = [name.endswith("_ore") for name in columns]
    for row in rows:
        yield [
            Ore(cell) if is_sum and cell is not None else cell for cell, is_sum in zip(row, sums, strict=True)
        ]
