"""Writes what was decided for many cases at once: one UPDATE by compare-and-set, one INSERT into the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from betalt.records.bulk import Key
from betalt.records.sql import columns, execute


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


class Happened(NamedTuple):
    """A line of the journal; an axis that did not move is empty, `data` is JSON."""

    creditor: int
    case: int
    kind: str
    stage: str
    hold: str
    payment_status: str
    data: str


class Asked(NamedTuple):
    """A question to a person; `reason` is JSON."""

    creditor: int
    case: int
    round: int
    step: int
    times: int
    reason: str


_WAIT = """
UPDATE records_case c SET next_look_on = w.until, version = c.version + 1
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::date[]) AS w (creditor, id, version, until)
WHERE c.creditor_id = w.creditor AND c.id = w.id AND c.version = w.version
"""

_MOVE = """
UPDATE records_case c SET stage = w.stage, payment_status = w.payment_status, step_done = w.step_done,
    asked_step = w.asked_step, asked_code = w.asked_code, asked_on = w.asked_on, asked_times = w.asked_times,
    next_look_on = w.next_look_on, closed_on = w.closed_on, outcome = w.outcome, version = c.version + 1
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::text[], %s::int[], %s::int[], %s::text[],
    %s::date[], %s::int[], %s::date[], %s::date[], %s::text[])
    AS w (creditor, id, version, stage, payment_status, step_done, asked_step, asked_code, asked_on, asked_times,
        next_look_on, closed_on, outcome)
WHERE c.creditor_id = w.creditor AND c.id = w.id AND c.version = w.version
"""

_END_PAUSES = """
UPDATE records_case c SET hold = 'none', hold_until = NULL FROM unnest(%s::bigint[], %s::bigint[]) AS w (creditor, id)
WHERE c.creditor_id = w.creditor AND c.id = w.id AND c.hold = 'pause'
"""

_HAPPEN = """
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT e.creditor, e.id, %s, e.kind, e.stage, e.hold, e.payment_status, e.data::jsonb, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS e (creditor, id, kind, stage, hold, payment_status, data)
"""

_ASK = """
INSERT INTO records_question (creditor_id, case_id, round, step, times, asked_on, reason, answer, answered_by)
SELECT q.creditor, q.id, q.round, q.step, q.times, %s, q.reason::jsonb, '', ''
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::text[])
    AS q (creditor, id, round, step, times, reason)
"""


def wait(rows: Sequence[Waited]) -> None:
    """Set the next day of these cases; raises Stale if one of them was changed meanwhile."""
    _compare_and_set(_WAIT, rows)


def move(rows: Sequence[Moved]) -> None:
    """Move these cases; raises Stale if one of them was changed meanwhile."""
    _compare_and_set(_MOVE, rows)


def end_pauses(keys: Sequence[Key]) -> None:
    """Note that the pauses of these cases have ended by themselves."""
    if keys:
        execute(_END_PAUSES, columns(keys))


def happen(rows: Sequence[Happened], *, on: date, actor: str = "") -> None:
    """Add to the journal what happened on a day."""
    if rows:
        execute(_HAPPEN, [on, actor, *columns(rows)])


def ask(rows: Sequence[Asked], *, on: date) -> None:
    """Put questions to a person on a day."""
    if rows:
        execute(_ASK, [on, *columns(rows)])


def plain(data: Any) -> str:
    """Write a value as compact JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)


def _compare_and_set(statement: str, rows: Sequence[Any]) -> None:
    if not rows:
        return
    if execute(statement, columns(rows)) != len(rows):
        raise Stale(Stale.__doc__)
