"""Opens a workbook whose texts are read as they are asked for: its first rows need not wait for its last text."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_ITEM, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))
_ESCAPED: Final = "x005F_"  # a sign that Excel writes before what only looks like an escape


def open_workbook(data: bytes) -> "Workbook":
    """Open a workbook to read the computed values of its cells, row by row."""
    reader = _Reader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    book: Workbook = reader.wb
    return book


class _Reader(ExcelReader):
    """A reader of workbooks that does not read all texts before the first row."""

    def read_strings(self) -> None:
        """Find the texts that cells share."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # the stubs leave it out
        if part is not None:
            self.shared_strings: Any = _Texts(self.archive.open(part.PartName[1:]))


class _Texts:
    """The texts that cells share, read as far as somebody has asked (ECMA-376 part 1, 18.4)."""

    def __init__(self, source: Any) -> None:
        self._known: list[str] = []
        self._more = _read(source)

    def __getitem__(self, place: int) -> str:
        while place >= len(self._known):
            self._known.append(next(self._more))
        return self._known[place]


def _read(source: Any) -> Iterator[str]:
    for _, node in iterparse(source):
        if node.tag == _ITEM:
            text = "".join(_parts(node))
            node.clear()
            yield text.replace(_ESCAPED, "")
    raise IndexError("a cell names a text that the workbook does not have")


def _parts(item: Any) -> Iterator[str]:
    """Give the pieces of a text: it is plain, or in runs; how it is pronounced is no part of it."""
    for child in item:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _RUN:
            yield from (part.text or "" for part in child if part.tag == _TEXT)
