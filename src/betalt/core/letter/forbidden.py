"""The words that a letter may not use, and the numbers that it may not show."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from betalt import letters
from betalt.core.letter.said import Content, Reading
from betalt.values import personnummer

_MILD: Final = frozenset({"note", "reminder"})
# Ten digits without a sign between them are not taken: one OCR in 300 looks like a personal number.
_NUMBER = re.compile(r"(?<![0-9-])(?:(?:19|20)[0-9]{6}-?[0-9]{4}|[0-9]{6}[-+][0-9]{4})(?![0-9-])")
_SHOUTED = re.compile(r"\b[A-ZÅÄÖ]{4,}(?: [A-ZÅÄÖ]{2,}){2,}")


def forbidden_words(letter: Reading) -> list[str]:
    """List what a letter says and may not: threats before a demand, and undue pressure in any (INK-2, INK-4)."""
    language, mild = letter.content["language"], letter.content["kind"] in _MILD
    if not any(_may_press(text, language, mild=mild) for text in letter.texts):
        return []
    own = _blank_out(letter.said, _of_others(letter.content))
    _, pattern = _words(language, mild=mild)
    found = [match.group() for one in (pattern, _SHOUTED) for match in one.finditer(own)]
    return list(dict.fromkeys(found))


def personal_number(letter: Reading) -> str:
    """Find a personal number anywhere in a letter but the creditor's own; empty if there is none (GDPR-2)."""
    own = letter.content["sender"]["org_no"]
    for text in (*letter.texts, *_beside(letter.content)):
        for number in _numbers_like(text):
            if number != own and personnummer.is_valid(number):
                return number
    return ""


# Most texts of a day's letters are the same, so what was found in one is kept.
@lru_cache(maxsize=8192)
def _may_press(text: str, language: str, *, mild: bool) -> bool:
    stems, _ = _words(language, mild=mild)
    lowered = text.lower()
    return any(map(lowered.__contains__, stems)) or _SHOUTED.search(text) is not None


@lru_cache(maxsize=8192)
def _numbers_like(text: str) -> tuple[str, ...]:
    return tuple(match.group() for match in _NUMBER.finditer(text))


def _of_others(content: Content) -> list[str]:
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


def _beside(content: Content) -> Iterator[str]:
    """Give what stands beside the body: the window, the particulars, the foot and the slip."""
    yield from content["window"]
    yield from content["footer"]
    yield from (pair[1] for pair in content["facts"])
    slip = content["slip"]
    if slip:
        yield from (field[1] for field in slip["fields"])
        yield from (code["payload"] for code in slip["codes"])
