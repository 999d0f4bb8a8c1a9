"""After a restore: what may have left since the backup is not known, so nothing leaves until a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from betalt.records.sql import array, execute, fetch

RESTORED = (
    "flows.restored"  # stands in the delivery of a letter that was on its way when the backup was taken
)

# Delivered or not, nobody here knows: the outcome of a hand-over that may have happened after the backup.
_SILENCE = (
    "UPDATE records_creditor SET outlet_closed_at = %(at)s",
    """
    UPDATE records_delivery d SET state = 'unknown', detail = %(why)s FROM records_letter l
    WHERE l.creditor_id = d.creditor_id AND l.id = d.letter_id AND l.state IN ('ready', 'sending')
        AND d.state = 'claimed'
    """,
    """
    INSERT INTO records_delivery (creditor_id, letter_id, channel, attempt, state, message_id, bounce_key, "on", detail)
    SELECT l.creditor_id, l.id, l.channel, 1 + count(d.id), 'unknown', '', '', l.letter_on, %(why)s
    FROM records_letter l LEFT JOIN records_delivery d ON d.creditor_id = l.creditor_id AND d.letter_id = l.id
    WHERE l.state = 'ready' GROUP BY l.creditor_id, l.id
    HAVING count(*) FILTER (WHERE d.state IN ('handed_over', 'unknown')) = 0
    """,
    """
    INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
    SELECT k.creditor_id, k.case_id, %(on)s, 'delivery_unknown', '', '', '', jsonb_build_object('letter', l.id), ''
    FROM records_letter l JOIN records_lettercase k ON k.creditor_id = l.creditor_id AND k.letter_id = l.id AND k.live
    WHERE l.state IN ('ready', 'sending')
    """,
    "UPDATE records_letter SET state = 'unknown' WHERE state IN ('ready', 'sending')",
    "UPDATE records_bundle SET state = 'unknown' WHERE state = 'writing'",
    """
    INSERT INTO records_event (creditor_id, "on", kind, stage, hold, payment_status, data, actor)
    SELECT id, %(on)s, 'restored', '', '', '', jsonb_build_object('taken_at', %(at)s::timestamptz), ''
    FROM records_creditor
    """,
)

# What was due on a day after the backup may have been done then: its letter may have left.
_HOLD_DUE = """
WITH held AS (
    UPDATE records_case c SET hold = 'person', hold_until = NULL, next_look_on = %(on)s, asked_step = 0,
        asked_code = '', asked_on = NULL, asked_times = 0, version = version + 1
    WHERE c.creditor_id = %(creditor)s AND c.next_look_on <= %(on)s
        AND (c.hold = 'none' OR c.hold = 'pause' AND c.hold_until <= %(on)s)
    RETURNING c.id
)
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT %(creditor)s, id, %(on)s, 'held_after_restore', '', 'person', '', '{}', %(actor)s FROM held
"""


def fall_silent(cursor: Any, *, taken_at: datetime, on: date) -> None:
    """Let nothing leave any more, and note that nobody knows of the letters that were on their way; as the owner."""
    for statement in _SILENCE:
        cursor.execute(statement, {"at": taken_at, "on": on, "why": RESTORED})


def closed_outlets(creditors: Sequence[int] | None = None) -> dict[int, datetime]:
    """Tell of which creditors (None: all) nothing leaves since a restore, and of which moment the backup was."""
    found = fetch(
        "SELECT creditor_id, closed_at FROM betalt_outlets_closed() "
        "WHERE %(all)s OR creditor_id = ANY (%(some)s::bigint[])",
        {"all": creditors is None, "some": array(creditors or ())},
    )
    return dict(found)


def hold_due(*, creditor: int, on: date, actor: str) -> int:
    """Hold the open cases that were due by a day until a person has looked at each; return how many."""
    return execute(_HOLD_DUE, {"creditor": creditor, "on": on, "actor": actor})
