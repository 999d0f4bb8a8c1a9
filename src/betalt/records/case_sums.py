"""Keeps beside each case the sum that lists are sorted and summed by."""

from __future__ import annotations

from collections.abc import Sequence

from betalt.records.bulk import Key
from betalt.records.sql import array, execute, pairs

_KEEP = """
UPDATE records_case c SET left_ore = w.ore
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS w (creditor_id, id, ore)
WHERE c.creditor_id = w.creditor_id AND c.id = w.id
"""


def keep_left(rows: Sequence[tuple[Key, int]]) -> None:
    """Note what is left of the invoices of these cases, in öre."""
    if rows:
        execute(_KEEP, [*pairs([key for key, _ in rows]), array([ore for _, ore in rows])])
