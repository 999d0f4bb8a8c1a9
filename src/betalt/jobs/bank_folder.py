"""The job of the bank's folder: once a minute a look for files that have come."""

import logging

from procrastinate import Blueprint, JobContext

from betalt.flows.bank_folder import creditors_with_folder, look_in_folder
from betalt.flows.queue import QUEUE
from betalt.jobs.tasks import LOST, SomeFailed, desk_of

log = logging.getLogger("betalt.jobs")
fetching = Blueprint()


@fetching.periodic(cron="* * * * *")
@fetching.task(
    name="bank_folder", queue=QUEUE, lock="bank_folder", queueing_lock="bank_folder", pass_context=True
)
def bank_folder(context: JobContext, timestamp: int) -> None:
    """Take up what the bank has left, and put away what is taken in; one creditor's fault stops no other."""
    desk = desk_of(context)
    if desk.bank_folder is None:
        return
    root, failed = desk.bank_folder, 0
    for creditor, slug in creditors_with_folder(root=root):
        if desk.stopping.is_set():
            return
        try:
            counts = look_in_folder(
                root=root, creditor=creditor, slug=slug, on=desk.clock.today(), at=desk.clock.now()
            )
            if counts:
                log.info("bank_folder_seen", extra={"told": {"creditor": creditor, **counts}})
        except LOST:
            raise
        except Exception:
            log.exception("cannot_look_in_bank_folder", extra={"told": {"creditor": creditor}})
            failed += 1
    if failed:
        raise SomeFailed(SomeFailed.__doc__)
