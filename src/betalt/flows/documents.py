"""Letters as PDF, for those who only look: nothing is stored and no Django is loaded."""

import json
from collections.abc import Mapping
from typing import Any

from betalt.adapters.typesetting import typeset
from betalt.core.letter.compose import FORMAT, compose
from betalt.core.letter.example import example_facts
from betalt.core.letter.facts import Language
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.values.reason import Reason

_MOST_BYTES = 4 * 1024 * 1024
_LANGUAGES = ("sv", "en")  # each names a folder of words
_PARTS = frozenset({"kind", "language", "letter_on", "title", "sender", "facts", "footer", "page", "ore"})


class ContentError(ValueError):
    """A file does not hold the content of a letter; the message says why."""


def read_content(data: bytes) -> dict[str, Any]:
    """Read a letter's content as it was composed, from JSON, or raise ContentError."""
    if len(data) > _MOST_BYTES:
        raise ContentError(f"the file has {len(data)} bytes; a letter's content has at most {_MOST_BYTES}")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ContentError(f"the file is not JSON: {error}") from error
    if not isinstance(content, dict) or not set(content) >= _PARTS or content.get("format") != FORMAT:
        raise ContentError("the file is JSON, but not the content of a letter of this version")
    if content["language"] not in _LANGUAGES:
        raise ContentError(f"the letter's language is one of {', '.join(_LANGUAGES)}")
    return content


def example_content(*, kind: str, language: Language, company: bool) -> dict[str, Any]:
    """Compose an example letter of a kind from an invented company."""
    return compose(example_facts(LetterKind(kind), language=language, company=company))


def letter_pdf(content: Mapping[str, Any]) -> bytes:
    """Set one content as PDF/A-3a with tags (PDF/UA-1), or raise ContentError where a part is missing."""
    try:
        return typeset([content])[0]
    except (KeyError, TypeError, RuntimeError) as error:
        raise ContentError(f"the content cannot be set in type: {error}") from error


def letter_faults(content: Mapping[str, Any]) -> tuple[Reason, ...]:
    """List what the law misses in a letter, so that it may not go out; raise ContentError where a part is missing."""
    try:
        return () if content["kind"] == "statement" else missing(content)
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(f"the content cannot be checked: {error}") from error
