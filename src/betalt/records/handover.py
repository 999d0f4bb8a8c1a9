"""Writes that letters have been handed over: their steps are completed and their measures taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import orjson

from betalt.records.bulk import Key
from betalt.records.sql import execute, execute_with_rows, fetch, pairs


class Step(NamedTuple):
    """The step of a case that a letter takes, with what the case stood at before."""

    creditor: int
    letter: int
    kind: str
    letter_on: date
    answer_by: date | None
    case: int
    round: int
    step: int
    charges: list[tuple[str, int, bool]]  # measure kind, invoice, charged
    stage: str
    next_look_on: date | None


class Completed(NamedTuple):
    """A case whose step is completed."""

    creditor: int
    case: int
    stage: str
    step_done: int
    step_done_on: date
    answer_by: date | None
    next_look_on: date | None


class Taken(NamedTuple):
    """A measure that a letter took."""

    creditor: int
    case: int
    invoice: int
    letter: int
    kind: str
    taken_on: date
    charged: bool
    round: int
    step: int


_STEPS = """
SELECT l.creditor_id, l.id, l.kind, l.letter_on, l.answer_by, k.case_id, k.round, k.step, k.charges, c.stage,
    c.next_look_on
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
JOIN records_letter l USING (creditor_id, id)
JOIN records_lettercase k ON k.creditor_id = l.creditor_id AND k.letter_id = l.id AND k.live
JOIN records_case c ON c.creditor_id = k.creditor_id AND c.id = k.case_id
WHERE l.state <> 'handed_over'
ORDER BY l.creditor_id, c.id FOR UPDATE OF c, l
"""

_LETTERS = """
UPDATE records_letter l SET state = 'handed_over', handed_over_on = %s
FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor_id, id)
WHERE l.creditor_id = w.creditor_id AND l.id = w.id
"""

_CASES = """
UPDATE records_case c SET stage = e ->> 2, step_done = (e ->> 3)::int, step_done_on = (e ->> 4)::date,
    answer_by = coalesce((e ->> 5)::date, c.answer_by), released_step = 0, accepted = '{}', asked_step = 0,
    asked_code = '', asked_on = NULL, asked_times = 0, next_look_on = (e ->> 6)::date, version = c.version + 1
FROM jsonb_array_elements(%s::jsonb) AS r (e)
WHERE c.creditor_id = (e ->> 0)::bigint AND c.id = (e ->> 1)::bigint
"""

_MEASURES = """
INSERT INTO records_measure (creditor_id, case_id, invoice_id, letter_id, kind, taken_on, charged, round, step)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, (e ->> 2)::bigint, (e ->> 3)::bigint, e ->> 4, (e ->> 5)::date,
    (e ->> 6)::bool, (e ->> 7)::int, (e ->> 8)::int
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""

_NOTICES = """
UPDATE records_invoice i SET interest_notice_on = (e ->> 5)::date
FROM jsonb_array_elements(%s::jsonb) AS r (e)
WHERE i.creditor_id = (e ->> 0)::bigint AND i.id = (e ->> 2)::bigint AND i.interest_notice_on IS NULL
"""


def steps_of(letters: Sequence[Key]) -> list[Step]:
    """Read and keep the steps that these letters take, unless they are handed over already."""
    found = fetch(_STEPS, pairs(letters))
    return [Step._make((*row[:8], orjson.loads(row[8]), *row[9:])) for row in found]


def complete(
    *,
    letters: Sequence[Key],
    cases: Sequence[Completed],
    measures: Sequence[Taken],
    notices: Sequence[Taken],
    on: date,
) -> None:
    """Complete the steps of letters that are handed over on a day."""
    execute(_LETTERS, [on, *pairs(letters)])
    for statement, rows in ((_CASES, cases), (_MEASURES, measures), (_NOTICES, notices)):
        if rows:
            execute_with_rows(statement, rows)
