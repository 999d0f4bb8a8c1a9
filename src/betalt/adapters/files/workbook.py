"""Writes a table as a workbook (Office Open XML, ECMA-376), row by row: a general library takes ten times as long."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from betalt.adapters.files.sheet import Cell, Ore

MOST_ROWS: Final = 1_000_000  # of one sheet; Excel holds 1,048,576
_MOST_SIGNS = 32_000  # that a cell holds
_TOGETHER = 1_000  # rows that are written at once
_NO_DAY = date(1899, 12, 30)  # from which spreadsheets count days
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="4" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SUM, _DAY = 1, 2  # places among the styles


def write_xlsx(*, title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as a workbook; sums are numbers, days are days, and every text is kept as text.

    What one sheet does not hold goes on in the next.
    """
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=3) as book:
        count = 0
        for part in _parts(iter(rows)):
            count += 1
            with book.open(f"xl/worksheets/sheet{count}.xml", "w") as sheet:
                sheet.writelines(text.encode() for text in _sheet(headers, part))
        for name, text in _frame(title, count):
            book.writestr(name, text)
    return made.getvalue()


def _parts(rows: Iterator[Sequence[Cell]]) -> Iterator[Iterator[Sequence[Cell]]]:
    """Give the rows sheet by sheet; there is always one, if only with headers."""
    yield islice(rows, MOST_ROWS)
    for first in rows:
        yield chain([first], islice(rows, MOST_ROWS - 1))


def _sheet(headers: Sequence[str], rows: Iterator[Sequence[Cell]]) -> Iterator[str]:
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>{_row(headers)}'
    )
    while some := list(islice(rows, _TOGETHER)):
        yield "".join(map(_row, some))
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, Ore):
        return f'<c s="{_SUM}"><v>{cell / 100:.2f}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{int(cell)}</v></c>"
    if isinstance(cell, date):
        return f'<c s="{_DAY}"><v>{(cell - _NO_DAY).days}</v></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'


def _text(text: str) -> str:
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    return escape(text[:_MOST_SIGNS])


def _frame(title: str, count: int) -> Iterator[tuple[str, str]]:
    """Write what holds the sheets together."""
    numbers = range(1, count + 1)
    names = [title[:31], *(f"{title[:27]} {number}" for number in numbers[1:])]
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    links = "".join(_link(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    yield "xl/_rels/workbook.xml.rels", _links(links + _link("styles", "styles", "styles.xml"))
    yield "_rels/.rels", _links(_link("book", "officeDocument", "xl/workbook.xml"))
    yield "xl/styles.xml", _STYLES
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    named = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPES}{kind}+xml"/>' for part, kind in parts.items()
    )
    kinds = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    yield "[Content_Types].xml", f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{kinds}{named}</Types>'


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
