"""The jobs of long work: one chunk each, and once a minute a look for work that the queue has lost."""

import logging

from procrastinate import Blueprint, JobContext

from betalt.flows.long_work import do_chunk, take_up_work
from betalt.flows.queue import LONG_WORK, QUEUE
from betalt.flows.work_kinds import WORK_KINDS
from betalt.jobs.patience import Patience
from betalt.jobs.tasks import desk_of

log = logging.getLogger("betalt.jobs")
working = Blueprint()


@working.task(name=LONG_WORK, queue=QUEUE, retry=Patience(), pass_context=True)
def long_work(context: JobContext, *, creditor: int, work: int) -> None:
    """Do the next chunk of a piece of long work; the flow asks for the one after it."""
    desk = desk_of(context)
    more = do_chunk(creditor=creditor, work=work, kinds=WORK_KINDS, on=desk.clock.today())
    log.info("worked", extra={"told": {"creditor": creditor, "work": work, "more": more}})


@working.periodic(cron="* * * * *")
@working.task(name="work_left", queue=QUEUE, queueing_lock="work_left", pass_context=True)
def work_left(context: JobContext, timestamp: int) -> None:
    """Ask again for long work of which the queue knows nothing any more."""
    asked = take_up_work()
    if asked:
        log.warning("work_taken_up", extra={"told": {"jobs": asked}})
