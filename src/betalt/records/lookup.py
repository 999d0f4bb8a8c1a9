"""Finds cases by what the outside calls them."""

from __future__ import annotations

from collections.abc import Sequence

from betalt.records.sql import fetch

_TOGETHER = """
WITH letter AS (
    SELECT DISTINCT ON (k.case_id) k.case_id, l.id
    FROM records_lettercase k
    JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
    WHERE k.creditor_id = %(creditor)s AND k.case_id = ANY (%(cases)s) AND k.live AND l.state = 'handed_over'
    ORDER BY k.case_id, l.letter_on DESC, l.id DESC
)
SELECT letter.case_id, c.id FROM letter
JOIN records_lettercase k ON k.creditor_id = %(creditor)s AND k.letter_id = letter.id AND k.case_id <> letter.case_id
JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id AND c.stage <> 'closed'
ORDER BY letter.case_id, c.id
"""


def cases_in_same_letter(*, creditor: int, cases: Sequence[int]) -> dict[int, list[int]]:
    """Find, by case, the other open cases that its last letter asks to be paid with it."""
    found: dict[int, list[int]] = {}
    for case, other in fetch(_TOGETHER, {"creditor": creditor, "cases": list(cases)}):
        found.setdefault(case, []).append(other)
    return found
