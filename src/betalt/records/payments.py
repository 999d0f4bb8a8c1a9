"""Stores payments as files tell of them, and finds those that are here; the transaction's walls must be open."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from betalt.core.payment.incoming import Reference, ReferenceKind
from betalt.core.payment.open_claims import plain_number
from betalt.core.payment.sightings import Held, Seen, checked
from betalt.records.sql import document, execute, fetch
from betalt.records.veil import opened, opened_json, veil, veil_json, veils
from betalt.values.personnummer import mentions


class NewPayment(NamedTuple):
    """A payment to be stored; öre, more than zero."""

    key: str
    kind: str
    state: str
    held: bool
    booked_on: date
    amount_ore: int
    payee: str
    payer: str
    payer_name: str
    payer_org_no: str
    references: Sequence[Sequence[Any]]
    text: Sequence[str]
    twin: str
    why: dict[str, object]


class NewSighting(NamedTuple):
    """A payment that a file tells of, by its id."""

    payment: int
    bank_id: str
    booked_on: date
    line: int


class NewSuggestion(NamedTuple):
    """A claim that a payment may be for."""

    payment: int
    rank: int
    case: int
    invoice: int | None
    weight: int
    reasons: Sequence[dict[str, object]]


_STORE = """
INSERT INTO records_payment (creditor_id, key, kind, state, held, booked_on, read_on, amount_ore, source_id, payee,
    payer, payer_name, payer_org_no, "references", text, twin, why, note)
SELECT %s, e ->> 0, e ->> 1, e ->> 2, (e ->> 3)::bool, (e ->> 4)::date, %s, (e ->> 5)::bigint, %s, e ->> 6, e ->> 7,
    e ->> 8, e ->> 9, e -> 10, e -> 11, e ->> 12, e -> 13, ''
FROM jsonb_array_elements(%s::jsonb) AS r (e)
ON CONFLICT (creditor_id, key) DO NOTHING RETURNING id, key
"""

_SIGHT = """
INSERT INTO records_sighting (creditor_id, source_id, format, payment_id, bank_id, booked_on, line)
SELECT %s, %s, %s, (e ->> 0)::bigint, e ->> 1, (e ->> 2)::date, (e ->> 3)::int
FROM jsonb_array_elements(%s::jsonb) AS r (e)
ON CONFLICT DO NOTHING
"""

_SUGGEST = """
INSERT INTO records_suggestion (creditor_id, payment_id, rank, case_id, invoice_id, weight, reasons)
SELECT %s, (e ->> 0)::bigint, (e ->> 1)::int, (e ->> 2)::bigint, (e ->> 3)::bigint, (e ->> 4)::int, e -> 5
FROM jsonb_array_elements(%s::jsonb) AS r (e)
ON CONFLICT DO NOTHING
"""

_SEEN = """
SELECT p.id, s.format, s.bank_id, s.booked_on, p.amount_ore, p.kind, p.payee
FROM records_sighting s JOIN records_payment p ON p.creditor_id = s.creditor_id AND p.id = s.payment_id
WHERE s.creditor_id = %s AND s.bank_id = ANY (%s)
"""

_HELD = """
SELECT p.id, coalesce(array_agg(s.format) FILTER (WHERE s.format IS NOT NULL), '{}'), p.booked_on, p.amount_ore,
    p.kind, p.payee, p.twin, p."references",
    EXISTS (SELECT FROM records_match m WHERE m.creditor_id = p.creditor_id AND m.payment_id = p.id)
FROM records_payment p
LEFT JOIN records_sighting s ON s.creditor_id = p.creditor_id AND s.payment_id = p.id
WHERE p.creditor_id = %(creditor)s AND p.booked_on = ANY (%(days)s) AND p.amount_ore = ANY (%(sums)s)
    AND p.source_id IS NOT NULL
GROUP BY p.creditor_id, p.id
"""

# A person may tell of money some days before or after the bank does: what it was given to says what it is for.
_BY_HAND = """
SELECT p.id, w.day, p.amount_ore, p.payee, coalesce(array_agg(i.number) FILTER (WHERE i.number IS NOT NULL), '{}'),
    coalesce(array_agg(i.ocr) FILTER (WHERE i.ocr <> ''), '{}')
FROM records_payment p
JOIN unnest(%(days)s::date[]) AS w (day) ON p.booked_on BETWEEN w.day - 5 AND w.day + 5
LEFT JOIN records_match m ON m.creditor_id = p.creditor_id AND m.payment_id = p.id
LEFT JOIN records_invoice i ON i.creditor_id = m.creditor_id AND i.case_id = m.case_id
WHERE p.creditor_id = %(creditor)s AND p.amount_ore = ANY (%(sums)s) AND p.source_id IS NULL AND p.kind = 'in'
    AND p.reversed_on IS NULL AND p.state <> 'ignored'
    AND NOT EXISTS (SELECT FROM records_sighting s WHERE s.creditor_id = p.creditor_id AND s.payment_id = p.id)
