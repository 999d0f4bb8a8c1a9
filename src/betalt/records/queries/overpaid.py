"""Who paid last in a case, from which account, and by when a letter said it gets its money back; walls open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.sql import fetch
from betalt.records.veil import opened


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
    found = fetch(_LAST, [creditor, list(cases)])
    return {case: Payee(case, party, opened(account), opened(name)) for case, party, account, name in found}


_PROMISED = """
SELECT k.case_id, max((l.content #>> '{proof,refund_by}')::date)
FROM records_lettercase k
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
WHERE k.creditor_id = %s AND k.case_id = ANY (%s) AND k.live AND l.content #>> '{proof,refund_by}' IS NOT NULL
GROUP BY k.case_id
"""


def promised_back(*, creditor: int, cases: Sequence[int]) -> dict[int, date]:
    """Tell, by case, the day by which a letter promised that what was paid too much goes back."""
    return dict(fetch(_PROMISED, [creditor, list(cases)])) if cases else {}
