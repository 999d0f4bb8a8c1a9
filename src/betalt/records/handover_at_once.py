"""Hands over, in one statement, letters of which only the fee moves anything: no row of theirs comes to us.

Which letters these are is asked in the same statement, row by row, of what is stored: one invoice on which nothing
has been paid, credited or given up, no measure of the same day, a clause that is old enough, and a ledger that
shows exactly the claim before the fee. All others are left to be handed over with their claims worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import array, execute, fetch, pairs, text_array


class FeeAccounts(NamedTuple):
    """The accounts on which a creditor's claims without payments are booked."""

    creditor: int
    receivable: str
    fees: str
    opening: str


class DatedFee(NamedTuple):
    """A statutory fee in öre from a day on."""

    kind: str
    from_on: date
    ore: int


class StageMove(NamedTuple):
    """Where a letter of a kind takes a case from a stage."""

    kind: str
    stage: str
    to: str


# Locked by a statement of its own: only one that begins afterwards sees what others wrote while it waited.
_LOCK = """
SELECT 1 FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_letter l USING (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = l.creditor_id AND k.letter_id = l.id AND k.live
JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id
WHERE l.state <> 'handed_over' ORDER BY l.creditor_id, c.id FOR UPDATE OF c, l
"""

_HAND_OVER = """
WITH w AS (SELECT * FROM unnest(%(creditors)s::bigint[], %(ids)s::bigint[]) AS w (creditor_id, id)),
account AS (
    SELECT * FROM unnest(%(of)s::bigint[], %(receivable)s::text[], %(fees)s::text[], %(opening)s::text[])
        AS a (creditor_id, receivable, fees, opening)
),
fee AS (
    SELECT * FROM unnest(%(fee_kinds)s::text[], %(fee_days)s::date[], %(fee_ores)s::bigint[]) AS f (kind, from_on, ore)
),
way AS (SELECT * FROM unnest(%(kinds)s::text[], %(stages)s::text[], %(goals)s::text[]) AS m (kind, stage, goal)),
asked AS MATERIALIZED (
    SELECT l.creditor_id, l.id AS letter_id, l.kind, l.answer_by, k.case_id, k.round, k.step, way.goal,
        i.id AS invoice_id, i.amount_ore - i.settled_before_ore AS principal_ore, a.receivable, a.fees, a.opening,
        (SELECT f.ore FROM fee f WHERE f.kind = l.kind AND f.from_on <= %(on)s ORDER BY f.from_on DESC LIMIT 1) AS ore
    FROM w
    JOIN records_letter l USING (creditor_id, id)
    JOIN records_lettercase k ON k.creditor_id = l.creditor_id AND k.letter_id = l.id AND k.live
    JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id
    JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id
    JOIN account a ON a.creditor_id = c.creditor_id
    JOIN way ON way.kind = l.kind AND way.stage = c.stage
    WHERE l.state <> 'handed_over' AND l.letter_on = %(on)s AND i.tax_office_share_ore = 0
      AND k.charges = jsonb_build_array(jsonb_build_array(l.kind, i.id, true))
      AND NOT EXISTS (SELECT FROM records_lettercase o
          WHERE o.creditor_id = l.creditor_id AND o.letter_id = l.id AND o.live AND o.case_id <> c.id)
      AND NOT EXISTS (SELECT FROM records_invoice o
          WHERE o.creditor_id = i.creditor_id AND o.case_id = i.case_id AND o.id <> i.id)
      AND NOT EXISTS (SELECT FROM records_creditnote n WHERE n.creditor_id = i.creditor_id AND n.invoice_id = i.id)
      AND NOT EXISTS (SELECT FROM records_match n WHERE n.creditor_id = c.creditor_id AND n.case_id = c.id)
      AND NOT EXISTS (SELECT FROM records_refund n WHERE n.creditor_id = c.creditor_id AND n.case_id = c.id)
      AND NOT EXISTS (SELECT FROM records_measure n
          WHERE n.creditor_id = c.creditor_id AND n.case_id = c.id AND n.withdrawn_on IS NULL
            AND (n.taken_on >= %(on)s OR n.kind NOT IN ('reminder', 'demand')))
      AND (l.kind <> 'reminder' OR EXISTS (SELECT FROM records_agreement g
          WHERE g.creditor_id = c.creditor_id AND g.party_id = c.party_id AND g.clause = 'reminder_fee'
            AND g.agreed_on <= i.arose_on))
),
-- What the claim has charged before: each fee as it was on its own day; none is known of a day before the tables.
charged AS (
    SELECT n.creditor_id, n.case_id, sum((SELECT f.ore FROM fee f
        WHERE f.kind = n.kind AND f.from_on <= n.taken_on ORDER BY f.from_on DESC LIMIT 1)) AS ore
    FROM asked JOIN records_measure n USING (creditor_id, case_id)
    WHERE n.charged AND n.withdrawn_on IS NULL GROUP BY 1, 2
),
shown AS (
    SELECT p.creditor_id, p.case_id, jsonb_object_agg(p.account, p.ore) AS ledger FROM (
        SELECT q.creditor_id, p.case_id, a.account, sum(a.ore) AS ore
        FROM asked q JOIN records_posting p ON p.creditor_id = q.creditor_id AND p.case_id = q.case_id
        CROSS JOIN LATERAL (VALUES (p.debit, p.ore), (p.credit, -p.ore)) AS a (account, ore)
        GROUP BY 1, 2, 3 HAVING sum(a.ore) <> 0
    ) AS p GROUP BY 1, 2
),
ready AS MATERIALIZED (
    SELECT q.* FROM asked q LEFT JOIN charged b USING (creditor_id, case_id) JOIN shown s USING (creditor_id, case_id)
    WHERE q.ore > 0 AND s.ledger = CASE WHEN b.ore IS NULL
        THEN jsonb_build_object(q.receivable, q.principal_ore, q.opening, -q.principal_ore)
        ELSE jsonb_build_object(q.receivable, q.principal_ore + b.ore, q.opening, -q.principal_ore, q.fees, -b.ore) END
),
letters AS (
    UPDATE records_letter l SET state = 'handed_over', handed_over_on = %(on)s
    FROM ready q WHERE l.creditor_id = q.creditor_id AND l.id = q.letter_id
),
cases AS (
    UPDATE records_case c SET stage = q.goal, step_done = q.step, step_done_on = %(on)s,
        answer_by = coalesce(q.answer_by, c.answer_by), released_step = 0, accepted = '{}', asked_step = 0,
        asked_code = '', asked_on = NULL, asked_times = 0, next_look_on = %(next)s, version = c.version + 1
    FROM ready q WHERE c.creditor_id = q.creditor_id AND c.id = q.case_id
),
measures AS (
    INSERT INTO records_measure (creditor_id, case_id, invoice_id, letter_id, kind, taken_on, charged, round, step)
    SELECT q.creditor_id, q.case_id, q.invoice_id, q.letter_id, q.kind, %(on)s, true, q.round, q.step FROM ready q
),
events AS (
    INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
    SELECT q.creditor_id, q.case_id, %(on)s, 'sent', q.goal, '', '',
        jsonb_build_object('letter', q.letter_id, 'step', q.step, 'kind', q.kind), '' FROM ready q
),
postings AS (
    INSERT INTO records_posting (creditor_id, case_id, "on", debit, credit, ore, why)
    SELECT q.creditor_id, q.case_id, %(on)s, q.receivable, q.fees, q.ore, 'charged' FROM ready q
)
SELECT creditor_id, letter_id FROM ready
"""


def hand_over_at_once(
    letters: Sequence[Key],
    *,
    accounts: Sequence[FeeAccounts],
    fees: Sequence[DatedFee],
    ways: Sequence[StageMove],
    on: date,
    next_look_on: date,
) -> set[Key]:
    """Complete the steps of the letters of a day that only add their fee, and book it; return which they were."""
    creditors, ids = pairs(letters)
    execute(_LOCK, [creditors, ids])
    done = fetch(
        _HAND_OVER,
        {
            "creditors": creditors,
            "ids": ids,
            "of": array([row.creditor for row in accounts]),
            "receivable": text_array([row.receivable for row in accounts]),
            "fees": text_array([row.fees for row in accounts]),
            "opening": text_array([row.opening for row in accounts]),
            "fee_kinds": text_array([fee.kind for fee in fees]),
            "fee_days": array([fee.from_on for fee in fees]),
            "fee_ores": array([fee.ore for fee in fees]),
            "kinds": text_array([way.kind for way in ways]),
            "stages": text_array([way.stage for way in ways]),
            "goals": text_array([way.to for way in ways]),
            "on": on,
            "next": next_look_on,
        },
    )
    return {(row[0], row[1]) for row in done}
