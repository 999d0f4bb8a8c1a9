"""Files of 80-character records, also as they come in real life: BOM, wrong encoding, no line ends, trimmed ends."""

import codecs
import io
from collections.abc import Iterator
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
    text = io.TextIOWrapper(stream, encoding=encoding)
    try:
        for number, record in enumerate(_lines(text), start=1):
            if record and not record.isspace():
                # Some editor put tabs for blanks; eight-column stops give the positions back.
                yield number, (record.expandtabs() if "\t" in record else record).ljust(LENGTH)
    finally:
        text.detach()


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    head = text.read(_BLOCK)
    if not 0 <= head.find("\n") < 2 * LENGTH:
        yield from _cut(head, text)
        return
    waiting, number = "", 0
    while head:
        *lines, waiting = (waiting + head).split("\n")
        number += len(lines)
        if len(waiting) > _LONGEST_LINE or max(map(len, lines), default=0) > _LONGEST_LINE:
            raise UntrustedFile("line_too_long", line=number, length=_LONGEST_LINE)
        yield from lines
        head = text.read(_BLOCK)
    yield waiting.rstrip(_CTRL_Z)


def _cut(block: str, text: io.TextIOWrapper) -> Iterator[str]:
    # No line ends: records follow each other every 80 characters.
    waiting = ""
    while block:
        waiting += block.replace("\n", "")
        whole = len(waiting) - len(waiting) % LENGTH
        for start in range(0, whole, LENGTH):
            yield waiting[start : start + LENGTH]
        waiting = waiting[whole:]
        block = text.read(_BLOCK)
    yield waiting.rstrip(_CTRL_Z)
