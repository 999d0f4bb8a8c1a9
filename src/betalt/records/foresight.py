"""Reads what is needed to look ahead: debtors by turns, letters on their way, and how customers have paid before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import NamedTuple

from betalt.core.process.pay_curve import Stretch
from betalt.records.bulk import Key
from betalt.records.sql import fetch, pairs

HISTORY_DAYS = 730  # older cases tell little of today's customers


class OnItsWay(NamedTuple):
    """A letter of a case that is made and has not left."""

    step: int
    answer_by: date | None
    charged: tuple[str, ...]  # kinds of fee that it charges the case


_DEBTORS = """
SELECT c.party_id, c.id FROM records_case c
WHERE c.creditor_id = %(creditor)s AND c.next_look_on IS NOT NULL AND c.party_id IN (
    SELECT d.party_id FROM records_case d
    WHERE d.creditor_id = %(creditor)s AND d.next_look_on IS NOT NULL AND d.party_id > %(after)s
    GROUP BY d.party_id ORDER BY d.party_id LIMIT %(most)s)
ORDER BY c.party_id, c.id
"""

_OPEN = """
SELECT p.kind, count(*) FROM records_case c
JOIN records_procedure p ON p.creditor_id = c.creditor_id AND p.id = c.procedure_id
WHERE c.creditor_id = %s AND c.next_look_on IS NOT NULL GROUP BY p.kind
"""

_ON_THEIR_WAY = """
SELECT k.creditor_id, k.case_id, k.step, l.answer_by, k.charges
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
WHERE l.state IN ('ready', 'sending', 'bundled', 'unknown') AND l.kind <> 'thanks'
"""

# Each case is followed from its due day to its first letter, from that to the next, and so on, until its last payment
# came, it ended otherwise, or today. A case that came to us late is not counted before it came.
_HISTORY = """
WITH cases AS (
    SELECT c.id, c.opened_on, c.payment_status = 'paid' AND c.outcome = 'paid' AS paid,
        CASE WHEN c.outcome = 'paid' THEN least(c.closed_on, coalesce((
            SELECT max(b.booked_on) FROM records_match m
            JOIN records_payment b ON b.creditor_id = m.creditor_id AND b.id = m.payment_id AND b.reversed_on IS NULL
            WHERE m.creditor_id = c.creditor_id AND m.case_id = c.id), c.closed_on))
            ELSE coalesce(c.closed_on, %(on)s) END AS ended_on,
        (SELECT max(i.due_on) FROM records_invoice i WHERE i.creditor_id = c.creditor_id AND i.case_id = c.id) AS due_on
    FROM records_case c WHERE c.creditor_id = %(creditor)s AND c.opened_on >= %(since)s
), begun AS (
    SELECT id, 'open' AS kind, due_on AS from_on, greatest(opened_on - due_on, 0) AS entered FROM cases
    UNION ALL
    SELECT c.id, l.kind, l.handed_over_on, 0 FROM cases c
    JOIN records_lettercase k ON k.creditor_id = %(creditor)s AND k.case_id = c.id
    JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
        AND l.kind <> 'thanks'
), stretches AS (
    SELECT b.*, lead(from_on) OVER (PARTITION BY id ORDER BY from_on, kind = 'open' DESC) AS next_on FROM begun b
)
SELECT s.kind, s.entered, least(coalesce(s.next_on, c.ended_on), c.ended_on) - s.from_on AS gone,
    c.paid AND c.ended_on <= coalesce(s.next_on, c.ended_on), count(*)
FROM stretches s JOIN cases c USING (id)
WHERE least(coalesce(s.next_on, c.ended_on), c.ended_on) >= s.from_on
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


def next_debtors(*, creditor: int, after: int, most: int) -> dict[int, list[Key]]:
    """List the open cases of the next debtors of a creditor, by party; empty when there are no more."""
    debtors: dict[int, list[Key]] = {}
    for party, case in fetch(_DEBTORS, {"creditor": creditor, "after": after, "most": most}):
        debtors.setdefault(party, []).append((creditor, case))
    return debtors


def open_cases(*, creditor: int) -> dict[str, int]:
    """Count a creditor's open cases by the kind of their ladder."""
    return dict(fetch(_OPEN, [creditor]))


def on_their_way(keys: list[Key]) -> dict[Key, OnItsWay]:
    """Tell of each of these cases the letter that is made and has not left."""
    return {
        (row[0], row[1]): OnItsWay(
            row[2], row[3], tuple(kind for kind, _, charged in json.loads(row[4]) if charged)
        )
        for row in fetch(_ON_THEIR_WAY, pairs(keys))
    }


def payment_history(*, creditor: int, on: date) -> list[Stretch]:
    """Tell how long a creditor's cases went unpaid after each letter, and which were paid, up to a day."""
    since = on - timedelta(days=HISTORY_DAYS)
    found = fetch(_HISTORY, {"creditor": creditor, "on": on, "since": since})
    return [Stretch._make(row) for row in found]
