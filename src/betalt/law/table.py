"""A law table is one quantity as dated values, each with its source; here it is read and asked."""

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from betalt.values.money import parse_ore, parse_percent, plain

RENEWAL_MONTHS = {"half-year": 6, "year": 12}
CONFIDENCE = {
    "V": "statutory text read in full",
    "P": "authority page read",
    "S": "secondary source",
    "M": "from memory, unverified",
}


class LawUnknown(Exception):
    """The law tables hold no value for a day, so nothing may be computed for it."""

    def __init__(self, *, table: str, day: date, last_known: date | None) -> None:
        known = f"last known day is {last_known}" if last_known else "no day of it is known"
        super().__init__(f"{table} is not known on {day}: {known}")
        self.table, self.day, self.last_known = table, day, last_known


class LawTableError(ValueError):
    """A law table breaks its own rules: a field is missing, of the wrong kind or out of order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """One value of a quantity and the first day it holds, with where it was read and by whom checked."""

    from_on: date
    value: int  # öre, basis points, or a count, as the table's unit says
    source: str
    confidence: str  # a key of CONFIDENCE
    checked_on: date
    checked_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One quantity of the law, its dated values rising, and the last day for which it is known."""

    name: str
    title: str
    term: str  # the Swedish word
    statute: str
    unit: str  # kronor, percent, days, months, years or number
    rules: tuple[str, ...]
    known_until: date | None  # None: until the law is changed
    renewal: str  # half-year or year where a new value is due at each, else empty
    before: int | None  # what held before the first day: None is not known
    values: tuple[DatedValue, ...]

    def dated(self, on: date) -> DatedValue:
        """Find the dated value that holds on a day, or raise LawUnknown."""
        place = bisect_right(self.values, on, key=lambda dated: dated.from_on) - 1
        if place < 0 or (self.known_until is not None and on > self.known_until):
            raise LawUnknown(table=self.name, day=on, last_known=self.last_known)
        return self.values[place]

    def value(self, on: date) -> int:
        """Tell the value on a day in the table's whole units (öre, basis points, count)."""
        if self.before is not None and on < self.values[0].from_on:
            return self.before
        return self.dated(on).value

    @property
    def renewal_months(self) -> int | None:
        """Tell how many months a value holds before a new one is due, or None for until the law is changed."""
        return RENEWAL_MONTHS.get(self.renewal)

    @property
    def last_known(self) -> date | None:
        """Tell the last day the table answers for, or the day its first value begins if it is open-ended."""
        return self.known_until or self.values[0].from_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What an operator has entered after the release: later values and how long they are known."""

    values: tuple[DatedValue, ...]
    known_until: date | None


UNITS: dict[str, Callable[[Any], int]] = {
    "kronor": parse_ore,
    "percent": parse_percent,
    "days": int,
    "months": int,
    "years": int,
    "number": int,
}


def parse_amount(*, unit: str, written: str | int) -> int:
    """Read a value as its table writes it: öre for kronor, basis points for percent, else a whole number."""
    return UNITS[unit](written)


def print_amount(*, unit: str, amount: int) -> str:
    """Print a value as its table writes it: kronor and percentages with two decimals."""
    return plain(amount) if unit in ("kronor", "percent") else str(amount)


def parse_table(*, name: str, text: str) -> Table:
    """Read one law table from TOML, or raise LawTableError naming the table."""
    try:
        raw = tomllib.loads(text)
        table = _table(name, raw)
    except (KeyError, TypeError, ValueError) as error:
        raise LawTableError(f"law table {name}: {error!r}") from error
    return table


def parse_addition(*, table: Table, text: str) -> Addition:
    """Read an operator's later values of a table, or raise LawTableError."""
    try:
        raw = tomllib.loads(text)
        values = tuple(_dated(table.unit, row) for row in raw["values"])
        return Addition(values=values, known_until=raw.get("known_until"))
    except (KeyError, TypeError, ValueError) as error:
        raise LawTableError(f"addition to law table {table.name}: {error!r}") from error


def _table(name: str, raw: Mapping[str, Any]) -> Table:
    unit = raw["unit"]
    return Table(
        name=name,
        title=raw["title"],
        term=raw["term"],
        statute=raw["statute"],
        unit=unit,
        rules=tuple(raw["rules"]),
        known_until=raw.get("known_until"),
        renewal=raw.get("renewal", ""),
        before=None if "before" not in raw else parse_amount(unit=unit, written=raw["before"]),
        values=tuple(_dated(unit, row) for row in raw["values"]),
    )


def _dated(unit: str, row: Mapping[str, Any]) -> DatedValue:
    return DatedValue(
        from_on=row["from"],
        value=parse_amount(unit=unit, written=row["value"]),
        source=row["source"],
        confidence=row["confidence"],
        checked_on=row["checked"],
        checked_by=row.get("checked_by", ""),
        note=row.get("note", ""),
    )
