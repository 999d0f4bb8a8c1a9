"""Files of 80-character records, also as they come in real life: BOM, wrong encoding, no line ends, trimmed ends."""

import codecs
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from betalt.adapters.bank.untrusted import UntrustedFile

LENGTH = 80
_BLOCK = 1 << 16
_LONGEST_LINE = 4_000
_CTRL_Z = "\x1a"  # MS-DOS put it at the end of a text file


def records(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    """Give each record's number (from 1) and text, padded to 80 characters; blank ones are passed over."""
    stream.seek(0)
    encoding = "utf-8-sig" if _is_utf8(stream) else "latin-1"
    stream.seek(0)
    before = 0
    for lines in _lines(_texts(stream, encoding)):
        for number, record in enumerate(lines, start=before + 1):
            # A payment's row begins with a digit and is whole: nearly all of a million are.
            if len(record) == LENGTH and record[0] > " ":
                yield number, record
            elif record and not record.isspace():
                yield number, record.ljust(LENGTH)
        before += len(lines)


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _texts(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    while block := stream.read(_BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _lines(texts: Iterator[str]) -> Iterator[list[str]]:
    head = next(texts)
    if not 0 <= head.find("\n") < 2 * LENGTH:
        yield from _cut(head, texts)
        return
    waiting, number, has_tab = head, 0, "\t" in head
    for text in chain(("",), texts):
        *lines, waiting = (waiting + text).split("\n")
        number += len(lines)
        if len(waiting) > _LONGEST_LINE or max(map(len, lines), default=0) > _LONGEST_LINE:
            raise UntrustedFile("line_too_long", line=number, length=_LONGEST_LINE)
        # Some editor put tabs for blanks; eight-column stops give the positions back.
        yield [line.expandtabs() for line in lines] if "\t" in text or has_tab else lines
        has_tab = "\t" in waiting
    yield [waiting.rstrip(_CTRL_Z).expandtabs()]


def _cut(head: str, texts: Iterator[str]) -> Iterator[list[str]]:
    # No line ends: records follow each other every 80 characters.
    waiting = ""
    for text in chain((head,), texts):
        waiting += text.replace("\n", "")
        whole = len(waiting) - len(waiting) % LENGTH
        yield [waiting[start : start + LENGTH].expandtabs() for start in range(0, whole, LENGTH)]
        waiting = waiting[whole:]
    yield [waiting.rstrip(_CTRL_Z).expandtabs()]
