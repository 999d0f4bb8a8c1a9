"""What letters asked for and what was paid towards them, by case; and the rows that keep what letters promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import execute, fetch, pairs


class PaidLetter(NamedTuple):
    """A letter that money bears on: paid in time, or by money that came before it and was read after it."""

    creditor: int
    case: int
    letter: int
    step: int
    letter_on: date
    paid_on: date | None  # the day the last of its sum came, if all came by its own day
    crossed_on: date | None  # the last day on which such money came


class Forgiven(NamedTuple):
    """What a letter's promise forgave: a write-off, by its id."""

    id: int
    creditor: int
    case: int
    letter: int
    on: date
    ore: int | None  # None: all that was owed


# Money counts towards a letter from its own day on; what came before is already off the letter's sum. A friendly note
# names no day: what it asks for settles the claim until the next letter, or until a plan is agreed on.
_LETTERS = """
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live AND k.kind <> 'thanks'
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
CROSS JOIN LATERAL (
    SELECT coalesce(l.answer_by, least(min(later.letter_on), (
        SELECT min(p.agreed_on) FROM records_plan p
        WHERE p.creditor_id = k.creditor_id AND p.case_id = k.case_id AND p.agreed_on >= l.letter_on
    )) - 1, 'infinity') AS last_on
    FROM records_lettercase n JOIN records_letter later ON later.creditor_id = n.creditor_id
        AND later.id = n.letter_id AND later.state = 'handed_over' AND later.letter_on > l.letter_on
    WHERE n.creditor_id = k.creditor_id AND n.case_id = k.case_id AND n.live AND n.kind <> 'thanks'
) day
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_ore) FILTER (WHERE p.booked_on BETWEEN l.letter_on AND day.last_on), 0) AS ore,
        max(p.booked_on) FILTER (WHERE p.booked_on BETWEEN l.letter_on AND day.last_on) AS last_on,
        max(p.booked_on) FILTER (WHERE p.booked_on < l.letter_on AND p.read_on >= l.handed_over_on) AS crossed_on
    FROM records_match m
    JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id AND p.reversed_on IS NULL
    WHERE m.creditor_id = k.creditor_id AND m.case_id = k.case_id
) paid
CROSS JOIN LATERAL (
    SELECT coalesce(sum(n.amount_ore), 0) AS ore FROM records_invoice i
    JOIN records_creditnote n ON n.creditor_id = i.creditor_id AND n.invoice_id = i.id AND n.withdrawn_on IS NULL
    WHERE i.creditor_id = k.creditor_id AND i.case_id = k.case_id AND n."on" BETWEEN l.letter_on AND day.last_on
) credited
"""

_PAID = f"""
SELECT k.creditor_id, k.case_id, l.id, k.step, l.letter_on,
    CASE WHEN paid.ore + credited.ore >= k.total_ore THEN paid.last_on END, paid.crossed_on
{_LETTERS}
WHERE k.total_ore > 0 AND (paid.ore > 0 AND paid.ore + credited.ore >= k.total_ore OR paid.crossed_on IS NOT NULL)
ORDER BY k.creditor_id, k.case_id, l.letter_on, l.id
"""

_ASKED = f"""
SELECT DISTINCT ON (k.creditor_id, k.case_id) k.creditor_id, k.case_id,
    greatest(k.total_ore - paid.ore - credited.ore, 0)
{_LETTERS}
WHERE %s BETWEEN l.letter_on AND day.last_on
ORDER BY k.creditor_id, k.case_id, l.letter_on DESC, l.id DESC
"""

_FORGIVEN = """
UPDATE records_measure m SET withdrawn_on = %s FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
WHERE m.creditor_id = w.creditor_id AND m.case_id = w.id AND m.kind = 'write_off' AND m.letter_id IS NOT NULL
    AND m.withdrawn_on IS NULL
RETURNING m.id, m.creditor_id, m.case_id, m.letter_id, m.taken_on, m.amount_ore
"""

# The measures of a letter that came back are not brought back: it is live no more.
_CHARGED_AGAIN = """
UPDATE records_measure m SET withdrawn_on = NULL
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live
WHERE m.creditor_id = k.creditor_id AND m.case_id = k.case_id AND m.letter_id = k.letter_id
    AND m.kind <> 'write_off' AND m.withdrawn_on IS NOT NULL
"""


def paid_letters(keys: Sequence[Key]) -> dict[Key, list[PaidLetter]]:
    """Find, by case and the oldest first, the letters that money bears on."""
    found: dict[Key, list[PaidLetter]] = {}
    for row in fetch(_PAID, pairs(keys)):
        found.setdefault((row[0], row[1]), []).append(PaidLetter._make(row))
    return found


_TOLD_CROSSED = """
SELECT e.creditor_id, e.case_id, (e.data ->> 'letter')::bigint
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_event e ON e.creditor_id = w.creditor_id AND e.case_id = w.id AND e.kind = 'crossed'
"""


def told_crossed(keys: Sequence[Key]) -> set[tuple[int, int, int]]:
    """Tell which letters the journal of these cases says to have crossed money: creditor, case and letter."""
    return {(row[0], row[1], row[2]) for row in fetch(_TOLD_CROSSED, pairs(keys))} if keys else set()


def asked_by_letter(keys: Sequence[Key], *, on: date) -> dict[Key, int]:
    """Tell the öre that are left of what a letter asks to be paid by a day to come, for money of that day."""
    return {(row[0], row[1]): row[2] for row in fetch(_ASKED, [*pairs(keys), on])}


def take_promises_back(keys: Sequence[Key], *, on: date) -> list[Forgiven]:
    """Withdraw what promises forgave and charge again what they took back; return what was forgiven."""
    execute(_CHARGED_AGAIN, pairs(keys))
    return [Forgiven._make(row) for row in fetch(_FORGIVEN, [on, *pairs(keys)])]


# What came before a letter and was known when it left is off its sum already.
_MOST = """
SELECT k.creditor_id, k.case_id, max(k.total_ore + before.ore)::bigint
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live AND k.kind <> 'thanks'
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_ore), 0) AS ore FROM records_match m
    JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id AND p.reversed_on IS NULL
    WHERE m.creditor_id = k.creditor_id AND m.case_id = k.case_id AND p.booked_on < l.letter_on
        AND p.read_on < l.handed_over_on
) before
GROUP BY 1, 2
"""


def most_asked(keys: Sequence[Key]) -> dict[Key, int]:
    """Tell the most that letters have made of these cases in all, with what was paid before them, in öre."""
    return {(row[0], row[1]): row[2] for row in fetch(_MOST, pairs(keys))}
