"""Agreements as a TOML file tells about them: examples/agreements.toml shows the fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from betalt.flows.told_toml import FileUnclear, read_toml
from betalt.values.money import MoneyError, parse_percent

_KINDS: dict[str, type] = {
    "customer": str,
    "agreed_on": date,
    "clauses": list,
    "how": str,
    "interest_percent": str,
}
_NEEDED = ("customer", "agreed_on", "clauses", "how")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAgreement:
    """One clause that a customer accepted, with day and proof; the interest in basis points."""

    customer: str
    clause: str
    agreed_on: date
    how: str
    interest_kind: str = "statutory"
    interest_bps: int = 0


def read_agreements(path: Path) -> tuple[ToldAgreement, ...]:
    """Read the agreements of a file, one for each clause; what is wrong is named with its place."""
    listed = read_toml(path).get("agreement")
    if not isinstance(listed, list):
        raise FileUnclear(f"{path}: there is no [[agreement]].")
    return tuple(
        found for place, told in enumerate(listed, 1) for found in _clauses(told, f"{path}, no. {place}")
    )


def _clauses(told: dict[str, Any], where: str) -> Iterator[ToldAgreement]:
    for name, value in told.items():
        if not isinstance(value, _KINDS.get(name, ())):
            raise FileUnclear(
                f"{where}: {name} is not a field, or not of its kind; fields are {', '.join(_KINDS)}."
            )
    for name in _NEEDED:
        if name not in told:
            raise FileUnclear(f"{where}: {name} is missing.")
    try:
        bps = parse_percent(told["interest_percent"]) if "interest_percent" in told else None
    except MoneyError as error:
        raise FileUnclear(f"{where}: {error}") from error
    for clause in told["clauses"]:
        fixed = clause == "interest" and bps is not None
        yield ToldAgreement(
            customer=told["customer"],
            clause=clause,
            agreed_on=told["agreed_on"],
            how=told["how"],
            interest_kind="fixed" if fixed else "statutory",
            interest_bps=bps if fixed and bps is not None else 0,
        )
