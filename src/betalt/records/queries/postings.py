"""Lists postings with the numbers of the invoices they are about; the transaction's walls must be open."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection


class PostedRow(NamedTuple):
    """A posting as it stands: öre from the credited account to the debited one, and its case's invoices."""

    on: date
    why: str
    debit: str
    credit: str
    ore: int
    invoices: list[str]


_POSTED = """
SELECT p."on", p.why, p.debit, p.credit, p.ore, coalesce(i.numbers, '{}')
FROM records_posting p
LEFT JOIN (
    SELECT case_id, array_agg(number ORDER BY id) AS numbers
    FROM records_invoice WHERE creditor_id = %(creditor)s GROUP BY case_id
) i ON i.case_id = p.case_id
WHERE p.creditor_id = %(creditor)s AND p."on" BETWEEN %(first)s AND %(last)s
ORDER BY p.id
"""


def posted_between(*, creditor: int, first: date, last: date) -> list[PostedRow]:
    """List a creditor's postings from one day to another, both with it, in the order they were made."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTED, {"creditor": creditor, "first": first, "last": last})
        return [PostedRow(*row) for row in cursor.fetchall()]
