"""XML brought into its plainest form: UTF-8, elements, attributes and text; no comments, no CDATA, no declarations.

Nearly every bank writes that form already. Any other file is rewritten through a parser that resolves no entity
and asks no network. Document type declarations are refused: no bank writes one, and they are how XML is turned
into a weapon.
"""

import codecs
import io
import re
import tempfile
from collections.abc import Mapping
from typing import BinaryIO, Protocol
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from betalt.adapters.bank.untrusted import UntrustedFile

Name = str | bytes

_BLOCK = 1 << 16
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")
_PLAIN_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?i:utf-?8|us-ascii)[\"']")
_IN_MEMORY = 1 << 20


class Text(Protocol):
    """What text is read from, a stretch at a time."""

    def read(self, size: int = -1, /) -> str:
        """Read about so much; nothing at the end."""


def open_plain(stream: BinaryIO) -> Text:
    """Open an XML file as plain markup, from after its XML declaration on."""
    stream.seek(0)
    head = stream.read(_BLOCK)
    declaration = _DECLARATION.match(head)
    start = declaration.end() if declaration else 0
    is_utf8 = (
        declaration is None or b"encoding" not in declaration[0] or _PLAIN_ENCODING.search(declaration[0])
    )
    stream.seek(start)
    if is_utf8 and _is_plain(stream):
        stream.seek(start)
        return codecs.getreader("utf-8-sig")(stream)
    stream.seek(0)
    return _rewritten(stream)


def _is_plain(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    edge = b""
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
            joined = edge + block
            if b"<!" in joined or b"<?" in joined or b"\0" in block:
                return False
            edge = block[-1:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rewritten(stream: BinaryIO) -> Text:
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- handed to the caller, who closes it
    out = io.TextIOWrapper(spool, encoding="utf-8", newline="")
    parser = etree.XMLParser(target=_Writer(out), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        while block := stream.read(_BLOCK):
            parser.feed(block)
        parser.close()
    except etree.XMLSyntaxError as error:
        detail = " ".join((error.msg or "").split())[:120]
        raise UntrustedFile("xml_broken", line=error.lineno or 0, detail=detail) from None
    out.seek(0)
    return out


class _Writer:
    """Writes what a parser meets as plain markup."""

    def __init__(self, out: io.TextIOBase) -> None:
        self._write = out.write

    def start(self, tag: Name, attrib: Mapping[Name, Name]) -> None:
        """Write a start tag."""
        pairs = "".join(f" {_local(name)}={quoteattr(str(value))}" for name, value in attrib.items())
        self._write(f"<{_local(tag)}{pairs}>")

    def end(self, tag: Name) -> None:
        """Write an end tag."""
        self._write(f"</{_local(tag)}>")

    def data(self, data: Name) -> None:
        """Write text."""
        self._write(escape(str(data)))

    def comment(self, text: Name) -> None:
        """Leave a comment out, but keep its lines, so that what follows keeps its line number."""
        self._write("\n" * str(text).count("\n"))

    def pi(self, target: Name, data: Name | None = None) -> None:
        """Leave a processing instruction out."""

    def doctype(self, *_: object) -> None:
        """Refuse a document type declaration."""
        raise UntrustedFile("xml_declares_types")

    def close(self) -> None:
        """Nothing is kept."""


def _local(name: Name) -> str:
    return str(name).rpartition("}")[2]
