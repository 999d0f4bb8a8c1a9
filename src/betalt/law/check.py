"""Compares the law tables with the rules that tables must follow, and says which values soon run out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from betalt.law.book import clashes, table, table_names
from betalt.law.rule import rules
from betalt.law.table import CONFIDENCE, UNITS, LawTableError, Table
from betalt.law.unverified import unverified
from betalt.values.days import add_days, add_months
from betalt.values.reason import Reason

WARNING_MONTHS = 3  # how long before a table's end somebody must be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a law table, or soon will be."""

    table: str
    reason: Reason
    soon: bool = False  # nothing is wrong yet: the last known day is near


def check_tables(*, on: date) -> tuple[Finding, ...]:
    """Check every law table, with the operator's additions, as it stands on a day."""
    findings: list[Finding] = []
    for name in table_names():
        try:
            findings += check_table(table=table(name), on=on)
            findings += (_finding(name, "check_clash", day=str(day)) for day in clashes(name=name))
        except LawTableError as error:
            findings.append(_finding(name, "check_unreadable", why=str(error)))
    known = set(table_names())
    for item in unverified():
        findings += (
            _finding(name, "check_no_table", key=item.key) for name in item.tables if name not in known
        )
    return tuple(findings)


def check_table(*, table: Table, on: date) -> tuple[Finding, ...]:
    """Check one law table as it stands on a day: order, sources, marks, renewals and the last known day."""
    return (*_heading(table), *_values(table), *_renewals(table), *_end(table, on))


def _heading(table: Table) -> Iterator[Finding]:
    if table.unit not in UNITS:
        yield _finding(table.name, "check_unit", unit=table.unit)
    if not (table.title and table.term and table.statute):
        yield _finding(table.name, "check_heading")
    for unknown in sorted(set(table.rules) - {rule.id for rule in rules()}):
        yield _finding(table.name, "check_rule", rule=unknown)


def _values(table: Table) -> Iterator[Finding]:
    if not table.values:
        yield _finding(table.name, "check_empty")
    for earlier, later in pairwise(table.values):
        if later.from_on <= earlier.from_on:
            yield _finding(table.name, "check_order", day=str(later.from_on))
    for dated in table.values:
        day = str(dated.from_on)
        if len(dated.source.strip()) < 3:
            yield _finding(table.name, "check_source", day=day)
        if dated.confidence not in CONFIDENCE:
            yield _finding(table.name, "check_confidence", day=day, mark=dated.confidence)


def _renewals(table: Table) -> Iterator[Finding]:
    months = table.renewal_months
    if months is None:
        if table.renewal:
            yield _finding(table.name, "check_renewal", renewal=table.renewal)
        return
    for earlier, later in pairwise(table.values):
        if later.from_on != add_months(earlier.from_on, months):
            yield _finding(table.name, "check_gap", day=str(later.from_on))
    ends_on = add_days(add_months(table.values[-1].from_on, months), -1)
    if table.known_until != ends_on:
        yield _finding(table.name, "check_end", day=str(ends_on))


def _end(table: Table, on: date) -> Iterable[Finding]:
    if table.known_until is None or on < add_months(table.known_until, -WARNING_MONTHS):
        return ()
    return (_finding(table.name, "renewal_near", soon=True, known_until=str(table.known_until)),)


def _finding(name: str, code: str, *, soon: bool = False, **params: str) -> Finding:
    pairs = (("table", name), *params.items())
    return Finding(table=name, reason=Reason(code=f"law.{code}", params=pairs), soon=soon)
