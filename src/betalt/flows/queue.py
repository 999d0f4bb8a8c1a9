"""Puts jobs into the queue by name, inside the transaction that makes them needed: both stand or neither does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from betalt.records import queue

QUEUE = "betalt"

LOOK = "look"
WITHDRAW = "withdraw"
ADVANCE = "advance"
LETTERS = "letters"
FINISH = "finish"
LONG_WORK = "long_work"

# All that flows may ask for; jobs/tasks.py and jobs/long_work.py have one task for each.
TASKS = (LOOK, WITHDRAW, ADVANCE, LETTERS, FINISH, LONG_WORK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A job to be done: the task's name and its arguments, which are ids and days alone."""

    task: str
    args: Mapping[str, Any]
    not_before: datetime | None = None
    lock: str | None = None  # of jobs with the same lock one is done at a time
    priority: int = 0  # the higher goes first


def enqueue(jobs: Sequence[Wanted]) -> int:
    """Put jobs into the queue when the open transaction commits, or at once if there is none; return how many."""
    if jobs:
        _manager().batch_defer_jobs([_job(wanted) for wanted in jobs])
    return len(jobs)


def enqueue_once(wanted: Wanted) -> bool:
    """Put a job into the queue unless one of its task waits there; tell whether it was put."""
    try:
        with transaction.atomic():
            _manager().defer_job(_job(wanted, once=wanted.task))
    except AlreadyEnqueued:
        return False
    return True


def is_day_asked_for() -> bool:
    """Tell whether a job of the day's run waits that could be done now."""
    return queue.is_any_ready(tasks=[WITHDRAW, ADVANCE, LETTERS, FINISH])


def _manager() -> JobManager:
    return JobManager(DjangoConnector())


def _job(wanted: Wanted, *, once: str | None = None) -> Job:
    return Job(
        queue=QUEUE,
        lock=once or wanted.lock,
        queueing_lock=once,
        priority=wanted.priority,
        task_name=wanted.task,
        task_kwargs=dict(wanted.args),
        scheduled_at=wanted.not_before,
    )
