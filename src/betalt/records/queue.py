"""Reads the queue and what is left of a day across all creditors: ids, states and counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from betalt.records.sql import array, fetch


class LiveJob(NamedTuple):
    """A job that waits or is being done."""

    task: str
    args: Mapping[str, Any]


class HomeRow(NamedTuple):
    """How far a creditor has come."""

    creditor: int
    last_run_on: date | None
    bank_data_on: date | None
    waits_for_bank: bool


class DebtorDue(NamedTuple):
    """The due cases of one debtor, which may share a letter."""

    creditor: int
    cases: list[int]


class WaitingLetter(NamedTuple):
    """A letter that is ready, or was claimed and never noted."""

    creditor: int
    id: int
    state: str
    channel: str
    letter_on: date
    is_set: bool  # in type


class PulseRow(NamedTuple):
    """What is late or not known, across all creditors."""

    late_cases: int
    late_since: date | None
    stale_letters: int
    unknown_letters: int
    unposted_bundles: int
    last_sent_on: date | None


class QueueRow(NamedTuple):
    """The queue itself; workers are those that have given a sign of life."""

    waiting: int
    doing: int
    failed: int
    oldest_at: datetime | None
    workers: int


_LIVE = "SELECT task_name, args FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = ANY (%s)"

_ANY_READY = """
SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'todo' AND task_name = ANY (%s)
    AND coalesce(scheduled_at, now()) <= now())
"""

_QUEUE = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    (SELECT count(*) FROM procrastinate_jobs f JOIN procrastinate_events e ON e.job_id = f.id AND e.type = 'failed'
        WHERE f.status = 'failed' AND e.at > %(at)s - interval '1 day'),
    (SELECT min(e.at) FROM procrastinate_jobs w JOIN procrastinate_events e ON e.job_id = w.id AND e.type = 'deferred'
        WHERE w.status = 'todo' AND coalesce(w.scheduled_at, %(at)s) <= %(at)s),
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %(at)s - interval '1 minute')
FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""


def hold_planning() -> None:
    """Let nobody else plan until this transaction ends."""
    fetch("SELECT pg_advisory_xact_lock(hashtextextended('betalt.plan', 0))")


def live_jobs(*, tasks: list[str]) -> list[LiveJob]:
    """List the jobs of these tasks that wait or are being done."""
    return [LiveJob(task, _loaded(args)) for task, args in fetch(_LIVE, [tasks])]


def is_any_ready(*, tasks: list[str]) -> bool:
    """Tell whether a job of these tasks waits that could be done now."""
    return bool(fetch(_ANY_READY, [tasks])[0][0])


def homes() -> list[HomeRow]:
    """List how far each creditor has come."""
    return [HomeRow._make(row) for row in fetch("SELECT * FROM betalt_homes()")]


def due_by_debtor(*, on: date, creditors: Sequence[int]) -> list[DebtorDue]:
    """Find the cases of these creditors whose next day has come, debtor by debtor."""
    found = fetch(
        "SELECT creditor_id, cases FROM betalt_due_by_debtor(%s, %s::bigint[])", [on, array(creditors)]
    )
    return [DebtorDue._make(row) for row in found]


def letters_waiting(*, lease_seconds: int) -> list[WaitingLetter]:
    """List the letters that are ready, or whose sender has been silent for longer than the lease."""
    found = fetch("SELECT * FROM betalt_letters_waiting(%s)", [lease_seconds])
    return [WaitingLetter._make(row) for row in found]


def bundles_begun() -> set[int]:
    """Name the creditors that have a print bundle whose writing was begun and not finished."""
    return {row[0] for row in fetch("SELECT creditor_id FROM betalt_bundles_begun()")}


def work_left() -> list[tuple[int, int]]:
    """Name the pieces of long work that are not done, by creditor and id."""
    return [(row[0], row[1]) for row in fetch("SELECT creditor_id, id FROM betalt_work_left()")]


def pulse(*, on: date) -> PulseRow:
    """Count what is late or not known on a day."""
    return PulseRow._make(fetch("SELECT * FROM betalt_pulse(%s)", [on])[0])


def queue(*, at: datetime) -> QueueRow:
    """Count the queue at a moment; failed are those of the day before it."""
    return QueueRow._make(fetch(_QUEUE, {"at": at})[0])


def _loaded(args: Any) -> Mapping[str, Any]:
    # Django's cursors give jsonb as text, and a driver's own cursor as a mapping.
    loaded: Mapping[str, Any] = json.loads(args) if isinstance(args, str) else args
    return loaded
