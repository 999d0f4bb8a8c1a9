"""The law book: finds a table, adds what an operator has entered since, and keeps it in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from betalt.law.table import Addition, Table, parse_addition, parse_table

_folders: list[Traversable] = []
_on_change: list[Callable[[], None]] = []


@lru_cache(maxsize=1)
def table_names() -> tuple[str, ...]:
    """List the names of all law tables in alphabetical order."""
    files = (resources.files("betalt.law") / "tables").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@lru_cache(maxsize=256)
def table(name: str) -> Table:
    """Find a law table by name, with the operator's own later values where there are any."""
    found = _released(name)
    added = _added(found)
    last = found.values[-1].from_on
    # What a newer release has come to know itself is read from the release.
    values = found.values + tuple(dated for dated in added.values if dated.from_on > last)
    known_until = found.known_until
    if known_until is not None and added.known_until is not None:
        known_until = max(known_until, added.known_until)
    return replace(found, values=values, known_until=known_until)


def use_additions(*, folder: Traversable | None) -> None:
    """Let an operator's folder add later values to the tables from now on; None takes it away again."""
    _folders[:] = [] if folder is None else [folder]
    table.cache_clear()
    for forget in _on_change:
        forget()


def forget_when_changed(*, forget: Callable[[], None]) -> None:
    """Have a cache that rests on the tables emptied whenever the tables change."""
    _on_change.append(forget)


def clashes(*, name: str) -> tuple[date, ...]:
    """List the days on which an operator's value of a table differs from what the release says."""
    released = _released(name)
    known = {dated.from_on: dated.value for dated in released.values}
    settled = (dated for dated in _added(released).values if dated.from_on <= released.values[-1].from_on)
    return tuple(dated.from_on for dated in settled if known.get(dated.from_on) != dated.value)


def _released(name: str) -> Table:
    file = resources.files("betalt.law") / "tables" / f"{name}.toml"
    return parse_table(name=name, text=file.read_text(encoding="utf-8"))


def _added(released: Table) -> Addition:
    for folder in _folders:
        file = folder / f"{released.name}.toml"
        if file.is_file():
            return parse_addition(table=released, text=file.read_text(encoding="utf-8"))
    return Addition(values=(), known_until=None)
