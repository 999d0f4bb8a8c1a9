"""What was given up by the creditor's choice: write-offs that say why; the transaction's walls must be open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import array, document, execute, fetch, pairs


class GivenUpRow(NamedTuple):
    """A write-off that a choice of the creditor's made, by its id; öre."""

    id: int
    creditor: int
    case: int
    on: date
    ore: int
    why: str


class NewGivenUp(NamedTuple):
    """A write-off to be made; öre."""

    creditor: int
    case: int
    invoice: int
    on: date
    ore: int
    why: str
    round: int
    step: int


_GIVEN_UP = """
SELECT m.id, m.creditor_id, m.case_id, m.taken_on, m.amount_ore, m.why
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_measure m ON m.creditor_id = w.creditor_id AND m.case_id = w.id
WHERE m.kind = 'write_off' AND m.why <> '' AND m.withdrawn_on IS NULL ORDER BY m.id
"""

_GIVE_UP = """
INSERT INTO records_measure
    (creditor_id, case_id, invoice_id, kind, taken_on, charged, amount_ore, why, round, step)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, (e ->> 2)::bigint, 'write_off', (e ->> 3)::date, true, (e ->> 4)::bigint,
    e ->> 5, (e ->> 6)::int, (e ->> 7)::int
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""


def given_up(keys: Sequence[Key]) -> dict[Key, list[GivenUpRow]]:
    """Find what stands given up in these cases."""
    found: dict[Key, list[GivenUpRow]] = defaultdict(list)
    for row in fetch(_GIVEN_UP, pairs(keys)):
        found[row[1], row[2]].append(GivenUpRow._make(row))
    return found


def give_up(rows: Sequence[NewGivenUp]) -> None:
    """Write off what is given up."""
    if rows:
        execute(_GIVE_UP, [document(rows)])


def take_up_again(rows: Sequence[GivenUpRow], *, on: date) -> None:
    """Claim again what was given up: the money that it rested on is gone."""
    if rows:
        execute(
            "UPDATE records_measure m SET withdrawn_on = %s "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id) "
            "WHERE m.creditor_id = w.creditor_id AND m.id = w.id",
            [on, array([row.creditor for row in rows]), array([row.id for row in rows])],
        )
