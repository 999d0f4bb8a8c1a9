"""Finds who is to get the day's e-mail, and notes each before it is sent, so that no one gets it twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from betalt.records import models as m
from betalt.records.sql import fetch


class Receiver(NamedTuple):
    """An owner who is to get the mail, and the day of the last one before (None: never)."""

    user: int
    email: str
    language: str
    last_on: date | None


_RECEIVERS = """
SELECT u.id, u.email, u.language,
    (SELECT max(b."on") FROM records_dailymail b
        WHERE b.creditor_id = m.creditor_id AND b.user_id = u.id AND b."on" < %(on)s)
FROM records_membership m
JOIN records_user u ON u.id = m.user_id AND u.is_active
LEFT JOIN records_dailymail d ON d.creditor_id = m.creditor_id AND d.user_id = u.id AND d."on" = %(on)s
WHERE m.creditor_id = %(creditor)s AND m.role = 'owner' AND (d.id IS NULL OR d.state = 'later')
ORDER BY u.id
"""

# Whoever gets a row back has it alone: another process that tries the same gets none.
_CLAIM = """
INSERT INTO records_dailymail (creditor_id, user_id, "on", state, detail)
VALUES (%(creditor)s, %(user)s, %(on)s, 'claimed', '')
ON CONFLICT (creditor_id, user_id, "on") DO UPDATE SET state = 'claimed' WHERE records_dailymail.state = 'later'
RETURNING id
"""


def creditors_to_mail(*, on: date) -> list[int]:
    """List the creditors whose day is run and whose owners have not all got their mail."""
    return [row[0] for row in fetch("SELECT creditor_id FROM betalt_daily_mails(%s)", [on])]


def receivers(*, creditor: int, on: date) -> list[Receiver]:
    """List the owners who have not got the day's mail; the walls must be open."""
    return [Receiver._make(row) for row in fetch(_RECEIVERS, {"creditor": creditor, "on": on})]


def claim(*, creditor: int, user: int, on: date) -> int | None:
    """Note that a mail is about to be sent; None if another process has it, or it may have left already."""
    found = fetch(_CLAIM, {"creditor": creditor, "user": user, "on": on})
    return int(found[0][0]) if found else None


def note(*, creditor: int, mail: int, state: str, detail: str = "") -> None:
    """Note what became of a mail."""
    m.DailyMail.objects.of(creditor).filter(id=mail).update(state=state, detail=detail[:500])


_LEFT = """
SELECT handed_over_on, kind, count(*) FROM records_letter
WHERE creditor_id = %(creditor)s AND handed_over_on BETWEEN %(first)s AND %(last)s AND state = 'handed_over'
GROUP BY 1, 2
"""

_CAME_IN = """
SELECT read_on, count(*), sum(amount_ore)::bigint FROM records_payment
WHERE creditor_id = %(creditor)s AND kind = 'in' AND state <> 'ignored' AND reversed_on IS NULL
    AND booked_on >= %(first)s::date - 400 AND read_on BETWEEN %(first)s AND %(last)s
GROUP BY 1
"""

_PAID_UP = """
SELECT count(*) FROM records_case
WHERE creditor_id = %(creditor)s AND outcome = 'paid' AND closed_on BETWEEN %(first)s AND %(last)s
"""


class CameIn(NamedTuple):
    """The payments that were read on a day: how many, and öre."""

    payments: int
    ore: int


def letters_by_day(*, creditor: int, first: date, last: date) -> Mapping[date, Mapping[str, int]]:
    """Count the letters that left on each day of a period, by kind; the walls must be open."""
    found: dict[date, dict[str, int]] = {}
    for on, kind, count in fetch(_LEFT, {"creditor": creditor, "first": first, "last": last}):
        found.setdefault(on, {})[kind] = count
    return found


def money_by_day(*, creditor: int, first: date, last: date) -> Mapping[date, CameIn]:
    """Sum the payments that were read on each day of a period; the walls must be open."""
    rows = fetch(_CAME_IN, {"creditor": creditor, "first": first, "last": last})
    return {on: CameIn(payments=count, ore=ore) for on, count, ore in rows}


def paid_up(*, creditor: int, first: date, last: date) -> int:
    """Count the cases that were closed as paid in a period; the walls must be open."""
    return int(fetch(_PAID_UP, {"creditor": creditor, "first": first, "last": last})[0][0])
