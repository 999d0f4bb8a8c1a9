"""Picks the cases that the next days are foretold from; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from betalt.records.bulk import Key
from betalt.records.sql import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSample:
    """Cases that are looked at on a day or before it: all of them, or as many as may be told, taken evenly."""

    days: Mapping[Key, date]  # the day each is looked at next
    all: int

    @property
    def is_whole(self) -> bool:
        """Tell whether all are here."""
        return self.all == len(self.days)


_DUE = """
WITH due AS (
    SELECT id, next_look_on, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS every
    FROM records_case WHERE creditor_id = %(creditor)s AND next_look_on <= %(by)s
)
SELECT id, next_look_on, every FROM due WHERE (place * %(most)s) %% greatest(every, %(most)s) < %(most)s ORDER BY id
"""


def due_sample(*, creditor: int, by: date, most: int) -> DueSample:
    """Pick at most `most` of the cases whose next day comes by a day."""
    rows = fetch(_DUE, {"creditor": creditor, "by": by, "most": most})
    return DueSample(days={(creditor, row[0]): row[1] for row in rows}, all=rows[0][2] if rows else 0)
