"""The words that a letter may not use, and the numbers that it may not show.

Every text of every letter is searched. A text in which nothing was found is remembered by its words, so that the
sentences that a day's letters share are searched once, and what differs in each letter always.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from betalt import letters
from betalt.core.letter.said import Content, Reading
from betalt.values import personnummer

_REMEMBERED: Final = 4_000  # texts; a day's letters say the same few hundred, and each some of its own
_MILD: Final = frozenset({"note", "reminder"})
# Ten digits without a sign between them are not taken: one OCR in 300 looks like a personal number.
_NUMBER = re.compile(r"(?<![0-9-])(?:(?:19|20)[0-9]{6}-?[0-9]{4}|[0-9]{6}[-+][0-9]{4})(?![0-9-])")
_LETTER: Final = rb"[a-z\xdf-\xff]"  # small, in Latin-1
_SHORTEST_NUMBER: Final = len("YYMMDD-NNNC")
_NUMBERS_ONLY: Final = bytes(code if chr(code) in "0123456789-+" else 32 for code in range(256))
_LOWER: Final = bytes(range(256)).decode("latin-1").lower().encode("latin-1", "replace")
_NO_CAPITAL: Final = bytes(code for code in range(256) if not (chr(code).isupper() or code == 32))
_CAPITALS = re.compile(rb"[^ ]{4,}(?: [^ ]{2,}){2}")
_SHOUTED = re.compile(r"\b[A-ZÅÄÖ]{4,}(?: [A-ZÅÄÖ]{2,}){2,}")
_BEGINS_TO_SHOUT = re.compile(r"[A-ZÅÄÖ]{4,}(?: [A-ZÅÄÖ]{2,})* $")
_SHOUTS_ON = re.compile(r" [A-ZÅÄÖ]{2,}")


class _Searched:
    """Texts in which a search has found nothing."""

    __slots__ = ("_texts",)

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def left(self, texts: Iterable[str]) -> list[str]:
        """List the texts that have not been searched."""
        known = self._texts
        return [text for text in texts if text not in known]

    def found_nothing_in(self, texts: list[str]) -> None:
        """Remember texts in which nothing was found."""
        if len(self._texts) > _REMEMBERED:
            self._texts.clear()
        self._texts.update(texts)


def forbidden_words(letter: Reading) -> list[str]:
    """List what a letter says and may not: threats before a demand, and undue pressure in any (INK-2, INK-4)."""
    stems, pattern, searched = _words(letter.content["language"], mild=letter.content["kind"] in _MILD)
    new = searched.left(letter.texts)
    # Nearly every letter is clean, and plain searches in bytes take a tenth of the time of the patterns.
    said = "\n".join(new).encode("latin-1", "replace")
    stemmed = any(map(said.translate(_LOWER).__contains__, stems))
    if not stemmed and _CAPITALS.search(said.translate(None, _NO_CAPITAL)) is None:
        searched.found_nothing_in(new)
        return []
    own = _blank_out(letter.said, _of_others(letter.content))
    found = [match.group() for one in (pattern, _SHOUTED) for match in one.finditer(own)]
    return list(dict.fromkeys(found))


def personal_number(letter: Reading) -> str:
    """Find a personal number anywhere in a letter but the creditor's own; empty if there is none (GDPR-2)."""
    own = letter.content["sender"]["org_no"]
    # Remembered by creditor: what is its own number may be somebody's personal number in another's letter.
    searched = _searched_but_for(own)
    new = searched.left([*letter.texts, *_beside(letter.content)])
    shown = "\n".join(new).encode("latin-1", "replace")
    for run in shown.translate(_NUMBERS_ONLY).split():
        match = _NUMBER.search(run.decode("ascii")) if len(run) >= _SHORTEST_NUMBER else None
        if match and match.group() != own and personnummer.is_valid(match.group()):
            return match.group()
    searched.found_nothing_in(new)
    return ""


