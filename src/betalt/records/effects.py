"""Writes what was decided for many cases at once: one UPDATE by compare-and-set, one INSERT into the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import array, document, execute, pairs


class Stale(RuntimeError):
    """A case was changed by somebody else between reading and writing; nothing was written."""


class Waited(NamedTuple):
    """A case that is looked at again on a later day."""

    creditor: int
    case: int
    version: int
    until: date


class Moved(NamedTuple):
    """A case after a move: every field that a day's run may change, as it shall stand."""

    creditor: int
    case: int
    version: int
    stage: str
    payment_status: str
    step_done: int
    asked_step: int
    asked_code: str
    asked_on: date | None
    asked_times: int
    next_look_on: date | None
    closed_on: date | None
    outcome: str


class Restated(NamedTuple):
    """A case after its facts have changed: where it stands and when it is looked at."""

    creditor: int
    case: int
    version: int
    stage: str
    hold: str
    payment_status: str
    next_look_on: date | None
    closes: bool
    reopens: bool


class Happened(NamedTuple):
    """A line of the journal; an axis that did not move is empty."""

    creditor: int
    case: int
    kind: str
    stage: str
    hold: str
    payment_status: str
    data: Mapping[str, object]


class Asked(NamedTuple):
    """A question to a person."""

    creditor: int
    case: int
    round: int
    step: int
    times: int
    reason: Mapping[str, object]


_WAIT = """
UPDATE records_case c SET next_look_on = w.until, version = c.version + 1
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::date[]) AS w (creditor, id, version, until)
WHERE c.creditor_id = w.creditor AND c.id = w.id AND c.version = w.version
"""

_MOVE = """
UPDATE records_case c SET stage = e ->> 3, payment_status = e ->> 4, step_done = (e ->> 5)::int,
    asked_step = (e ->> 6)::int, asked_code = e ->> 7, asked_on = (e ->> 8)::date, asked_times = (e ->> 9)::int,
    next_look_on = (e ->> 10)::date, closed_on = (e ->> 11)::date, outcome = e ->> 12, version = c.version + 1
FROM jsonb_array_elements(%s::jsonb) AS r (e)
WHERE c.creditor_id = (e ->> 0)::bigint AND c.id = (e ->> 1)::bigint AND c.version = (e ->> 2)::int
"""

_RESTATE = """
UPDATE records_case c SET stage = e ->> 3, hold = e ->> 4,
    hold_until = CASE WHEN e ->> 4 = 'none' THEN NULL ELSE c.hold_until END, payment_status = e ->> 5,
    next_look_on = (e ->> 6)::date,
    closed_on = CASE WHEN (e ->> 7)::bool THEN %s WHEN (e ->> 8)::bool THEN NULL ELSE c.closed_on END,
    outcome = CASE WHEN (e ->> 7)::bool THEN e ->> 5 WHEN (e ->> 8)::bool THEN '' ELSE c.outcome END,
    version = c.version + 1
FROM jsonb_array_elements(%s::jsonb) AS r (e)
WHERE c.creditor_id = (e ->> 0)::bigint AND c.id = (e ->> 1)::bigint AND c.version = (e ->> 2)::int
"""

_END_PAUSES = """
WITH ended AS (
    UPDATE records_case c SET hold = 'none', hold_until = NULL
    FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor, id)
    WHERE c.creditor_id = w.creditor AND c.id = w.id AND c.hold = 'pause'
    RETURNING c.creditor_id, c.id
)
UPDATE records_pause p SET ended_on = %s FROM ended e
WHERE p.creditor_id = e.creditor_id AND p.case_id = e.id AND p.ended_on IS NULL
"""

# A plan under which nothing is owed any more was kept.
_END_HOLDS = """
WITH w AS (SELECT * FROM unnest(%(creditors)s::bigint[], %(ids)s::bigint[]) AS w (creditor, id)),
kept AS (
    UPDATE records_plan p SET ended_on = %(on)s, outcome = 'kept' FROM w
    WHERE p.creditor_id = w.creditor AND p.case_id = w.id AND p.ended_on IS NULL
)
UPDATE records_pause p SET ended_on = %(on)s FROM w
WHERE p.creditor_id = w.creditor AND p.case_id = w.id AND p.ended_on IS NULL
"""

_HAPPEN = """
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, %s, e ->> 2, e ->> 3, e ->> 4, e ->> 5, e -> 6, %s
FROM jsonb_array_elements(%s::jsonb) AS r (e)
"""

# A list that is released on the day that asked for it may be asked of again the same day: the newer question stands.
_ASK = """
INSERT INTO records_question (creditor_id, case_id, round, step, times, asked_on, reason, answer, answered_by)
SELECT (e ->> 0)::bigint, (e ->> 1)::bigint, (e ->> 2)::int, (e ->> 3)::int, (e ->> 4)::int, %s, e -> 5, '', ''
FROM jsonb_array_elements(%s::jsonb) AS r (e)
ON CONFLICT (creditor_id, case_id, round, step, times, asked_on)
    DO UPDATE SET reason = excluded.reason, answer = '', answered_on = NULL, answered_by = ''
"""


def wait(rows: Sequence[Waited]) -> None:
    """Set the next day of these cases; raises Stale if one of them was changed meanwhile."""
    if rows:
        creditors, cases, versions, days = zip(*rows, strict=True)
        _compare_and_set(_WAIT, [array(creditors), array(cases), array(versions), array(days)], len(rows))


def move(rows: Sequence[Moved]) -> None:
    """Move these cases; raises Stale if one of them was changed meanwhile."""
    if rows:
        _compare_and_set(_MOVE, [document(rows)], len(rows))


def restate(rows: Sequence[Restated], *, on: date) -> None:
    """Bring these cases in line on a day; raises Stale if one of them was changed meanwhile."""
    if rows:
        _compare_and_set(_RESTATE, [on, document(rows)], len(rows))


def end_pauses(keys: Sequence[Key], *, on: date) -> None:
    """Note that the pauses of these cases have ended by themselves on a day."""
    if keys:
        execute(_END_PAUSES, [*pairs(keys), on])


def end_holds(keys: Sequence[Key], *, on: date) -> None:
    """Note that the plans and pauses of these cases ended with the cases on a day."""
    if keys:
        creditors, ids = pairs(keys)
        execute(_END_HOLDS, {"creditors": creditors, "ids": ids, "on": on})


def happen(rows: Sequence[Happened], *, on: date, actor: str = "") -> None:
    """Add to the journal what happened on a day."""
    if rows:
        execute(_HAPPEN, [on, actor, document(rows)])


def ask(rows: Sequence[Asked], *, on: date) -> None:
    """Put questions to a person on a day."""
    if rows:
        execute(_ASK, [on, document(rows)])


def _compare_and_set(statement: str, parameters: Sequence[object], count: int) -> None:
    if execute(statement, parameters) != count:
        raise Stale(Stale.__doc__)
