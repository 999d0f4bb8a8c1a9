"""Plain markup cut into pieces, each one transaction or the rest of an entry, as a table from path to text.

A bank's program writes the same markup over and over with other texts in it. So each layout of tags is taken apart
once, tag by tag, and becomes a regular expression whose groups are the texts; the pieces that follow cost one
match. A piece that matches no known layout is taken apart the long way, so nothing is ever assumed.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from betalt.adapters.bank.camt_plain import Text
from betalt.adapters.bank.untrusted import UntrustedFile

_STATEMENTS = ("Stmt", "Ntfctn", "Rpt")
_ENDS = ("TxDtls", "Ntry", *_STATEMENTS)
_BASES = {"TxDtls": "TxDtls", "Ntry": "Ntry", "GrpHdr": "GrpHdr", **dict.fromkeys(_STATEMENTS, "Stmt")}
_BLOCK = 1 << 17
_LONGEST = 1 << 20  # characters of one piece: a thousand times what a bank writes
_DEEPEST = 40
_LAYOUTS = 256  # more than any bank's program has
_CUT = re.compile(rf"</(?:[\w.-]+:)?(?:{'|'.join(_ENDS)})\s*>")
_TAIL = re.compile(r"\s*</(?:[\w.-]+:)?NtryDtls\s*>\s*</(?:[\w.-]+:)?Ntry\s*>")
_TOKEN = re.compile(
    r"<(?P<end>/?)(?:[\w.-]+:)?(?P<name>[\w.-]+)"
    r"(?P<attributes>(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/?)>"
)
_TEXT = re.compile(r"[^<]*")
_CURRENCY = re.compile(r"""\sCcy\s*=\s*["']([^"']*)["']""")
_BAD_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")


class Piece(NamedTuple):
    """A stretch of a file up to the end of a transaction, entry or statement."""

    line: int  # where its transaction or entry begins
    ends: str  # TxDtls, Ntry or Stmt; empty at the end of the file
    opens_entry: bool
    has_head: bool  # it says something of the statement itself
    has_transaction: bool
    keys: tuple[str, ...]  # the paths of its layout: the same object for every piece of one layout
    texts: dict[str, str]  # "Ntry/Amt", "Ntry/Amt@Ccy", "TxDtls/RmtInf/Strd.2/CdtrRefInf/Ref"


class _Layout(NamedTuple):
    after: tuple[str, ...]  # what is open where it ends
    opens_entry: bool
    has_head: bool
    has_transaction: bool
    ends: str
    keys: tuple[str, ...]
    mark: int  # the group where its transaction or entry begins
    pattern: re.Pattern[str] | None


class Markup:
    """A file of plain markup, read piece by piece."""

    def __init__(self, file: Text) -> None:
        """Begin at the start of a file."""
        self._file = file
        self._buffer, self._at, self._line = "", 0, 1
        self._open: tuple[str, ...] = ()
        self.root: tuple[str, ...] = ()  # the elements around the group header
        self._layouts: dict[tuple[tuple[str, ...], int], list[_Layout]] = {}
        self._known: dict[str, int] = {}  # skeleton -> how often it was met
        self._follows: dict[tuple[str, ...], _Layout] = {}  # what came last where this was open

    def pieces(self) -> Iterator[Piece]:
        """Give each piece; raise UntrustedFile where the markup does not hold together."""
        while True:
            guess = self._follows.get(self._open)
            found = guess.pattern.match(self._buffer, self._at) if guess and guess.pattern else None
            if guess is not None and found is not None:
                yield self._piece(guess, found.groups(), found.end(), found.start(guess.mark))
                continue
            end = self._next_cut()
            if end is None:
                break
            yield self._unguessed(end)
        yield self._rest()

    def _unguessed(self, end: int) -> Piece:
        key = (self._open, self._buffer.count("<", self._at, end))
        for layout in self._layouts.get(key, ()):
            found = layout.pattern.match(self._buffer, self._at, end) if layout.pattern else None
            if found is not None:
                self._follows[self._open] = layout
                return self._piece(layout, found.groups(), end, found.start(layout.mark))
        start = self._open
        layout, texts, mark = self._take_apart(end)
        if layout.pattern is not None:
            self._layouts.setdefault(key, []).append(layout)
            self._follows[start] = layout
        return self._piece(layout, texts, end, mark)

    def _piece(self, layout: _Layout, texts: tuple[str, ...], end: int, mark: int) -> Piece:
        start, buffer = self._at, self._buffer
        line = self._line + buffer.count("\n", start, mark)
        self._at, self._open, self._line = end, layout.after, line + buffer.count("\n", mark, end)
        table = dict(zip(layout.keys, texts, strict=True))
        if buffer.find("&", start, end) >= 0:
            table = {key: _unescaped(text, line) for key, text in table.items()}
        _, opens_entry, has_head, has_transaction, ends, keys, _, _ = layout
        return Piece(line, ends, opens_entry, has_head, has_transaction, keys, table)

    def _next_cut(self) -> int | None:
        while (cut := _CUT.search(self._buffer, self._at)) is None:
            if len(self._buffer) - self._at > _LONGEST:
                raise UntrustedFile("xml_too_long", line=self._line)
            block = self._file.read(_BLOCK)
            if not block:
                return None
            self._buffer, self._at = self._buffer[self._at :] + block, 0
        # A lone transaction is taken together with the end of its entry.
        end = cut.end()
        tail = _TAIL.match(self._buffer, end)
        return tail.end() if tail else end

    def _rest(self) -> Piece:
        end = len(self._buffer)
        layout, texts, mark = self._take_apart(end)
        if layout.after:
            raise UntrustedFile("xml_truncated", line=self._line, tag=layout.after[-1])
        return self._piece(layout, texts, end, mark)

    def _take_apart(self, end: int) -> tuple[_Layout, tuple[str, ...], int]:
        apart = _Apart(self._buffer[self._at : end], self._open, self._line)
        apart.run()
        self.root = self.root or apart.root
        layout = _Layout(
            after=tuple(apart.open),
            opens_entry=apart.opens_entry,
            has_transaction=apart.has_transaction,
            has_head=any(key.startswith("Stmt/") for key in apart.keys),
            ends=apart.ends,
            keys=tuple(apart.keys),
            mark=apart.mark,
            pattern=self._learned("".join(apart.pattern)) if apart.is_regular else None,
        )
        return layout, tuple(apart.texts), self._at + apart.marked_at

    def _learned(self, skeleton: str) -> re.Pattern[str] | None:
        # What was met once is not worth a pattern; a file made to exhaust the memory is read the long way.
        if skeleton not in self._known and len(self._known) >= _LAYOUTS:
            return None
        self._known[skeleton] = met = self._known.get(skeleton, 0) + 1
        return re.compile(skeleton) if met == 2 else None


class _Apart:
    """One piece taken apart tag by tag."""

    def __init__(self, text: str, open_: tuple[str, ...], line: int) -> None:
        self.text, self.line = text, line
        self.open = list(open_)
        self.paths = _paths(open_)
        self.root: tuple[str, ...] = ()
        self.keys: list[str] = []
        self.texts: list[str] = []
        self.pattern = [r"\s*"]
        self.is_regular = True
        self.opens_entry = False
        self.has_transaction = False
        self.ends = ""
        self.mark = self.marked_at = 0
        self._met: dict[str, int] = {}

    def run(self) -> None:
        """Take every tag and text in turn."""
        at = len(self._text_at(0))
        self._hold_blank(self.text[:at])
        while at < len(self.text):
            tag = _TOKEN.match(self.text, at)
            if tag is None:
                raise self._broken(at, self.text[at : at + 30])
            at = tag.end()
            if tag["end"]:
                self._close(tag)
            else:
                at = self._start(tag)
            between = self._text_at(at)
            self._hold_blank(between)
            self.pattern.append(r"\s*")
            at += len(between)

    def _text_at(self, at: int) -> str:
        found = _TEXT.match(self.text, at)
        return found[0] if found else ""

    def _hold_blank(self, text: str) -> None:
        # Text between elements says nothing in these messages, but what has it cannot be a layout.
        self.is_regular = self.is_regular and not text.strip()

    def _start(self, tag: re.Match[str]) -> int:
        name, at = tag["name"], tag.end()
        self._push(name, tag.start())
        self._add_tag(tag)
        if tag["empty"]:
            self._pop()
            return at
        text = self._text_at(at)
        closing = _TOKEN.match(self.text, at + len(text))
        if closing is not None and closing["end"] and closing["name"] == name:
            self.keys.append(self.paths[-1])
            self.texts.append(text)
            self.pattern.append(f"([^<]*){re.escape(closing[0])}")
            self._pop()
            return closing.end()
        return at

    def _push(self, name: str, at: int) -> None:
        if len(self.open) >= _DEEPEST:
            raise self._broken(at, name)
        if name == "GrpHdr":
            self.root = tuple(self.open)
        if name in {"Ntry", "TxDtls"}:
            self._mark(at)
        self.opens_entry = self.opens_entry or name == "Ntry"
        parent = self.paths[-1] if self.paths else ""
        path = f"{parent}/{name}" if parent else name
        self._met[path] = count = self._met.get(path, 0) + 1
        self.open.append(name)
        self.paths.append(_BASES.get(name) or (f"{path}.{count}" if count > 1 else path))

    def _mark(self, at: int) -> None:
        self.keys.append("")
        self.texts.append("")
        self.pattern.append("()")
        self.mark, self.marked_at = len(self.keys), at

    def _add_tag(self, tag: re.Match[str]) -> None:
        currency = _CURRENCY.search(tag["attributes"])
        if currency is None:
            self.pattern.append(re.escape(tag[0]))
            return
        offset = tag.start("attributes") - tag.start()
        first, last = offset + currency.start(1), offset + currency.end(1)
        self.pattern.append(f"{re.escape(tag[0][:first])}([^\"'<]*){re.escape(tag[0][last:])}")
        self.keys.append(f"{self.paths[-1]}@Ccy")
        self.texts.append(currency[1])

    def _close(self, tag: re.Match[str]) -> None:
        name = tag["name"]
        if not self.open or self.open[-1] != name:
            raise self._broken(tag.start(), f"</{name}>")
        self._pop()
        self.pattern.append(re.escape(tag[0]))
        self.has_transaction = self.has_transaction or name == "TxDtls"
        if name in _ENDS:
            self.ends = _BASES[name]

    def _pop(self) -> None:
        self.open.pop()
        self.paths.pop()

    def _broken(self, at: int, near: str) -> UntrustedFile:
        line = self.line + self.text.count("\n", 0, at)
        return UntrustedFile("xml_broken", line=line, detail=" ".join(near.split())[:60])


def _paths(open_: tuple[str, ...]) -> list[str]:
    paths: list[str] = []
    for name in open_:
        parent = paths[-1] if paths else ""
        paths.append(_BASES.get(name) or (f"{parent}/{name}" if parent else name))
    return paths


def _unescaped(text: str, line: int) -> str:
    if _BAD_ENTITY.search(text):
        raise UntrustedFile("xml_broken", line=line, detail=text[:60])
    return unescape(text)
