"""Lets an operator enter a published value of the law without a release, and has the tables know it.

Loads no Django, so that `claim` and `law` start quickly.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from betalt import law
from betalt.adapters import home
from betalt.law.check import check_table
from betalt.law.table import Addition, DatedValue, Table, parse_addition, parse_amount, print_amount
from betalt.values.days import add_days, add_months
from betalt.values.money import MoneyError


class ValueRefused(ValueError):
    """A value of the law cannot be entered as it was given; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValue:
    """A published value as an operator gives it: where it was read, and who compared it."""

    table: str
    from_on: date
    text: str  # as the table writes it: kronor and percentages with two decimals, else whole numbers
    source: str
    checked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What was entered, how long it is known, and the file it stands in."""

    value: DatedValue
    known_until: date | None
    file: Path


def know_operator_values(*, environment: Mapping[str, str]) -> None:
    """Have the law tables read what an operator has entered on this machine."""
    try:
        law.use_additions(folder=home.law_folder(values=environment))
    except home.HomeError as error:
        raise ValueRefused(str(error)) from error


def enter_value(*, new: NewValue, environment: Mapping[str, str], on: date) -> Entered:
    """Enter a published value for days to come, or raise ValueRefused; `on` is the day it was compared."""
    know_operator_values(environment=environment)
    table = _find_table(new.table)
    value = _dated_value(new, table, on)
    known_until = _known_until(table, value)
    _refuse_what_breaks_the_table(table, value, known_until, on)
    file = home.law_folder(values=environment) / f"{table.name}.toml"
    entered = _entered_before(table, file)
    _write(file, Addition(values=(*entered.values, value), known_until=known_until), table)
    know_operator_values(environment=environment)
    return Entered(value=value, known_until=known_until, file=file)


def _find_table(name: str) -> Table:
    if name not in law.table_names():
        raise ValueRefused(f"There is no law table {name!r}; `betalt law` lists them.")
    return law.table(name)


def _dated_value(new: NewValue, table: Table, on: date) -> DatedValue:
    if len(new.source.strip()) < 3 or not new.checked_by.strip():
        raise ValueRefused("Say where the value was read and who compared it.")
    try:
        amount = parse_amount(unit=table.unit, written=new.text)
    except (MoneyError, ValueError) as error:
        raise ValueRefused(f"{table.name}: {error}") from error
    if table.name == "reference_rate" and amount % law.value("reference_rate_step", on):
        raise ValueRefused(f"{new.text} is no reference rate: it is fixed in half points (räntelagen 9 §).")
    return DatedValue(
        from_on=new.from_on,
        value=amount,
        source=new.source.strip(),
        confidence="P",
        checked_on=on,
        checked_by=new.checked_by.strip(),
    )


def _known_until(table: Table, value: DatedValue) -> date | None:
    months = table.renewal_months
    return table.known_until if months is None else add_days(add_months(value.from_on, months), -1)


def _refuse_what_breaks_the_table(
    table: Table, value: DatedValue, known_until: date | None, on: date
) -> None:
    later = replace(table, values=(*table.values, value), known_until=known_until)
    broken = [finding for finding in check_table(table=later, on=on) if not finding.soon]
    if not broken:
        return
    last = table.values[-1].from_on
    months = table.renewal_months
    expected = f"on {add_months(last, months)}" if months else f"after {last}"
    raise ValueRefused(f"{table.name}: the next value begins {expected}, not on {value.from_on}.")


def _entered_before(table: Table, file: Path) -> Addition:
    if not file.is_file():
        return Addition(values=(), known_until=None)
    return parse_addition(table=table, text=file.read_text(encoding="utf-8"))


def _write(file: Path, addition: Addition, table: Table) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(_toml(addition, table), encoding="utf-8")
    os.replace(draft, file)  # noqa: PTH105 -- says that an older file gives way, on every system


def _toml(addition: Addition, table: Table) -> str:
    lines = [f"# Values of {table.name} that this machine's operator has entered."]
    if addition.known_until is not None:
        lines.append(f"known_until = {addition.known_until}")
    for dated in addition.values:
        lines += [
            "",
            "[[values]]",
            f"from = {dated.from_on}",
            f"value = {_toml_text(print_amount(unit=table.unit, amount=dated.value))}",
            f"source = {_toml_text(dated.source)}",
            f"confidence = {_toml_text(dated.confidence)}",
            f"checked = {dated.checked_on}",
            f"checked_by = {_toml_text(dated.checked_by)}",
        ]
    return "\n".join(lines) + "\n"


def _toml_text(text: str) -> str:
    # A JSON string is a TOML basic string, but for the one control character that JSON leaves bare.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
