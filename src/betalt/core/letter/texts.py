"""Chooses the sentences of a letter by what is true of it, and fills them in.

Somebody's own text is only ever a value that is filled in: it is never read as a sentence with places of its
own, nor as bold type. A choice is kept, since most letters of a day say the same things.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sentences that a letter of one kind says where certain things are true."""

    name: str
    title: str
    blocks: tuple[_Block, ...]
    pattern: str  # every heading and part in order, to be filled in


@lru_cache(maxsize=2048)
def plan(*, kind: str, language: str, flags: frozenset[str]) -> Plan:
    """Choose the sentences of a kind of letter for what is true of it."""
    own = letters.texts(kind, language)
    parts: list[str] = [_chosen(own["title"], flags)]
    blocks = tuple(_blocks(own["block"], language, flags, parts))
    return Plan(name=own["name"], title=parts[0], blocks=blocks, pattern=_PART.join(parts))


def fill(chosen: Plan, values: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """Fill a plan with a letter's values: the title, and its blocks as content."""
    parts = iter(chosen.pattern.format_map(values).split(_PART))
    title = next(parts)
    return title, [_content(block, parts) for block in chosen.blocks]


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
