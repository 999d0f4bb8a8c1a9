"""Takes up what a worker that died left, and throws away what is long done; procrastinate has neither built in."""

import contextlib
import logging

from procrastinate import Blueprint, JobContext
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from betalt.flows.queue import ADVANCE, FINISH, LONG_WORK, LOOK, QUEUE, WITHDRAW

_TRIES = 5
_KEPT_HOURS = 30 * 24
# Done twice these change nothing. Letters are never handed on: the next look asks for those that are still ready.
_HANDED_ON = (WITHDRAW, ADVANCE, FINISH, LONG_WORK)

log = logging.getLogger("betalt.jobs")
sweeping = Blueprint()


@sweeping.periodic(cron="* * * * * */10")  # the seconds are the last field
@sweeping.task(name="sweep", queue=QUEUE, queueing_lock="sweep", priority=20, pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to the living."""
    manager = context.app.job_manager
    silence = context.additional_context["silence"]
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silence))
    for job in stalled:
        log.warning("stalled", extra={"told": {"stalled_job": job.id, "stalled_task": job.task_name}})
        await _take_up(manager, job)
    if stalled:
        with contextlib.suppress(AlreadyEnqueued):
            await context.app.configure_task(LOOK).defer_async(timestamp=timestamp)


@sweeping.periodic(cron="23 3 * * *")
@sweeping.task(name="tidy", queue=QUEUE, queueing_lock="tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Throw away jobs that were given up a month ago; those that were done are not kept at all."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_KEPT_HOURS, include_failed=True, include_aborted=True
    )


async def _take_up(manager: JobManager, job: Job) -> None:
    assert job.id is not None
    if job.task_name not in _HANDED_ON:
        await manager.finish_job_by_id_async(job_id=job.id, status=Status.ABORTED, delete_job=False)
    elif job.attempts < _TRIES:
        await manager.retry_job(job)
    else:
        await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
