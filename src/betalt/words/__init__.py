"""The sentences that rules speak, in Swedish and English, found by a reason's code."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from betalt.values.money import english, percent, swedish
from betalt.values.reason import Reason

Language = Literal["sv", "en"]


class WordMissing(KeyError):
    """A reason has no sentence in a language."""


def say(reason: Reason, *, language: Language = "sv") -> str:
    """Turn a reason into one sentence; parameters named …_ore and …_bps are shown as sums and percentages."""
    area, _, name = reason.code.partition(".")
    sentence = sentences(area, language).get(name)
    if sentence is None:
        raise WordMissing(f"{reason.code} has no sentence in words/{language}/{area}.toml")
    return sentence.format_map({key: _shown(key, text, language) for key, text in reason.params})


@lru_cache(maxsize=64)
def sentences(area: str, language: Language) -> Mapping[str, str]:
    """Read all sentences of one area in one language, by the part of their code after the area."""
    file = resources.files("betalt.words") / language / f"{area}.toml"
    if not file.is_file():
        raise WordMissing(f"there is no file words/{language}/{area}.toml")
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, branch in tree.items():
        name = f"{prefix}{key}"
        pairs += _flat(branch, f"{name}.") if isinstance(branch, dict) else [(name, str(branch))]
    return pairs


def _shown(key: str, text: str, language: Language) -> str:
    if key.endswith("_ore"):
        return swedish(int(text)) if language == "sv" else english(int(text))
    if key.endswith("_bps"):
        shown = percent(int(text))
        return shown.replace(".", ",") if language == "sv" else shown
    return text
