"""Who saw and did what, the newest first; the transaction's walls must be open."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from betalt.records.sql import fetch

PAGE = 50


class Deed(NamedTuple):
    """A line of the trail: something done (`did`) or seen (`saw`)."""

    at: datetime
    way: str
    what: str  # kind of the event, or of what was shown
    number: int | None  # of the case, or of what was shown
    actor: str  # "user:7", a name given on the command line, or empty: betalt itself
    name: str  # of the user, where one is known


_TRAIL = """
SELECT t.at, t.way, t.what, t.number, t.actor, coalesce(nullif(u.name, ''), u.email, '')
FROM (
    (SELECT e.at, 'did' AS way, e.kind AS what, c.number, e.actor FROM records_event e
        LEFT JOIN records_case c ON c.creditor_id = e.creditor_id AND c.id = e.case_id
        WHERE e.creditor_id = %(creditor)s AND %(way)s <> 'saw' AND e.actor <> '' AND e.at < %(before)s
        ORDER BY e.id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT v.seen_at, 'saw', v.what, v.number, 'user:' || v.user_id FROM records_viewing v
        WHERE v.creditor_id = %(creditor)s AND %(way)s <> 'did' AND v.seen_at < %(before)s
        ORDER BY v.seen_at DESC LIMIT %(most)s)
) t
LEFT JOIN records_user u ON t.actor = 'user:' || u.id
ORDER BY t.at DESC LIMIT %(most)s
"""


def trail(*, creditor: int, before: datetime, way: str = "") -> tuple[Deed, ...]:
    """List what people did and saw before a moment; `way` is did, saw or empty for both."""
    told = {"creditor": creditor, "before": before, "way": way, "most": PAGE}
    return tuple(Deed(*row) for row in fetch(_TRAIL, told))