GROUP BY p.creditor_id, p.id, w.day
"""


def store(rows: Sequence[NewPayment], *, creditor: int, source: int | None, on: date) -> dict[str, int]:
    """Store payments that reached us on a day; return the ids by key, without those that are here already."""
    if not rows:
        return {}
    veiled = [_veiled(row, creditor) for row in rows]
    return {opened(key): number for number, key in fetch(_STORE, [creditor, on, source, document(veiled)])}


def _veiled(row: NewPayment, creditor: int) -> NewPayment:
    """Seal what a payer wrote where a personal number may stand in it; most payments have none."""
    if not mentions(" / ".join((row.key, row.payer, row.payer_name, str(row.references), *row.text))):
        return row
    return row._replace(
        key=veil(row.key, creditor=creditor),
        payer=veil(row.payer, creditor=creditor),
        payer_name=veil(row.payer_name, creditor=creditor),
        references=veil_json(row.references, creditor=creditor),
        text=veil_json(row.text, creditor=creditor),
        twin=veil(row.twin, creditor=creditor),
    )


def sight(rows: Sequence[NewSighting], *, creditor: int, source: int, told_by: str) -> None:
    """Note which payments a file of a kind has told of."""
    if rows:
        veiled = [row._replace(bank_id=veil(row.bank_id, creditor=creditor)) for row in rows]
        execute(_SIGHT, [creditor, source, told_by, document(veiled)])


def suggest(rows: Sequence[NewSuggestion], *, creditor: int) -> None:
    """Note what payments may be for."""
    if rows:
        execute(_SUGGEST, [creditor, document(rows)])


def forget_suggestions(payments: Collection[int], *, creditor: int) -> None:
    """Take away what was suggested for these payments."""
    execute(
        "DELETE FROM records_suggestion WHERE creditor_id = %s AND payment_id = ANY (%s)",
        [creditor, list(payments)],
    )


def seen(bank_ids: Collection[str], *, creditor: int) -> dict[str, list[Seen]]:
    """Find the payments that are here under these numbers of a bank's, by number."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for row in fetch(_SEEN, [creditor, veils(bank_ids, creditor=creditor)]):
        number = opened(row[2])
        found[number].append(Seen._make((*row[:2], number, *row[3:])))
    return found


def held(
    days: Collection[date], sums: Collection[int], *, creditor: int
) -> dict[tuple[date, int], list[Held]]:
    """Find the payments of these days and öre, by both; one that a person told of stands under days near its own."""
    wanted = {"creditor": creditor, "days": list(days), "sums": list(sums)}
    found: dict[tuple[date, int], list[Held]] = defaultdict(list)
    for payment, told_by, day, ore, kind, payee, twin, stored, is_given in fetch(_HELD, wanted):
        numbers = checked(references(json.loads(opened_json(stored))))
        found[day, ore].append(
            Held(payment, frozenset(told_by), day, ore, kind, payee, opened(twin), numbers, is_given)
        )
    for payment, day, ore, payee, invoices, ocrs in fetch(_BY_HAND, wanted):
        names = frozenset(plain_number(number) for number in (*invoices, *ocrs))
        found[day, ore].append(Held(payment, frozenset(), day, ore, "in", payee, "", names, True))
    return found


def references(stored: Sequence[Sequence[Any]]) -> tuple[Reference, ...]:
    """Read the references of a stored payment."""
    return tuple(Reference(value, ReferenceKind(kind), ore) for value, kind, ore in stored)


class Reversible(NamedTuple):
    """A payment that may be the one that a bank takes back."""

    payment: int
    bank_ids: frozenset[str]
    booked_on: date
    amount_ore: int
    payee: str
    checked: frozenset[str]


_REVERSIBLE = """
SELECT p.id, coalesce(array_agg(s.bank_id) FILTER (WHERE s.bank_id IS NOT NULL), '{}'), p.booked_on, p.amount_ore,
    p.payee, p."references"
FROM records_payment p
LEFT JOIN records_sighting s ON s.creditor_id = p.creditor_id AND s.payment_id = p.id
WHERE p.creditor_id = %s AND p.amount_ore = ANY (%s) AND p.kind = 'in' AND p.reversed_on IS NULL
    AND p.state <> 'ignored'
GROUP BY p.creditor_id, p.id
"""

# Two payments that one kind of file has told of are two.
_NO_LONGER_DOUBTFUL = """
SELECT p.id FROM records_payment p
WHERE p.creditor_id = %s AND p.state = 'open' AND p.why ->> 'code' = %s AND EXISTS (
    SELECT FROM records_sighting s JOIN records_sighting o ON o.creditor_id = s.creditor_id AND o.format = s.format
    WHERE s.creditor_id = p.creditor_id AND s.payment_id = p.id
        AND o.payment_id = (p.why -> 'params' ->> 'payment')::bigint
)
"""

_SETTLE = """
UPDATE records_payment p SET state = e ->> 1, why = e -> 2, held = p.held AND (e ->> 3)::bool
FROM jsonb_array_elements(%s::jsonb) AS r (e)
WHERE p.creditor_id = %s AND p.id = (e ->> 0)::bigint
"""


def reversible(sums: Collection[int], *, creditor: int) -> dict[int, list[Reversible]]:
    """Find the payments of these öre that a bank could take back, by öre."""
    found: dict[int, list[Reversible]] = defaultdict(list)
    for payment, bank_ids, day, ore, payee, stored in fetch(_REVERSIBLE, [creditor, list(sums)]):
        numbers = checked(references(json.loads(opened_json(stored))))
        told = frozenset(map(opened, bank_ids))
        found[ore].append(Reversible(payment, told, day, ore, payee, numbers))
    return found


def note_states(rows: Sequence[tuple[int, str, dict[str, object], bool]], *, creditor: int) -> None:
    """Note what became of payments: id, state, why, and whether they stay booked as unmatched money."""
    if rows:
        execute(_SETTLE, [document(rows), creditor])


def count_anew() -> None:
    """Let the planner count the tables of money, which have grown by many rows."""
    fetch("SELECT betalt_count_money_anew()")


def no_longer_doubtful(*, creditor: int, code: str) -> list[int]:
    """Find the payments that were taken for another one, by the code that says so, and that are none."""
    return [row[0] for row in fetch(_NO_LONGER_DOUBTFUL, [creditor, code])]
