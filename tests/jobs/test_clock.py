"""When a day's work begins in Sweden, how long a failed job waits, and that every job that is asked for exists."""

from datetime import UTC, datetime, time

import pytest
from procrastinate.jobs import Job

from betalt.flows.plan import Window
from betalt.flows.queue import TASKS
from betalt.jobs.clock import window_at
from betalt.jobs.long_work import working
from betalt.jobs.patience import Patience, TryLater
from betalt.jobs.sweep import sweeping
from betalt.jobs.tasks import tasks


def utc(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "begun", "late"),
    [
        (utc(1, 15, 5, 59), False, False),  # winter: 06:59
        (utc(1, 15, 6, 0), True, False),
        (utc(7, 1, 4, 59), False, False),  # summer: 06:59
        (utc(7, 1, 5, 0), True, False),
        (utc(3, 29, 5, 0), True, False),  # the night of summer time
        (utc(7, 1, 20, 0), True, True),
        (utc(7, 1, 22, 0), False, False),  # midnight: the next day
    ],
)
def test_the_hour_is_swedens(moment: datetime, begun: bool, late: bool) -> None:
    assert window_at(moment, begins=time(7)) == Window(begun=begun, late=late)


def waits(error: Exception) -> list[int]:
    """Count the seconds before each new try, until the job is given up."""
    found = []
    for attempts in range(100):
        job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = Patience().get_retry_decision(exception=error, job=job)
        if decision is None:
            break
        assert decision.retry_at is not None
        found.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
    return found


def test_a_fault_is_tried_five_times_and_a_busy_server_for_a_day() -> None:
    assert waits(ValueError()) == [3, 9, 27, 81]
    assert waits(TryLater())[:8] == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert sum(waits(TryLater())) > 24 * 3600


def test_every_job_that_flows_ask_for_exists() -> None:
    assert set(TASKS) <= set(tasks.tasks) | set(working.tasks)


def test_the_clocks_jobs_are_known() -> None:
    clocks = [blueprint.periodic_registry.periodic_tasks.values() for blueprint in (tasks, sweeping, working)]

    assert {p.task.name: p.cron for some in clocks for p in some} == {
        "look": "* * * * *",
        "alarm": "7 * * * *",
        "sweep": "* * * * * */10",
        "tidy": "23 3 * * *",
        "work_left": "* * * * *",
    }
