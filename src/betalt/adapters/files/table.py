"""A table in a file: its headers and its records with their line numbers, whatever kind of file it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

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


Score = Callable[[Sequence[str]], int]  # how many columns that are looked for a row of cells names


def score_for(mapping: Mapping | None) -> Score:
    """Make the score of a row as headers: by a saved mapping, or by every header that is known."""
    if mapping is None:
        return lambda cells: len(recognise(cells))
    wanted = {plain_header(header) for header in mapping.columns.values()}
    return lambda cells: len(wanted & {plain_header(cell) for cell in cells})


def best_header(records: Iterator[Record], score: Score) -> tuple[int, int]:
    """Find the row that scores best as headers: its score, and its place among the records as 0, -1, -2 …"""
    head = islice(records, HEADER_ROWS)
    return max(((score(cells), -at) for at, (_, cells, _) in enumerate(head)), default=(0, 0))


def take_headers(records: Iterator[Record], at: int) -> tuple[str, ...]:
    """Take the records up to the header row (0, -1, -2 …) and give its cells."""
    cells: Sequence[str] = ()
    for _ in range(1 - at):
        _, cells, _ = next(records, (0, (), None))
    return tuple(cell.strip() for cell in cells)
