"""Finds cases where the sum of a letter was paid by the letter's own day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import fetch, pairs


class PaidSum(NamedTuple):
    """The letter whose sum was paid in time, and the day the last of it came."""

    creditor: int
    case: int
    letter: int
    step: int
    paid_on: date


# Money counts towards a letter from its own day on; what came before is already off the letter's sum. A friendly note
# names no day: what it asks for settles the claim until the next letter.
_PAID = """
SELECT DISTINCT ON (k.creditor_id, k.case_id) k.creditor_id, k.case_id, l.id, k.step, paid.last_on
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
    AND l.state = 'handed_over' AND (l.answer_by IS NOT NULL OR l.kind = 'note')
CROSS JOIN LATERAL (
    SELECT coalesce(l.answer_by, min(later.letter_on) - 1, 'infinity') AS last_on
    FROM records_lettercase n JOIN records_letter later ON later.creditor_id = n.creditor_id
        AND later.id = n.letter_id AND later.state = 'handed_over' AND later.letter_on > l.letter_on
    WHERE n.creditor_id = k.creditor_id AND n.case_id = k.case_id AND n.live
) day
CROSS JOIN LATERAL (
    SELECT sum(m.amount_ore) AS ore, max(p.booked_on) AS last_on FROM records_match m
    JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id
    WHERE m.creditor_id = k.creditor_id AND m.case_id = k.case_id AND p.reversed_on IS NULL
        AND p.booked_on BETWEEN l.letter_on AND day.last_on
) paid
WHERE paid.ore >= k.total_ore AND k.total_ore > 0
ORDER BY k.creditor_id, k.case_id, l.letter_on DESC
"""


def paid_letter_sums(keys: Sequence[Key]) -> dict[Key, PaidSum]:
    """Find, by case, the last letter whose sum was paid from its day to its own last day."""
    found = fetch(_PAID, pairs(keys))
    return {(row[0], row[1]): PaidSum._make(row) for row in found}
