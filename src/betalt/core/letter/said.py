"""Reads a content as a debtor does: the words that stand in it, and those under a mark of the law."""

from collections.abc import Iterator, Mapping
from typing import Any

Content = Mapping[str, Any]


class Reading:
    """A content that has been read once: what its body says, and what each rule of the law marks in it."""

    __slots__ = ("_marked", "content", "has_table", "texts")

    def __init__(self, content: Content) -> None:
        """Read a content's blocks and, where the letter shows it, its claim table."""
        self.content = content
        self._marked: dict[str, str] = {}
        self.texts = [content["title"]]
        self.has_table = False
        for block in content["blocks"]:
            self._read(block)
            for way in block.get("ways", ()):
                self._read(way)
        if self.has_table:
            self.texts += _table(content["claim"])

    def _read(self, block: Content) -> None:
        words = _said(block)
        if "heading" in block:
            self.texts.append(block["heading"])
        self.texts.append(words)
        for rule in block.get("rules", ()):
            self._marked[rule] = f"{self._marked.get(rule, '')} {words}"
        if block["style"] == "claim":
            self.has_table = True

    @property
    def said(self) -> str:
        """Give all that the letter's body says, a text a line."""
        return "\n".join(self.texts)

    def marked(self, rule: str) -> str:
        """Give the words that a rule marks; nothing but blanks where the letter lacks them."""
        return self._marked.get(rule, "").strip()


def _table(claim: Content) -> Iterator[str]:
    for row in claim["rows"]:
        yield f"{row['label']} {row['how']} {row['ground']}"
    yield from claim.get("notes", ())


def _said(block: Content) -> str:
    words = block.get("text", ())
    if len(words) == 1 and isinstance(words[0], str):
        return words[0]
    return "".join(part if isinstance(part, str) else part["b"] for part in words)
