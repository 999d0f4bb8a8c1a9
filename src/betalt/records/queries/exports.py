"""What can be taken out as a table, in set-based statements; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from betalt.records.sql import stream
from betalt.records.veil import opened

# Each statement's columns are named in words by their alias; one that ends in _ore is a sum, `sealed_…` is opened.
TABLES: Mapping[str, str] = {
    "cases": """
SELECT c.number AS "case", p.number AS customer, p.name AS name, i.number AS invoice, i.issued_on, i.due_on, i.ocr,
    i.amount_ore, c.left_ore, c.stage, c.hold, c.payment_status, c.next_look_on, c.opened_on, c.closed_on, c.outcome
FROM records_case c
JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id
WHERE c.creditor_id = %s ORDER BY c.number, i.id""",
    "customers": """
SELECT p.number AS customer, p.name AS name, p.kind, p.org_no, array_to_string(p.address, ', ') AS address, p.email,
    p.phone, count(c.id) FILTER (WHERE c.next_look_on IS NOT NULL) AS open_cases,
    coalesce(sum(c.left_ore) FILTER (WHERE c.next_look_on IS NOT NULL), 0)::bigint AS left_ore
FROM records_party p
LEFT JOIN records_case c ON c.creditor_id = p.creditor_id AND c.party_id = p.id
WHERE p.creditor_id = %s GROUP BY p.creditor_id, p.id ORDER BY p.sort_name, p.id""",
    "payments": """
SELECT p.id AS payment, p.booked_on, p.read_on, p.amount_ore, p.kind, p.state, p.payer_name AS sealed_name,
    p.payer AS sealed_payer, c.number AS "case", m.amount_ore AS placed_ore
FROM records_payment p
LEFT JOIN records_match m ON m.creditor_id = p.creditor_id AND m.payment_id = p.id
LEFT JOIN records_case c ON c.creditor_id = m.creditor_id AND c.id = m.case_id
WHERE p.creditor_id = %s ORDER BY p.booked_on, p.id, m.id""",
    "letters": """
SELECT l.id AS letter, l.kind, l.state, l.channel, l.letter_on, l.handed_over_on, l.answer_by, l.total_ore,
    p.number AS customer, c.number AS "case"
FROM records_letter l
JOIN records_party p ON p.creditor_id = l.creditor_id AND p.id = l.party_id
LEFT JOIN records_lettercase k ON k.creditor_id = l.creditor_id AND k.letter_id = l.id
LEFT JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id
WHERE l.creditor_id = %s ORDER BY l.id, c.number""",
    "journal": """
SELECT e.id AS event, e."on" AS day, e.at::date AS noted_on, c.number AS "case", e.kind, e.stage, e.hold,
    e.payment_status, e.actor
FROM records_event e
LEFT JOIN records_case c ON c.creditor_id = e.creditor_id AND c.id = e.case_id
WHERE e.creditor_id = %s ORDER BY e.id""",
}


def columns_of(what: str) -> tuple[str, ...]:
    """Name the columns of a table, in its order."""
    return _COLUMNS[what]


def rows_of(*, creditor: int, what: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a table; what is stored sealed is opened."""
    sealed = [at for at, name in enumerate(columns_of(what)) if name.startswith("sealed_")]
    for row in stream(TABLES[what], [creditor]):
        if not sealed:
            yield row
            continue
        cells = list(row)
        for at in sealed:
            cells[at] = opened(cells[at])
        yield tuple(cells)


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cases": (
        "case", "customer", "name", "invoice", "issued_on", "due_on", "ocr", "amount_ore", "left_ore", "stage", "hold",
        "payment_status", "next_look_on", "opened_on", "closed_on", "outcome",
    ),
    "customers": (
        "customer", "name", "kind", "org_no", "address", "email", "phone", "open_cases", "left_ore",
    ),
    "payments": (
        "payment", "booked_on", "read_on", "amount_ore", "kind", "state", "sealed_name", "sealed_payer", "case",
        "placed_ore",
    ),
    "letters": (
        "letter", "kind", "state", "channel", "letter_on", "handed_over_on", "answer_by", "total_ore", "customer",
        "case",
    ),
    "journal": ("event", "day", "noted_on", "case", "kind", "stage", "hold", "payment_status", "actor"),
}  # fmt: skip
