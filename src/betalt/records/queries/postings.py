"""Lists postings with the numbers of the invoices they are about; the transaction's walls must be open."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from betalt.values.days import add_days


class PostedRow(NamedTuple):
    """A posting as it stands: öre from the credited account to the debited one, and its case's invoices."""

    on: date
    why: str
    debit: str
    credit: str
    ore: int
    invoices: list[str]
    id: int


_POSTED = """
SELECT p."on", p.why, p.debit, p.credit, p.ore, coalesce(i.numbers, '{}'), p.id
FROM records_posting p
LEFT JOIN (
    SELECT case_id, array_agg(number ORDER BY id) AS numbers
    FROM records_invoice WHERE creditor_id = %(creditor)s GROUP BY case_id
) i ON i.case_id = p.case_id
WHERE p.creditor_id = %(creditor)s AND p."on" <= %(last)s
    AND (p."on" >= %(first)s OR p.id > %(after)s) AND p.id <= %(through)s
ORDER BY p.id
"""
_NEWEST = 2**63 - 1


def posted_between(*, creditor: int, first: date, last: date) -> list[PostedRow]:
    """List a creditor's postings from one day to another, both with it, in the order they were made."""
    return _posted(creditor, first, last, after=_NEWEST, through=_NEWEST)


def posted_since(
    *, creditor: int, after_on: date | None, after: int, last: date, through: int | None = None
) -> list[PostedRow]:
    """List the postings up to a day that an export, up to its day and posting, does not hold; all without one."""
    first = add_days(after_on, 1) if after_on else date.min
    return _posted(creditor, first, last, after=after, through=_NEWEST if through is None else through)


def _posted(creditor: int, first: date, last: date, *, after: int, through: int) -> list[PostedRow]:
    wanted: dict[str, Any] = {
        "creditor": creditor,
        "first": first,
        "last": last,
        "after": after,
        "through": through,
    }
    with connection.cursor() as cursor:
        cursor.execute(_POSTED, wanted)
        return [PostedRow(*row) for row in cursor.fetchall()]
