"""What payments are matched against beside the claims themselves; the transaction's walls must be open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from betalt.records import models as m
from betalt.records.sql import fetch


class Named(NamedTuple):
    """An invoice of a case, or a credit note on one, as payers may name it."""

    case: int
    invoice: int
    party: int
    number: str
    ocr: str
    name: str
    org_no: str
    amount_ore: int
    is_credit: bool
    counted_on: date | None  # the list that it came in said on this day that a part was settled


_PLAIN = "CASE WHEN {0} ~ '^[0-9]+$' THEN ltrim({0}, '0') ELSE {0} END"
_LETTERS = "lower(regexp_replace({0}, '[^[:alnum:]]', '', 'g'))"


def _plain(column: str) -> str:
    """Write a number as core.payment.open_claims.plain_number does."""
    return _PLAIN.format(_LETTERS.format(column))


_OF_OPEN_CASES = """
SELECT i.case_id, i.id, i.party_id, i.number, i.ocr, p.name, p.org_no, i.amount_ore, false,
    CASE WHEN i.settled_before_ore > 0 THEN b."on" END
FROM records_case c
JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id
JOIN records_party p ON p.creditor_id = i.creditor_id AND p.id = i.party_id
LEFT JOIN records_import b ON b.creditor_id = i.creditor_id AND b.id = i.batch_id
WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS NOT NULL
ORDER BY i.id
"""

# A closed case is known by its reference only, so that what comes twice is seen to be too much.
_OF_CLOSED_CASES = f"""
SELECT i.case_id, i.id, i.party_id, i.number, i.ocr, p.name, p.org_no, i.amount_ore, false,
    CASE WHEN i.settled_before_ore > 0 THEN b."on" END
FROM records_case c
JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id
JOIN records_party p ON p.creditor_id = i.creditor_id AND p.id = i.party_id
LEFT JOIN records_import b ON b.creditor_id = i.creditor_id AND b.id = i.batch_id
WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS NULL AND i.taken_back_on IS NULL
    AND ({_plain("i.number")} = ANY (%(numbers)s) OR {_plain("i.ocr")} = ANY (%(numbers)s))
ORDER BY i.id
"""

_CREDIT_NOTES = f"""
SELECT i.case_id, i.id, i.party_id, n.key, '', p.name, p.org_no, n.amount_ore, true,
    NULL
FROM records_creditnote n
JOIN records_invoice i ON i.creditor_id = n.creditor_id AND i.id = n.invoice_id
JOIN records_party p ON p.creditor_id = i.creditor_id AND p.id = i.party_id
WHERE n.creditor_id = %(creditor)s AND n.withdrawn_on IS NULL AND i.case_id IS NOT NULL
    AND {_plain("n.key")} = ANY (%(numbers)s)
ORDER BY n.id
"""

_LAST_LETTERS = """
SELECT DISTINCT ON (k.case_id) k.case_id, k.total_ore
FROM records_case c
JOIN records_lettercase k ON k.creditor_id = c.creditor_id AND k.case_id = c.id AND k.live AND k.kind <> 'thanks'
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS NOT NULL
ORDER BY k.case_id, l.letter_on DESC, l.id DESC
"""


def open_cases(*, creditor: int) -> list[int]:
    """List the ids of the cases that are not closed."""
    found = m.Case.objects.of(creditor).filter(next_look_on__isnull=False).order_by("id")
    return list(found.values_list("id", flat=True))


def named(*, creditor: int, numbers: Collection[str]) -> list[Named]:
    """List the invoices of open cases, and those of closed ones and the credit notes that plain numbers name."""
    wanted = {"creditor": creditor, "numbers": list(numbers)}
    return [
        Named._make(row)
        for statement in (_OF_OPEN_CASES, _OF_CLOSED_CASES, _CREDIT_NOTES)
        for row in fetch(statement, wanted)
    ]


def letter_sums(*, creditor: int) -> Mapping[int, int]:
    """Tell what the last letter asked for in each open case, in öre, by the case's id."""
    return dict(fetch(_LAST_LETTERS, {"creditor": creditor}))


def known_payers(*, creditor: int) -> Mapping[str, frozenset[int]]:
    """Tell for which parties each confirmed account has paid."""
    found: dict[str, set[int]] = defaultdict(set)
    for account, party in m.KnownPayer.objects.of(creditor).values_list("account", "party_id"):
        found[account].add(party)
    return {account: frozenset(parties) for account, parties in found.items()}
