"""The job of the day's e-mail: once every five minutes a look at whose day is run and who has not got it."""

import logging

from django.conf import settings
from procrastinate import Blueprint, JobContext

from betalt.flows.daily_mail import creditors_to_mail, mail_owners
from betalt.flows.queue import QUEUE
from betalt.jobs.tasks import LOST, SomeFailed, desk_of

log = logging.getLogger("betalt.jobs")
mailing = Blueprint()


@mailing.periodic(cron="*/5 * * * *")
@mailing.task(
    name="daily_mail", queue=QUEUE, lock="daily_mail", queueing_lock="daily_mail", pass_context=True
)
def daily_mail(context: JobContext, timestamp: int) -> None:
    """Send the day's mail to the owners who have not got it; what fails for one creditor stops no other."""
    desk = desk_of(context)
    on, failed = desk.clock.today(), 0
    if desk.outlet.mail_server is None:
        return
    for creditor in creditors_to_mail(on=on):
        if desk.stopping.is_set():
            return
        try:
            done = mail_owners(
                creditor=creditor,
                on=on,
                at=desk.clock.now(),
                outlet=desk.outlet,
                origin=settings.PUBLIC_URL.origin,
                go_on=lambda: not desk.stopping.is_set(),
            )
            log.info("owners_mailed", extra={"told": {"creditor": creditor, **done}})
        except LOST:
            raise
        except Exception:
            log.exception("cannot_mail_owners", extra={"told": {"creditor": creditor}})
            failed += 1
    if failed:
        raise SomeFailed(SomeFailed.__doc__)
