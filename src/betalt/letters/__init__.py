"""The words, looks and typefaces of the letters: files only, no arithmetic and no value of the law."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


def folder() -> Traversable:
    """Find the folder of templates, texts and typefaces."""
    return resources.files("betalt.letters")


@lru_cache(maxsize=64)
def texts(name: str, language: str) -> Mapping[str, Any]:
    """Read one text file (a letter's kind, common or statement) in one language, sv or en."""
    file = folder() / language / f"{name}.toml"
    written = file.read_text(encoding="utf-8")
    # A sum keeps together with its currency at the end of a line.
    return tomllib.loads(written.replace("SEK {", "SEK\u00a0{").replace("} kr", "}\u00a0kr"))
