"""The rules of the law by their ids (INT-7, FEE-9 …), each in one line with its source."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule that functions and tests refer to by its id."""

    id: str
    text: str
    source: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """List all rules in the order of the digest of the law."""
    text = (resources.files("betalt.law") / "rules.toml").read_text(encoding="utf-8")
    return tuple(Rule(**raw) for raw in tomllib.loads(text)["rules"])
