"""The law book: finds a table, adds what an operator has entered since, and keeps it in memory."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from betalt.law.table import Table, parse_addition, parse_table

_additions: list[Traversable] = []
_on_change: list[Callable[[], None]] = []


@lru_cache(maxsize=1)
def table_names() -> tuple[str, ...]:
    """List the names of all law tables in alphabetical order."""
    files = (resources.files("betalt.law") / "tables").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@lru_cache(maxsize=256)
def table(name: str) -> Table:
    """Find a law table by name, with the operator's own later values where there are any."""
    file = resources.files("betalt.law") / "tables" / f"{name}.toml"
    found = parse_table(name=name, text=file.read_text(encoding="utf-8"))
    for folder in _additions:
        addition = folder / f"{name}.toml"
        if addition.is_file():
            found = _with_addition(found, addition.read_text(encoding="utf-8"))
    return found


def use_additions(*, folder: Traversable | None) -> None:
    """Let an operator's folder add later values to the tables from now on; None takes it away again."""
    _additions[:] = [] if folder is None else [folder]
    table.cache_clear()
    for forget in _on_change:
        forget()


def forget_when_changed(*, forget: Callable[[], None]) -> None:
    """Have a cache that rests on the tables emptied whenever the tables change."""
    _on_change.append(forget)


def _with_addition(base: Table, text: str) -> Table:
    later, known_until = parse_addition(table=base, text=text)
    last = base.values[-1].from_on
    # A value that a newer release has come to know itself is read from the release.
    values = base.values + tuple(value for value in later if value.from_on > last)
    if base.known_until is not None and known_until is not None:
        known_until = max(base.known_until, known_until)
    return replace(base, values=values, known_until=known_until or base.known_until)
