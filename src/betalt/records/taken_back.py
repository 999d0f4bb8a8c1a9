"""Writes the opposite of an import in a handful of set-based statements; the walls must be open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.sql import array, execute, fetch


class Touched(NamedTuple):
    """How many invoices of an import something has happened to that cannot be taken back."""

    letters: int
    money: int
    promised: int


_OURS = "FROM records_invoice i JOIN"
_OF = "WHERE i.creditor_id = %(creditor)s AND i.batch_id = %(batch)s"
# Joins and not one look for each invoice: a list may have 100,000.
_TOUCHED = f"""
SELECT
    (SELECT count(DISTINCT i.id) {_OURS} records_lettercase k ON k.creditor_id = i.creditor_id AND k.case_id = i.case_id
        JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
        {_OF} AND l.state NOT IN ('ready', 'withdrawn')),
    (SELECT count(*) FROM (
        SELECT i.id {_OURS} records_match m ON m.creditor_id = i.creditor_id AND m.case_id = i.case_id {_OF}
        UNION SELECT i.id {_OURS} records_creditnote n ON n.creditor_id = i.creditor_id AND n.invoice_id = i.id
            {_OF} AND n.withdrawn_on IS NULL) money),
    (SELECT count(*) FROM (
        SELECT i.id {_OURS} records_dispute d ON d.creditor_id = i.creditor_id AND d.case_id = i.case_id {_OF}
        UNION SELECT i.id {_OURS} records_plan p ON p.creditor_id = i.creditor_id AND p.case_id = i.case_id {_OF}
        UNION SELECT i.id {_OURS} records_pause p ON p.creditor_id = i.creditor_id AND p.case_id = i.case_id {_OF}
        ) promised)
"""

# By error: it was never owed, so no interest is left of it either.
_CREDIT_WHOLE = """
WITH taken AS (
    UPDATE records_invoice SET taken_back_on = %(on)s
    WHERE creditor_id = %(creditor)s AND batch_id = %(batch)s AND taken_back_on IS NULL
    RETURNING id, amount_ore - settled_before_ore - tax_office_share_ore AS left_ore
)
INSERT INTO records_creditnote (creditor_id, invoice_id, "on", amount_ore, ground, key)
SELECT %(creditor)s, id, %(on)s, left_ore, 'error', 'taken back' FROM taken WHERE left_ore > 0
"""

_CLOSE = "UPDATE records_case SET outcome = 'taken_back' WHERE creditor_id = %s AND id = ANY (%s::bigint[])"

# Only what the list itself had held, and nobody has changed since.
_LET_GO = """
WITH held AS (
    SELECT DISTINCT ON (e.case_id) e.case_id, e.data, e.hold FROM records_event e
    WHERE e.creditor_id = %(creditor)s AND e.hold <> '' AND e.case_id IN (
        SELECT case_id FROM records_event
        WHERE creditor_id = %(creditor)s AND kind IN ('left_list', 'credit_in_list')
            AND data @> jsonb_build_object('batch', %(batch)s::bigint))
    ORDER BY e.case_id, e.id DESC
), freed AS (
    UPDATE records_case c SET hold = 'none', hold_until = NULL, next_look_on = %(on)s::date + 1, asked_step = 0,
        asked_code = '', asked_on = NULL, asked_times = 0, version = version + 1
    FROM held h
    WHERE c.creditor_id = %(creditor)s AND c.id = h.case_id AND c.stage <> 'closed' AND c.hold = h.hold
        AND h.data @> jsonb_build_object('batch', %(batch)s::bigint)
    RETURNING c.id
)
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT %(creditor)s, id, %(on)s, 'released', '', 'none', '', '{}', %(actor)s FROM freed
"""


def touched(*, creditor: int, batch: int) -> Touched:
    """Count the invoices of an import that have had letters, money or promises."""
    (counts,) = fetch(_TOUCHED, {"creditor": creditor, "batch": batch})
    return Touched._make(counts)


def credit_whole(*, creditor: int, batch: int, on: date) -> None:
    """Credit what is left of every invoice of an import as never owed."""
    execute(_CREDIT_WHOLE, {"creditor": creditor, "batch": batch, "on": on})


def close(*, creditor: int, cases: Sequence[int]) -> None:
    """Say of closed cases that they were taken back, so that no figure counts them as paid."""
    execute(_CLOSE, [creditor, array(cases)])


def let_go(*, creditor: int, batch: int, on: date, actor: str) -> int:
    """Let the cases go on that an import had held; return how many."""
    return execute(_LET_GO, {"creditor": creditor, "batch": batch, "on": on, "actor": actor})
