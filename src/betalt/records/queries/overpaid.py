"""Who paid last in a case, and from which account; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from betalt.records.sql import fetch


class Payee(NamedTuple):
    """To whom money goes back: the account may be unknown."""

    case: int
    party: str
    account: str
    name: str


_LAST = """
SELECT DISTINCT ON (c.id) c.id, y.name, coalesce(p.payer, ''), coalesce(nullif(p.payer_name, ''), y.name)
FROM records_case c
JOIN records_party y ON y.creditor_id = c.creditor_id AND y.id = c.party_id
LEFT JOIN records_match m ON m.creditor_id = c.creditor_id AND m.case_id = c.id
LEFT JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id AND p.reversed_on IS NULL
    AND p.payer <> ''
WHERE c.creditor_id = %s AND c.id = ANY (%s)
ORDER BY c.id, p.booked_on DESC NULLS LAST, p.id DESC
"""


def last_payers(*, creditor: int, cases: Sequence[int]) -> dict[int, Payee]:
    """Tell, by case, the account that the last money came from and whose it is."""
    if not cases:
        return {}
    return {row[0]: Payee._make(row) for row in fetch(_LAST, [creditor, list(cases)])}
