"""The lines of a SIE file as records: encodings, quotes and object lists."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from betalt.adapters.sie.model import Finding, UnreadableSie, reason
from betalt.values.reason import Reason

Field = str | tuple[str, ...]  # a tuple is an object list: {1 "456"}

PC8 = "cp437"
_FIELD = re.compile(
    r'"(?P<quoted>(?:\\"|[^"])*+)(?P<quote>"?)'
    r'|\{(?P<listed>(?:"(?:\\"|[^"])*+"|[^"}])*+)(?P<brace>\}?)'
    r"|(?P<bare>[^ \t]+)"
)
# å ä ö Å Ä Ö é as the bytes of each encoding: the format demands the first, some programs write the second.
_PC8_LETTERS = b"\x86\x84\x94\x8f\x8e\x99\x82"
_WINDOWS_LETTERS = b"\xe5\xe4\xf6\xc5\xc4\xd6\xe9"
_LOST = "\ufffd".encode()
_UTF8_MARK = b"\xef\xbb\xbf"
_END_OF_DOS_FILE = b"\x1a"
_CONTROLS = bytes(set(range(32)) - set(b"\t\r\n")) + b"\x7f"
_FIRST_CONTROL = re.compile(b"[" + re.escape(_CONTROLS) + b"]")
_FIRST_FOREIGN = re.compile(b"[\x80-\xff]")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its label (or a brace by itself), its fields, and what is wrong with it as a line."""

    line: int
    label: str
    fields: tuple[Field, ...] = ()
    fault: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The bytes of a file, the encoding they turned out to be in, and what was noted of them."""

    data: bytes
    encoding: str
    notes: tuple[Finding, ...]


def open_text(data: bytes) -> Text:
    """Find the encoding: PC8 as the format demands, else UTF-8 or Windows, which is noted."""
    data = data.rstrip(_END_OF_DOS_FILE)
    if not data.strip():
        raise UnreadableSie("empty")
    if b"\0" in data:
        raise UnreadableSie("not_sie", line=_line_of(data, data.index(b"\0")))
    encoding = _encoding(data)
    notes = tuple(_noted(data, encoding))
    data = data.removeprefix(_UTF8_MARK).translate(None, _CONTROLS)
    return Text(data=data if b"\n" in data else data.replace(b"\r", b"\n"), encoding=encoding, notes=notes)


def read_records(text: Text) -> Iterator[Record]:
    """Read a file line by line; empty lines are passed over."""
    for line, raw in enumerate(io.BytesIO(text.data), start=1):
        written = raw.decode(text.encoding, errors="replace").strip(" \t\r\n")
        if written in {"{", "}"}:
            yield Record(line, written)
        elif written.startswith("#"):
            yield _record(line, written)
        elif written:
            yield Record(line, "", fault=reason("not_a_record", written=written[:_SHOWN]))


def _encoding(data: bytes) -> str:
    if data.isascii():
        return PC8
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pc8, windows = (sum(map(data.count, letters)) for letters in (_PC8_LETTERS, _WINDOWS_LETTERS))
        return PC8 if pc8 >= windows else "cp1252"
    return "utf-8"


def _noted(data: bytes, encoding: str) -> Iterator[Finding]:
    foreign = _FIRST_FOREIGN.search(data)
    if foreign is not None and encoding != PC8:
        yield Finding(line=_line_of(data, foreign.start()), why=reason("other_encoding", encoding=encoding))
    if encoding == "utf-8" and (lost := data.count(_LOST)):
        yield Finding(line=_line_of(data, data.index(_LOST)), why=reason("letters_lost", count=lost))
    control = _FIRST_CONTROL.search(data)
    if control is not None:
        yield Finding(line=_line_of(data, control.start()), why=reason("control_characters"))


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _record(line: int, written: str) -> Record:
    label, _, rest = written.replace("\t", " ", 1).partition(" ")
    fields: list[Field] = []
    fault = None
    for found in _FIELD.finditer(rest):
        if found["bare"] is not None:
            fields.append(found["bare"])
        elif found["listed"] is not None:
            fields.append(tuple(map(_text, _FIELD.finditer(found["listed"]))))
            fault = fault or (None if found["brace"] else reason("broken_list", label=label))
        else:
            fields.append(_text(found))
            fault = fault or (None if _is_closed(found) else reason("broken_quotes", label=label))
    return Record(line, label, tuple(fields), fault)


def _text(found: re.Match[str]) -> str:
    quoted: str | None = found["quoted"]
    if quoted is None:
        return found["bare"] or ""
    if not found["quote"] and quoted.endswith('\\"'):
        quoted = quoted[:-1]
    return quoted.replace('\\"', '"')


def _is_closed(found: re.Match[str]) -> bool:
    # A folder's name often stands in #FNR: the backslash before the last quote is its own, not an escape.
    return bool(found["quote"]) or found["quoted"].endswith('\\"')
