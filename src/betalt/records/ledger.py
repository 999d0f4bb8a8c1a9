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


_BOOKED = """
SELECT p.creditor_id, p.case_id, a.account, sum(a.ore)::bigint
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_posting p ON p.creditor_id = w.creditor_id AND p.case_id = w.id
CROSS JOIN LATERAL (VALUES (p.debit, p.ore), (p.credit, -p.ore)) AS a (account, ore)
GROUP BY 1, 2, 3 HAVING sum(a.ore) <> 0
"""

_POST = """
INSERT INTO records_posting (creditor_id, case_id, "on", debit, credit, ore, why)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, %s, e ->> 2, e ->> 3, (e ->> 4)::bigint, %s
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""


def booked(keys: Sequence[Key]) -> dict[Key, dict[str, int]]:
    """Sum what stands in the ledger of these cases: account and öre, debit as plus."""
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for creditor, case, account, ore in fetch(_BOOKED, pairs(keys)):
        found[creditor, case][account] = ore
    return found


def post(rows: Sequence[NewPosting], *, on: date, why: str) -> None:
    """Add postings on a day."""
    if rows:
        execute(_POST, [on, why, document(rows)])
