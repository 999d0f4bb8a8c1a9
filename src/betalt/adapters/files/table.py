"""A table in a file: its headers and its records with their line numbers, whatever kind of file it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from betalt.adapters.files.columns import plain_header, recognise
from betalt.adapters.files.mapping import Mapping
from betalt.values.reason import Reason

Record = tuple[int, Sequence[str], Reason | None]
HEADER_ROWS = 30  # exports put a title and a few lines about the list above the headers


class UnreadableFile(Exception):
    """A file as a whole cannot be read; the reason says why and, where it can, which line."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the reason: a code of words/<language>/read.toml and its particulars."""
        self.reason = Reason(
            code=f"read.{code}", params=tuple((name, str(value)) for name, value in params.items())
        )
        super().__init__(self.reason.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headers of a table and what stands below them, read once."""

    format: str
    headers: tuple[str, ...]
    records: Iterator[Record]
    day_numbers: bool = False  # bare numbers in a day column count days, as spreadsheets do


def header_score(cells: Iterable[str], *, mapping: Mapping | None) -> int:
    """Tell how many columns that we look for a row of cells names."""
    if mapping is None:
        return len(recognise(cells))
    named = {plain_header(cell) for cell in cells}
    return sum(plain_header(header) in named for header in set(mapping.columns.values()))
