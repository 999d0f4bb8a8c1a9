"""Comma-separated files and their kin: encodings and separators found from the content, broken rows named.

RFC 4180 quoting is held strictly: a quote that is never closed would otherwise swallow the rows after it.
"""

import csv
import io
import re
from collections.abc import Iterator

from betalt.adapters.files.table import Record, Score, Table, UnreadableFile, best_header, take_headers
from betalt.values.reason import Reason

_SEPARATORS = ";\t,|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MISREAD = re.compile(
    "Ã[¥¤¶©…„–\u0085\u0084\u0096]"
)  # å ä ö é Å Ä Ö in UTF-8, read as something else and saved
_DOS = re.compile("[A-Za-z][†„”][a-z]|[a-z][†„”]")  # å ä ö of code page 437 and 850, seen as cp1252
_HEAD_CHARACTERS = 65_536


def open_csv(data: bytes, *, score: Score, encoding: str = "", separator: str = "") -> Table:
    """Find encoding, separator and header row, and read the records below it."""
    text = decode(data, encoding=encoding)
    told, skipped = _separator_line(text)
    head = text[:_HEAD_CHARACTERS]
    heads = [(best_header(_records(head, each), score), each) for each in separator or told or _SEPARATORS]
    (_, at), separator = max(heads, key=lambda found: found[0])
    records = _records(text, separator)
    headers = take_headers(records, min(at, -skipped))
    if not text.endswith(("\n", "\r")):
        records = _with_cut_end(records, width=len(headers))
    return Table(format="csv", headers=headers, records=records)


def decode(data: bytes, *, encoding: str = "") -> str:
    """Turn bytes into text: BOM, UTF-8 or cp1252; refuse what would give wrong letters."""
    named = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if not named.startswith("utf-16") and b"\0" in data:
        raise UnreadableFile("nul_bytes", line=data[: data.index(b"\0")].count(b"\n") + 1)
    if named:
        return _decoded(data, named)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252")
        _refuse_if(text, _DOS, "old_encoding")
    _refuse_if(text, _MISREAD, "misread_letters")
    _refuse_if(text, re.compile("\ufffd"), "misread_letters")
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise UnreadableFile("unknown_encoding", encoding=encoding[:40]) from None
    except UnicodeDecodeError as error:
        raise UnreadableFile("wrong_encoding", line=data[: error.start].count(b"\n") + 1) from None


def _refuse_if(text: str, pattern: re.Pattern[str], code: str) -> None:
    found = pattern.search(text)
    if found is not None:
        raise UnreadableFile(code, line=text.count("\n", 0, found.start()) + 1, letters=found[0])


def _separator_line(text: str) -> tuple[str, int]:
    # Excel's own hint, a first line "sep=;", is no part of the table.
    hint = re.match("sep=(.)\r?\n", text)
    return (hint[1], 1) if hint else ("", 0)


def _records(text: str, separator: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            params = (("first", str(first)), ("last", str(reader.line_num)))
            yield first, (), Reason(code="read.broken_quotes", params=params)
            continue
        if any(cells):
            yield first, cells, None


def _with_cut_end(records: Iterator[Record], *, width: int) -> Iterator[Record]:
    # A file that was cut off in the middle ends in a row that is too short and has no line end.
    waiting: Record | None = None
    for record in records:
        if waiting is not None:
            yield waiting
        waiting = record
    if waiting is not None:
        line, cells, fault = waiting
        is_cut = fault is None and len(cells) < width
        yield line, cells, Reason(code="read.cut_row") if is_cut else fault
