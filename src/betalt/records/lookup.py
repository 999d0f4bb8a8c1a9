"""Finds cases by what the outside calls them."""

from __future__ import annotations

from betalt.records.sql import fetch

# The case itself is first and takes what the others leave.
_TOGETHER = """
WITH letter AS (
    SELECT l.id FROM records_lettercase k
    JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
    WHERE k.creditor_id = %(creditor)s AND k.case_id = %(case)s AND k.live AND l.state = 'handed_over'
    ORDER BY l.letter_on DESC, l.id DESC LIMIT 1
)
SELECT c.id FROM letter
JOIN records_lettercase k ON k.creditor_id = %(creditor)s AND k.letter_id = letter.id AND k.case_id <> %(case)s
JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id AND c.stage <> 'closed'
ORDER BY c.id
"""


def cases_in_same_letter(*, creditor: int, case: int) -> list[int]:
    """Find the open cases that the last letter of a case asks to be paid with it."""
    return [row[0] for row in fetch(_TOGETHER, {"creditor": creditor, "case": case})]
