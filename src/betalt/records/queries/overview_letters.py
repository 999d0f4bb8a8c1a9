"""What left and came in, and whether anything does; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.advice.letters_net import ChargedFees, SentLetters
from betalt.core.advice.pulse import Pulse
from betalt.records.sql import array, fetch

_SENT = """
SELECT kind, channel, count(*), sum(total_ore)::bigint FROM records_letter
WHERE creditor_id = ANY (%(creditors)s::bigint[]) AND state = 'handed_over'
    AND handed_over_on BETWEEN %(first)s AND %(last)s
GROUP BY kind, channel ORDER BY kind, channel
"""

# A fee that was given up at the end was never paid.
_FEES = """
SELECT l.kind, m.kind, m.taken_on, count(*),
    count(*) FILTER (WHERE c.outcome = 'paid' AND NOT EXISTS (
        SELECT FROM records_measure w
        WHERE w.creditor_id = c.creditor_id AND w.case_id = c.id AND w.kind = 'write_off' AND w.withdrawn_on IS NULL))
FROM records_measure m
JOIN records_letter l ON l.creditor_id = m.creditor_id AND l.id = m.letter_id
JOIN records_case c ON c.creditor_id = m.creditor_id AND c.id = m.case_id
WHERE m.creditor_id = ANY (%(creditors)s::bigint[]) AND m.taken_on BETWEEN %(first)s AND %(last)s
    AND m.charged AND m.withdrawn_on IS NULL AND m.amount_ore IS NULL
    AND m.kind IN ('reminder', 'demand', 'late_compensation')
GROUP BY l.kind, m.kind, m.taken_on
"""

_PULSE = """
SELECT d.id, d.last_run_on, s.last_sent_on,
    (SELECT count(*) FROM records_letter l WHERE l.creditor_id = d.id AND l.handed_over_on = s.last_sent_on),
    w.late_cases, w.late_since,
    (SELECT count(*) FROM records_letter l
        WHERE l.creditor_id = d.id AND l.state IN ('ready', 'sending') AND l.letter_on < %(on)s),
    d.bank_data_on
FROM records_creditor d,
LATERAL (SELECT max(handed_over_on) AS last_sent_on FROM records_letter l WHERE l.creditor_id = d.id) s,
LATERAL (SELECT count(*) AS late_cases, min(next_look_on) AS late_since FROM records_case c
    WHERE c.creditor_id = d.id AND c.next_look_on < %(on)s) w
WHERE d.id = ANY (%(creditors)s::bigint[])
"""


def sent_letters(*, creditors: Sequence[int], first: date, last: date) -> tuple[SentLetters, ...]:
    """Count the letters that left from one day to another, both with it, by kind and channel."""
    found = fetch(_SENT, _period(creditors, first, last))
    return tuple(SentLetters(kind=row[0], channel=row[1], count=row[2], ore=row[3]) for row in found)


def charged_fees(*, creditors: Sequence[int], first: date, last: date) -> tuple[ChargedFees, ...]:
    """Count the fees that letters charged from one day to another, and those that are paid."""
    found = fetch(_FEES, _period(creditors, first, last))
    return tuple(
        ChargedFees(letter=letter, kind=kind, on=on, count=count, paid=paid)
        for letter, kind, on, count, paid in found
    )


def pulses(*, creditors: Sequence[int], on: date) -> dict[int, Pulse]:
    """Tell of each creditor whether letters leave; what waits for the bank is for whoever decides the cases."""
    found = fetch(_PULSE, {"creditors": array(creditors), "on": on})
    return {
        row[0]: Pulse(
            on=on,
            last_run_on=row[1],
            last_sent_on=row[2],
            sent_last=row[3],
            late_cases=row[4],
            late_since=row[5],
            ready_letters=row[6],
            waits_for_bank=0,
            bank_data_on=row[7],
        )
        for row in found
    }


def _period(creditors: Sequence[int], first: date, last: date) -> dict[str, object]:
    return {"creditors": array(creditors), "first": first, "last": last}
