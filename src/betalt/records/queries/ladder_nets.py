"""What left and was paid at each step of the ladders; the transaction's walls must be open."""

from __future__ import annotations

from datetime import date

from betalt.core.advice.letters_net import ChargedFees, SentLetters
from betalt.records.sql import fetch

# A letter for many cases is one letter: it is counted where its first case stood.
_SENT = """
SELECT p.kind, k.step, l.kind, l.channel, count(*)
FROM (
    SELECT DISTINCT ON (letter_id) letter_id, case_id, step FROM records_lettercase
    WHERE creditor_id = %(creditor)s ORDER BY letter_id, id) k
JOIN records_letter l ON l.creditor_id = %(creditor)s AND l.id = k.letter_id
JOIN records_case c ON c.creditor_id = %(creditor)s AND c.id = k.case_id
JOIN records_procedure p ON p.creditor_id = c.creditor_id AND p.id = c.procedure_id
WHERE l.creditor_id = %(creditor)s AND l.state = 'handed_over' AND l.kind <> 'thanks'
    AND l.handed_over_on BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4
"""

# A fee that was given up at the end was never paid.
_FEES = """
SELECT p.kind, m.step, l.kind, m.kind, m.taken_on, count(*),
    count(*) FILTER (WHERE c.outcome = 'paid' AND NOT EXISTS (
        SELECT FROM records_measure w
        WHERE w.creditor_id = c.creditor_id AND w.case_id = c.id AND w.kind = 'write_off' AND w.withdrawn_on IS NULL))
FROM records_measure m
JOIN records_letter l ON l.creditor_id = m.creditor_id AND l.id = m.letter_id
JOIN records_case c ON c.creditor_id = m.creditor_id AND c.id = m.case_id
JOIN records_procedure p ON p.creditor_id = c.creditor_id AND p.id = c.procedure_id
WHERE m.creditor_id = %(creditor)s AND m.taken_on BETWEEN %(first)s AND %(last)s
    AND m.charged AND m.withdrawn_on IS NULL AND m.amount_ore IS NULL
    AND m.kind IN ('reminder', 'demand', 'late_compensation')
GROUP BY 1, 2, 3, 4, 5
"""


def sent_at_steps(*, creditor: int, first: date, last: date) -> tuple[SentLetters, ...]:
    """Count the letters that left from one day to another, both with it, by ladder and step."""
    found = fetch(_SENT, {"creditor": creditor, "first": first, "last": last})
    return tuple(
        SentLetters(ladder=ladder, step=step, kind=kind, channel=channel, count=count)
        for ladder, step, kind, channel, count in found
    )


def charged_at_steps(*, creditor: int, first: date, last: date) -> tuple[ChargedFees, ...]:
    """Count the fees that the steps' letters charged from one day to another, and those that are paid."""
    found = fetch(_FEES, {"creditor": creditor, "first": first, "last": last})
    return tuple(
        ChargedFees(ladder=ladder, step=step, letter=letter, kind=kind, on=on, count=count, paid=paid)
        for ladder, step, letter, kind, on, count, paid in found
    )
