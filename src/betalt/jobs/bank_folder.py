"""The job of the bank's folder: once a minute a look for files that have come."""

import logging

from procrastinate import Blueprint, JobContext

from betalt.flows.bank_folder import look_in_folder
from betalt.flows.queue import QUEUE
from betalt.jobs.tasks import desk_of

log = logging.getLogger("betalt.jobs")
fetching = Blueprint()


@fetching.periodic(cron="* * * * *")
@fetching.task(
    name="bank_folder", queue=QUEUE, lock="bank_folder", queueing_lock="bank_folder", pass_context=True
)
def bank_folder(context: JobContext, timestamp: int) -> None:
    """Take up what the bank has left, and put away what is taken in."""
    desk = desk_of(context)
    if desk.bank_folder is None:
        return
    counts = look_in_folder(root=desk.bank_folder, on=desk.clock.today(), at=desk.clock.now())
    if counts:
        log.info("bank_folder_seen", extra={"told": {"files": counts.total(), **counts}})
