"""The words that a letter may not use, and the numbers that it may not show."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from betalt import letters
from betalt.core.letter.said import texts
from betalt.values import personnummer

_MILD: Final = frozenset({"note", "reminder"})
# Ten digits without a sign between them are not taken: one OCR in 300 looks like a personal number.
_NUMBER = re.compile(r"(?<![0-9-])(?:(?:19|20)[0-9]{6}-?[0-9]{4}|[0-9]{6}[-+][0-9]{4})(?![0-9-])")
_SHOUTED = re.compile(r"\b[A-ZÅÄÖ]{4,}(?: [A-ZÅÄÖ]{2,}){2,}")


def forbidden_words(content: Mapping[str, Any]) -> list[str]:
    """List what a letter says and may not: threats before a demand, and undue pressure in any (INK-2, INK-4)."""
    said = " \n ".join(texts(content))
    stems, pattern = _words(content["language"], mild=content["kind"] in _MILD)
    lowered = said.lower()
    # Nearly every letter is clean, and looking for stems takes a tenth of the time of the pattern.
    if not any(stem in lowered for stem in stems) and _SHOUTED.search(said) is None:
        return []
    own = _blank_out(said, _of_others(content))
    found = [match.group() for one in (pattern, _SHOUTED) for match in one.finditer(own)]
    return list(dict.fromkeys(found))


def personal_number(content: Mapping[str, Any]) -> str:
    """Find a personal number anywhere in a letter but the creditor's own; empty if there is none (GDPR-2)."""
    own = content["sender"]["org_no"]
    for match in _NUMBER.finditer("\n".join(_shown(content))):
        if match.group() != own and personnummer.is_valid(match.group()):
            return match.group()
    return ""


def _of_others(content: Mapping[str, Any]) -> list[str]:
    """List the names and descriptions that are not our words: a customer may be called Polisförbundet."""
    names = [content["sender"]["name"], *content["window"], *(pair[1] for pair in content["facts"])]
    return [*names, *(item["what"] for item in content["proof"]["items"])]


def _blank_out(text: str, others: list[str]) -> str:
    for other in sorted(filter(None, others), key=len, reverse=True):
        text = text.replace(other, "·").replace(other[:1].upper() + other[1:], "·")
    return text


@lru_cache(maxsize=8)
def _words(language: str, *, mild: bool) -> tuple[tuple[str, ...], re.Pattern[str]]:
    words = letters.texts("forbidden", language)
    chosen = [*words["never"], *(words["before_a_demand"] if mild else ())]
    parts = (
        re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) + r"\b" for word in chosen
    )
    stems = tuple(word.removesuffix("*") for word in chosen)
    return stems, re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)


def _shown(content: Mapping[str, Any]) -> Iterator[str]:
    yield from texts(content)
    yield from content["window"]
    yield from content["footer"]
    yield from (pair[1] for pair in content["facts"])
    slip = content["slip"]
    if slip:
        yield from (field[1] for field in slip["fields"])
        yield from (code["payload"] for code in slip["codes"])
