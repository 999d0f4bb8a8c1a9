"""Chooses the sentences of a letter by what is true of it, and fills them in.

Somebody's own text is only ever a value that is filled in: it is never read as a sentence with places of its
own, nor as bold type. A choice is kept, since most letters of a day say the same things, and so is what they
share once it is printed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from string import Formatter
from typing import Any

from betalt import letters

_PART = "\x1f"  # stands between the parts that are filled in at one go
_BOLD = "**"

Run = str | dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    frame: dict[str, Any]  # style and rules, which every letter of the plan shares
    heading: str  # a sentence with places, empty where there is none
    bold: tuple[bool, ...]  # one for each part of the text
    ways: tuple["_Block", ...] = ()

    @property
    def parts(self) -> int:
        """Count the headings and parts that the block is filled with."""
        return bool(self.heading) + len(self.bold) + sum(way.parts for way in self.ways)


# Told apart by identity: to compare two plans word by word would cost more than to fill one.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """The sentences that a letter of one kind says where certain things are true."""

    name: str
    blocks: tuple[_Block | dict[str, Any], ...]  # a block that is content already has no places left
    pattern: str  # the title, and every heading and part with places in order, to be filled in


@lru_cache(maxsize=2048)
def plan(*, kind: str, language: str, flags: frozenset[str]) -> Plan:
    """Choose the sentences of a kind of letter for what is true of it."""
    own = letters.texts(kind, language)
    parts: list[str] = [_chosen(own["title"], flags)]
    blocks = tuple(_blocks(own["block"], language, flags, parts))
    return Plan(name=own["name"], blocks=blocks, pattern=_PART.join(parts))


def print_shared(chosen: Plan, values: Mapping[str, str]) -> Plan:
    """Fill a plan with the values that many letters share; what only one letter knows stays a place."""
    kept = _Rest({name: text.replace("{", "{{").replace("}", "}}") for name, text in values.items()})
    parts = iter(chosen.pattern.format_map(kept).split(_PART))
    left = [next(parts)]
    blocks = tuple([_printed(block, parts, left) for block in chosen.blocks])
    return Plan(name=chosen.name, blocks=blocks, pattern=_PART.join(left))


def fill(chosen: Plan, values: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """Fill a plan with a letter's values: the title, and its blocks as content.

    A block that was whole already is the same object in every letter of the plan, so nobody may change it.
    """
    parts = iter(chosen.pattern.format_map(values).split(_PART))
    title = next(parts)
    return title, [block if isinstance(block, dict) else _content(block, parts) for block in chosen.blocks]


class _Rest(dict[str, str]):
    """Some of the values: a place that none of them fills stays a place."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _printed(
    block: _Block | dict[str, Any], parts: Iterator[str], left: list[str]
) -> _Block | dict[str, Any]:
    if isinstance(block, dict):
        return block
    own = list(islice(parts, block.parts))
    if any(map(_has_place, own)):
        left += own
        return block
    return _content(block, iter([part.format() for part in own]))


def _has_place(part: str) -> bool:
    return any(name is not None for _, name, _, _ in Formatter().parse(part))


def _blocks(
    raw: list[dict[str, Any]], language: str, flags: frozenset[str], parts: list[str]
) -> Iterator[_Block]:
    shared = letters.texts("common", language)["blocks"]
    for entry in raw:
        block = shared[entry["use"]] if "use" in entry else entry
        if _holds(block.get("when", ""), flags):
            made = _block(block, flags, parts)
            if made is not None:
                yield made


def _block(raw: Mapping[str, Any], flags: frozenset[str], parts: list[str]) -> _Block | None:
    style = raw.get("style", "text")
    said = [one for one in map(_as_table, raw.get("say", ())) if _holds(one.get("when", ""), flags)]
    if not said and style not in {"claim", "ways"}:
        return None
    heading = _form(raw.get("heading", ""), flags)
    if heading:
        parts.append(heading)
    pieces = _pieces(" ".join(_form(one, flags) for one in said))
    parts.extend(text for _, text in pieces)
    rules = dict.fromkeys((*raw.get("rules", ()), *(rule for one in said for rule in one.get("rules", ()))))
    ways = tuple(way for way in (_block(one, flags, parts) for one in raw.get("way", ())) if way is not None)
    bold = tuple(is_bold for is_bold, _ in pieces)
    frame: dict[str, Any] = {"style": style, "rules": list(rules)} if rules else {"style": style}
    return _Block(frame=frame, heading=heading, bold=bold, ways=ways)


def _content(block: _Block, parts: Iterator[str]) -> dict[str, Any]:
    content = block.frame.copy()
    if block.heading:
        content["heading"] = next(parts)
    if block.bold:
        content["text"] = [{"b": next(parts)} if bold else next(parts) for bold in block.bold]
    if block.ways:
        content["ways"] = [_content(way, parts) for way in block.ways]
    return content


def _chosen(raw: Any, flags: frozenset[str]) -> str:
    if isinstance(raw, str):
        return raw
    return next(_form(one, flags) for one in raw if _holds(one["when"], flags))


def _as_table(raw: Any) -> Mapping[str, Any]:
    return {"text": raw} if isinstance(raw, str) else raw


def _form(raw: Any, flags: frozenset[str]) -> str:
    if isinstance(raw, str):
        return raw
    du = raw["text"] if "text" in raw else raw["du"]
    return str(raw.get("ni", du) if "ni" in flags else du)


def _holds(when: str, flags: frozenset[str]) -> bool:
    return all((word[1:] not in flags) if word[0] == "!" else (word in flags) for word in when.split())


def _pieces(text: str) -> list[tuple[bool, str]]:
    parts = enumerate(text.split(_BOLD))
    return [(place % 2 == 1, part) for place, part in parts if part]
