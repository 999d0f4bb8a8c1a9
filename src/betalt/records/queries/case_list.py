"""Lists cases a page at a time, with counts and sums; the transaction's walls must be open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from betalt.records.queries.case_filters import Filters, conditions
from betalt.records.sql import fetch
from betalt.values.days import DayError, parse_day

PAGE = 50


class CaseLine(NamedTuple):
    """A case as a list shows it; what is left of its invoices in öre."""

    id: int
    number: int
    party: str
    customer: str  # its number at the creditor
    stage: str
    hold: str
    hold_until: date | None
    payment_status: str
    outcome: str
    asked: bool
    next_look_on: date | None
    due_on: date
    closed_on: date | None
    left_ore: int


class Counted(NamedTuple):
    """How many cases, and what is left of their invoices in öre."""

    cases: int
    left_ore: int


class Order(NamedTuple):
    """How a list is sorted: column, its type in the database, and whether the largest stands first."""

    column: str
    cast: str
    falling: bool


ORDERS: Mapping[str, Order] = {
    "sum": Order("c.left_ore", "bigint", True),
    "age": Order("c.due_on", "date", False),
    "next": Order("c.next_look_on", "date", False),
    "name": Order("p.sort_name", "text", False),
    "number": Order("c.number", "bigint", True),
}

_NUMBER = re.compile(r"-?[0-9]{1,18}")  # within a bigint

_LINE = """
SELECT c.id, c.number, p.name, p.number, c.stage, c.hold, c.hold_until, c.payment_status, c.outcome,
    c.asked_on IS NOT NULL, c.next_look_on, c.due_on, c.closed_on, c.left_ore, {column}::text
FROM {tables}
WHERE c.creditor_id = %(creditor)s AND {where}{after}
ORDER BY {column}{way}, c.id{way} LIMIT {page} + 1
"""
# Tables are joined as they are written (records/scope.py): by name, the customers lead.
_BY_CASE = "records_case c JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id"
_BY_NAME = "records_party p JOIN records_case c ON c.creditor_id = p.creditor_id AND c.party_id = p.id"


def list_cases(
    *, creditor: int, filters: Filters, order: str, backwards: bool = False, after: str = "", on: date
) -> tuple[list[CaseLine], str]:
    """Give a page of cases from behind a place in the order, and the place that the next page begins behind."""
    by = ORDERS["age" if filters.closed and order == "next" else order]  # what is closed has no next day
    falling = by.falling != backwards
    where, told = conditions(filters, creditor=creditor, on=on)
    behind = ""
    if place := _place(after, by):
        sign = "<" if falling else ">"
        behind = f" AND ({by.column}, c.id) {sign} (%(after)s::{by.cast}, %(last)s)"
        told |= {"after": place[0], "last": place[1]}
    statement = _LINE.format(
        column=by.column,
        tables=_BY_NAME if order == "name" else _BY_CASE,
        where=where if order != "name" else f"p.creditor_id = %(creditor)s AND {where}",
        after=behind,
        way=" DESC" if falling else "",
        page=PAGE,
    )
    rows = fetch(statement, {"creditor": creditor, **told})
    next_place = f"{rows[PAGE - 1][-1]}:{rows[PAGE - 1][0]}" if len(rows) > PAGE else ""
    return [CaseLine(*row[:-1]) for row in rows[:PAGE]], next_place


def _place(written: str, by: Order) -> tuple[str, int] | None:
    """Read a place in an order as `list_cases` writes it; anything else is the beginning."""
    value, _, last = written.rpartition(":")
    if not _NUMBER.fullmatch(last) or (by.cast == "bigint" and not _NUMBER.fullmatch(value)):
        return None
    try:
        if by.cast == "date":
            parse_day(value)
    except DayError:
        return None
    return value, int(last)


def count_views(*, creditor: int, views: Sequence[Filters], on: date) -> list[Counted]:
    """Count the cases of each view and sum what is left of their invoices: one walk over open ones, one over closed."""
    counted: dict[int, Counted] = {}
    for closed in (False, True):
        places = [place for place, view in enumerate(views) if view.closed is closed]
        if not places:
            continue
        columns: list[str] = []
        told: dict[str, Any] = {"creditor": creditor}
        for place in places:
            where, more = conditions(
                views[place], creditor=creditor, on=on, prefix=f"v{place}", openness=False
            )
            told |= more
            columns.append(f"count(*) FILTER (WHERE {where})")
            columns.append(f"coalesce(sum(c.left_ore) FILTER (WHERE {where}), 0)::bigint")
        statement = (
            f"SELECT {', '.join(columns)} FROM records_case c "
            f"WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS {'' if closed else 'NOT '}NULL"
        )
        (row,) = fetch(statement, told)
        for at, place in enumerate(places):
            counted[place] = Counted(row[2 * at], row[2 * at + 1])
    return [counted[place] for place in range(len(views))]


def numbers_of(*, creditor: int, filters: Filters, on: date, at_most: int) -> list[int]:
    """List the numbers of the cases that filters leave, at most so many, for what is done to all of them."""
    where, told = conditions(filters, creditor=creditor, on=on)
    statement = (
        f"SELECT c.number FROM records_case c WHERE c.creditor_id = %(creditor)s AND {where} "
        "ORDER BY c.number LIMIT %(at_most)s"
    )
    return [row[0] for row in fetch(statement, {"creditor": creditor, "at_most": at_most, **told})]