def seem_clean(texts: Iterable[str], *, language: str, mild: bool) -> bool:
    """Tell whether nothing in some texts is, or is a part of, a word or number that a letter may not show.

    A yes is sure, a no is not: the texts may be names, or the number nobody's. Then the letter itself is to be read.
    """
    stems, _, _ = _words(language, mild=mild)
    # Two blanks, so that no words meet over the ends of the texts.
    said = f"  {'  '.join(texts)}  ".encode("latin-1", "replace")
    lower, runs = said.translate(_LOWER), said.translate(_NUMBERS_ONLY).split()
    return not (
        any(map(lower.__contains__, stems))
        or _is_half_a_phrase(lower, language)
        or _CAPITALS.search(said.translate(None, _NO_CAPITAL))
        or any(len(run) >= _SHORTEST_NUMBER and _NUMBER.search(run.decode("ascii")) for run in runs)
    )


def may_join(pieces: Sequence[str]) -> bool:
    """Tell whether a value that seems clean could make a forbidden word or a number with what stands beside it.

    `pieces` is the letter's JSON, cut where the values stand. It never can where no letter, digit or sign stands
    beside the value, and no capitals that could be shouted with it.
    """
    return any(_joins(before, after) for before, after in pairwise(pieces))


def _joins(before: str, after: str) -> bool:
    return (
        not before
        or not after.strip(" ")
        or _sticks(before[-1])
        or _sticks(after[0])
        or _BEGINS_TO_SHOUT.search(before) is not None
        or _SHOUTS_ON.match(after) is not None
    )


def _sticks(sign: str) -> bool:
    return sign.isalnum() or sign in "_+-"


def _is_half_a_phrase(said: bytes, language: str) -> bool:
    """Tell whether a text begins, ends or is as a part of a phrase does: a sentence could say the rest."""
    halves, pattern = _halves(language)
    return any(map(said.__contains__, halves)) and pattern.search(said) is not None


@lru_cache(maxsize=8)
def _halves(language: str) -> tuple[tuple[bytes, ...], re.Pattern[bytes]]:
    """Give the parts of phrases as they stand at the end, at the start or in all of a text between two blanks."""
    words = letters.texts("forbidden", language)
    found, patterns = [], []
    for phrase in (*words["never"], *words["before_a_demand"]):
        parts = phrase.encode("latin-1").split()
        for at in range(1, len(parts)):
            begun, ended = b" ".join(parts[:at]), b" ".join(parts[at:])
            found += [begun + b"  ", b"  " + ended.removesuffix(b"*")]
            patterns.append(rb"(?<!%b)%b  " % (_LETTER, re.escape(begun)))
            open_ended = ended.endswith(b"*")
            patterns.append(
                b"  " + re.escape(ended.removesuffix(b"*")) + (b"" if open_ended else rb"(?!%b)" % _LETTER)
            )
            inner = [b"  %b  " % b" ".join(parts[at:end]) for end in range(at + 1, len(parts))]
            found += inner
            patterns += map(re.escape, inner)
    return tuple(dict.fromkeys(found)), re.compile(b"|".join(patterns) or b"(?!)")


@lru_cache(maxsize=256)
def _searched_but_for(_own: str) -> _Searched:
    return _Searched()


def _of_others(content: Content) -> list[str]:
    """List the names and descriptions that are not our words: a customer may be called Polisförbundet."""
    names = [content["sender"]["name"], *content["window"], *(pair[1] for pair in content["facts"])]
    return [*names, *(item["what"] for item in content["proof"]["items"])]


def _blank_out(text: str, others: list[str]) -> str:
    for other in sorted(filter(None, others), key=len, reverse=True):
        text = text.replace(other, "·").replace(other[:1].upper() + other[1:], "·")
    return text


@lru_cache(maxsize=8)
def _words(language: str, *, mild: bool) -> tuple[tuple[bytes, ...], re.Pattern[str], _Searched]:
    words = letters.texts("forbidden", language)
    chosen = [*words["never"], *(words["before_a_demand"] if mild else ())]
    parts = (
        re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) + r"\b" for word in chosen
    )
    stems = tuple(word.removesuffix("*").encode("latin-1") for word in chosen)
    return stems, re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE), _Searched()


def _beside(content: Content) -> list[str]:
    """Give what stands beside the body: the window, the particulars, the foot and the slip."""
    slip = content["slip"] or {"fields": (), "codes": ()}
    pairs = [*content["facts"], *slip["fields"]]
    payloads = [code["payload"] for code in slip["codes"]]
    return [*content["window"], *content["footer"], *[pair[1] for pair in pairs], *payloads]
