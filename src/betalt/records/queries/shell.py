"""What stands on every page of an office: what waits, and when something last happened. One statement."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from betalt.records.sql import fetch

_SHELL = """
SELECT c.last_run_on, l.on, coalesce(l.letters, 0),
    (SELECT count(*) FROM records_case k
        WHERE k.creditor_id = c.id AND k.next_look_on IS NOT NULL AND k.asked_on IS NOT NULL),
    (SELECT count(*) FROM records_payment p WHERE p.creditor_id = c.id AND p.state = 'open')
FROM records_creditor c LEFT JOIN LATERAL (
    SELECT g.handed_over_on AS on, count(*) AS letters FROM records_letter g
    WHERE g.creditor_id = c.id AND g.handed_over_on = (SELECT max(n.handed_over_on) FROM records_letter n
        WHERE n.creditor_id = c.id AND n.handed_over_on IS NOT NULL)
    GROUP BY 1) l ON true
WHERE c.id = %s
"""


class ShellRow(NamedTuple):
    """The last run, the last letters, and how many cases and payments wait for a person."""

    last_run_on: date | None
    sent_on: date | None
    sent: int
    asking: int
    open_payments: int


def shell(*, creditor: int) -> ShellRow:
    """Read what the shell of an office shows."""
    return ShellRow(*fetch(_SHELL, [creditor])[0])
