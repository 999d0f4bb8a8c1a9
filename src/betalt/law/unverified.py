"""What nobody has verified in the law tables: the list that a person must work through before going live."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from betalt.law.book import table, table_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """One item that a person must read; its sentences stand in words under law.unverified.<key>."""

    number: int
    key: str
    where: str
    rules: tuple[str, ...]
    tables: tuple[str, ...]  # the law tables that hang on it
    since: date  # the first day on which the careful default holds
    settings: tuple[tuple[str, str], ...]  # careful defaults that are no numbers: name and value


@lru_cache(maxsize=1)
def unverified() -> tuple[Unverified, ...]:
    """List what is not verified, with the careful defaults that hold until a person has read it."""
    text = (resources.files("betalt.law") / "unverified.toml").read_text(encoding="utf-8")
    return tuple(
        Unverified(
            number=item["number"],
            key=item["key"],
            where=item["where"],
            rules=tuple(item["rules"]),
            tables=tuple(item["tables"]),
            since=item["since"],
            settings=tuple(item["settings"].items()),
        )
        for item in tomllib.loads(text)["items"]
    )


def careful_default(name: str) -> str:
    """Find the careful default of an unverified setting that is no number, such as year_basis."""
    return dict(pair for item in unverified() for pair in item.settings)[name]


def weakly_sourced() -> tuple[str, ...]:
    """Name the tables with a value that rests on a secondary source or on memory alone."""
    return tuple(name for name in table_names() if any(v.confidence in "SM" for v in table(name).values))
