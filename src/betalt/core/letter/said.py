"""Reads a content as a debtor does: the words that stand in it, and those under a mark of the law."""

from collections.abc import Iterator, Mapping
from typing import Any


def marked(content: Mapping[str, Any], rule: str) -> list[str]:
    """List the texts that a rule of the law marks in a letter; none is empty."""
    found = [_said(block) for block in _blocks(content) if rule in block.get("rules", ())]
    return [text for text in found if text.strip()]


def texts(content: Mapping[str, Any]) -> Iterator[str]:
    """Give every text of the letter's body: title, headings, paragraphs and the claim table."""
    yield content["title"]
    for block in _blocks(content):
        yield block.get("heading", "")
        yield _said(block)
    claim = content.get("claim")
    if claim and any(block["style"] == "claim" for block in content["blocks"]):
        for row in claim["rows"]:
            yield f"{row['label']} {row['how']} {row['ground']}"
        yield from claim.get("notes", ())


def _blocks(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for block in content["blocks"]:
        yield block
        yield from block.get("ways", ())


def _said(block: Mapping[str, Any]) -> str:
    return "".join(part if isinstance(part, str) else part["b"] for part in block.get("text", ()))
