"""A statement of claim as plain text: what a bookkeeper reads on a screen or in a mail."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 88
_INDENT = "    "


def as_text(content: Mapping[str, Any]) -> str:
    """Lay the content of a statement out as lines of text, sums in one column to the right."""
    return "\n".join(_lines(content)) + "\n"


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield content["title"]
    yield from (f"{label}: {shown}" for label, shown in content["facts"])
    yield ""
    yield content["lead"]
    for words in content["texts"]:
        yield from textwrap.wrap(words, WIDTH)
    for invoice in content["invoices"]:
        yield ""
        yield from _table(invoice)
    if content["refused"]:
        yield ""
        yield content["refused_heading"]
        for words in content["refused"]:
            yield from _wrapped(words)
    yield ""
    for words in content["footer"]:
        yield from textwrap.wrap(words, WIDTH)


def _table(invoice: Mapping[str, Any]) -> Iterator[str]:
    yield invoice["title"]
    yield "-" * WIDTH
    for row in invoice["rows"]:
        yield _with_amount(row["label"], row["amount"])
        yield from _wrapped(row["how"])
        yield from _wrapped(row["ground"])
    yield "-" * WIDTH
    yield _with_amount(invoice["total"]["label"], invoice["total"]["amount"])


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _with_amount(label: str, amount: str) -> str:
    return f"{label:<{WIDTH - len(amount) - 1}} {amount}"
