"""Reads and adds to the postings; nothing here changes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import document, execute, fetch, pairs


class NewPosting(NamedTuple):
    """An amount in öre moved from the credited account to the debited one."""

    creditor: int
    case: int
    debit: str
    credit: str
    ore: int


class NewMoneyPosting(NamedTuple):
    """An amount in öre moved because of a payment that no case has (yet)."""

    creditor: int
    payment: int
    debit: str
    credit: str
    ore: int


_BOOKED = """
SELECT p.creditor_id, p.case_id, a.account, sum(a.ore)::bigint
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_posting p ON p.creditor_id = w.creditor_id AND p.case_id = w.id
CROSS JOIN LATERAL (VALUES (p.debit, p.ore), (p.credit, -p.ore)) AS a (account, ore)
GROUP BY 1, 2, 3 HAVING sum(a.ore) <> 0
"""

_BOOKED_MONEY = """
SELECT p.creditor_id, p.payment_id, a.account, sum(a.ore)::bigint
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_posting p ON p.creditor_id = w.creditor_id AND p.payment_id = w.id AND p.case_id IS NULL
CROSS JOIN LATERAL (VALUES (p.debit, p.ore), (p.credit, -p.ore)) AS a (account, ore)
GROUP BY 1, 2, 3 HAVING sum(a.ore) <> 0
"""

_POST = """
INSERT INTO records_posting (creditor_id, case_id, "on", debit, credit, ore, why)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, %s, e ->> 2, e ->> 3, (e ->> 4)::bigint, %s
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""


_POST_MONEY = """
INSERT INTO records_posting (creditor_id, payment_id, "on", debit, credit, ore, why)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, %s, e ->> 2, e ->> 3, (e ->> 4)::bigint, %s
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""


_BALANCES = """
SELECT p.creditor_id, p.case_id
FROM records_posting p
WHERE p.creditor_id = %(creditor)s AND p.case_id IS NOT NULL AND %(account)s IN (p.debit, p.credit)
GROUP BY 1, 2 HAVING sum(CASE WHEN p.debit = %(account)s THEN p.ore ELSE -p.ore END) <> 0 ORDER BY 2
"""


def cases_with_balance(*, creditor: int, account: str) -> list[Key]:
    """Find the cases in whose ledger something stands on an account."""
    return [(row[0], row[1]) for row in fetch(_BALANCES, {"creditor": creditor, "account": account})]


_ALL_BALANCES = """
SELECT a.account, sum(a.ore)::bigint FROM records_posting p
CROSS JOIN LATERAL (VALUES (p.debit, p.ore), (p.credit, -p.ore)) AS a (account, ore)
WHERE p.creditor_id = %s GROUP BY 1 HAVING sum(a.ore) <> 0
"""

# What cases were given of payments; what one case gave for another, or a payer kept, is taken off again.
_GIVEN = """
SELECT payment_id, sum(ore)::bigint FROM (
    SELECT payment_id, amount_ore AS ore FROM records_match WHERE creditor_id = %(creditor)s
    UNION ALL
    SELECT payment_id, -amount_ore FROM records_refund
    WHERE creditor_id = %(creditor)s AND payment_id IS NOT NULL AND state = 'paid'
) AS parts GROUP BY 1
"""


def balances(*, creditor: int) -> dict[str, int]:
    """Sum the general ledger of a creditor: account and öre, debit as plus."""
    return dict(fetch(_ALL_BALANCES, [creditor]))


def given(*, creditor: int) -> dict[int, int]:
    """Sum what cases have been given of each payment, in öre; below 0 where a payer kept something."""
    return dict(fetch(_GIVEN, {"creditor": creditor}))


def booked(keys: Sequence[Key]) -> dict[Key, dict[str, int]]:
    """Sum what stands in the ledger of these cases: account and öre, debit as plus."""
    return _summed(_BOOKED, keys)


def booked_money(payments: Sequence[Key]) -> dict[Key, dict[str, int]]:
    """Sum what stands in the ledger of these payments themselves: account and öre, debit as plus."""
    return _summed(_BOOKED_MONEY, payments)


def post_money(rows: Sequence[NewMoneyPosting], *, on: date, why: str) -> None:
    """Add postings of payments on a day."""
    if rows:
        execute(_POST_MONEY, [on, why, document(rows)])


def post(rows: Sequence[NewPosting], *, on: date, why: str) -> None:
    """Add postings on a day."""
    if rows:
        execute(_POST, [on, why, document(rows)])


def _summed(statement: str, keys: Sequence[Key]) -> dict[Key, dict[str, int]]:
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for creditor, of, account, ore in fetch(statement, pairs(keys)):
        found[creditor, of][account] = ore
    return found
