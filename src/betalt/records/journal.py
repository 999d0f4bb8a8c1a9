"""Reads what the journal tells of cases; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Sequence

from betalt.core.process.stages import Stage
from betalt.records.bulk import Key
from betalt.records.sql import fetch, pairs

_CLOSINGS = """
SELECT DISTINCT ON (e.creditor_id, e.case_id) e.creditor_id, e.case_id, e.data ->> 'from'
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_event e ON e.creditor_id = w.creditor_id AND e.case_id = w.id AND e.stage = 'closed'
ORDER BY e.creditor_id, e.case_id, e.id DESC
"""


def stood_at(keys: Sequence[Key]) -> dict[Key, Stage]:
    """Tell at which stage these cases stood before they were last closed."""
    if not keys:
        return {}
    found = fetch(_CLOSINGS, pairs(keys))
    return {(row[0], row[1]): Stage(row[2] or Stage.OPEN) for row in found}
