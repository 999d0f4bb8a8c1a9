"""The jobs of a day: each calls one flow for a chunk of ids, and then asks for another look at what is left."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Event

from django.db import InterfaceError, OperationalError
from procrastinate import Blueprint, JobContext

from betalt.flows import heartbeat
from betalt.flows.advance import Advanced, advance_cases
from betalt.flows.day import finish_day
from betalt.flows.outlet import Outlet, Sent
from betalt.flows.plan import plan_work
from betalt.flows.queue import (
    ADVANCE,
    FINISH,
    LETTERS,
    LOOK,
    QUEUE,
    WITHDRAW,
    Wanted,
    enqueue_once,
    is_day_asked_for,
)
from betalt.flows.send import mail_letters, withdraw_stale
from betalt.flows.set_aside import set_case_aside
from betalt.flows.set_in_type import set_in_type
from betalt.jobs.clock import Clock
from betalt.jobs.patience import Patience, TryLater

SOON = timedelta(milliseconds=200)
LOST = (OperationalError, InterfaceError)  # the database went: no fault of the case or letter at hand

log = logging.getLogger("betalt.jobs")
tasks = Blueprint()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a worker's jobs need beside their ids."""

    clock: Clock
    outlet: Outlet
    stopping: Event
    alarm_to: str = ""
    bank_folder: Path | None = None


class SomeFailed(Exception):
    """Some of a job's parts failed; the others are done."""


@tasks.periodic(cron="* * * * *")
@tasks.task(name=LOOK, queue=QUEUE, lock=LOOK, queueing_lock=LOOK, priority=10, pass_context=True)
def look(context: JobContext, timestamp: int) -> None:
    """Look at what is left of the day and ask for it: every minute, and when no job of the day waits any more."""
    desk = desk_of(context)
    planned = plan_work(
        on=desk.clock.today(),
        at=desk.clock.now(),
        window=desk.clock.window(),
        by_mail=desk.outlet.mail_server is not None,
        lease_seconds=desk.outlet.lease_seconds,
    )
    if planned:
        log.info("planned", extra={"told": {"on": desk.clock.today(), "jobs": planned}})


@tasks.task(name=WITHDRAW, queue=QUEUE, retry=Patience(), pass_context=True)
def withdraw(context: JobContext, *, on: str, creditors: Sequence[int]) -> None:
    """Take back letters of earlier days that never left."""
    desk = desk_of(context)
    if _is_today(on, desk):
        count = withdraw_stale(on=date.fromisoformat(on), creditors=creditors)
        log.info("withdrawn", extra={"told": {"letters": count}})
        _look_again(desk)


@tasks.task(name=ADVANCE, queue=QUEUE, retry=Patience(), pass_context=True)
def advance(
    context: JobContext, *, on: str, creditors: Sequence[int], debtors: Sequence[tuple[int, Sequence[int]]]
) -> None:
    """Let due cases pass a day; a chunk that failed before is taken debtor by debtor, so that one stops no other."""
    desk = desk_of(context)
    if not _is_today(on, desk):
        return
    day = date.fromisoformat(on)
    if context.job.attempts == 0:
        keys = [(creditor, case) for creditor, cases in debtors for case in cases]
        done = advance_cases(keys=keys, on=day)
    else:
        done = Advanced()
        for creditor, cases in debtors:
            done.add(_advance_debtor(creditor, cases, day))
    for (creditor, case), _ in done.set_aside:
        log.warning("case_set_aside", extra={"told": {"creditor": creditor, "case": case}})
    log.info("advanced", extra={"told": {"creditors": len(creditors), **done.counts}})
    _look_again(desk)


@tasks.task(name=LETTERS, queue=QUEUE, retry=Patience(), pass_context=True)
def letters(context: JobContext, *, on: str, creditors: Sequence[int], letters: Sequence[int]) -> None:
    """Set letters in type and send those that go by e-mail; what the mail server is too busy for comes again."""
    desk = desk_of(context)
    # Not the day the job was made on: what is dated before today stays, and is taken back by the next look.
    (creditor,), day = creditors, desk.clock.today()
    for letter, fault in set_in_type(creditor=creditor, ids=letters, on=day).broke:
        log.error("cannot_set", extra={"told": {"creditor": creditor, "letter": letter, "fault": fault}})
    sent = Sent()
    mail_letters(
        creditor=creditor,
        ids=letters,
        on=day,
        at=desk.clock.now(),
        outlet=desk.outlet,
        sent=sent,
        go_on=lambda: not desk.stopping.is_set(),
    )
    log.info("sent", extra={"told": {"creditor": creditor, "withdrawn": len(sent.withdrawn), **sent.counts}})
    if sent.again:
        raise TryLater(TryLater.__doc__)
    _look_again(desk)


@tasks.task(name=FINISH, queue=QUEUE, retry=Patience(), pass_context=True)
def finish(context: JobContext, *, on: str, creditors: Sequence[int]) -> None:
    """End the day of creditors of whom nothing is due: thank, bundle what goes on paper, note the run."""
    desk = desk_of(context)
    if not _is_today(on, desk):
        return
    day = date.fromisoformat(on)

    def end(creditor: int) -> None:
        sent = finish_day(creditor=creditor, on=day, outlet=desk.outlet)
        log.info("finished", extra={"told": {"creditor": creditor, **sent.counts}})

    _each(creditors, end)
    _look_again(desk)


@tasks.periodic(cron="7 * * * *")
@tasks.task(name="alarm", queue=QUEUE, queueing_lock="alarm", pass_context=True)
def alarm(context: JobContext, timestamp: int) -> None:
    """Look once an hour whether due work is done, and say so by e-mail once a day if it is not."""
    desk = desk_of(context)
    pulse = heartbeat.feel_pulse(on=desk.clock.today(), at=desk.clock.now())
    worries = heartbeat.worries(pulse)
    log.log(
        logging.WARNING if worries else logging.INFO,
        "pulse",
        extra={"told": {**asdict(pulse), "worries": [worry.code for worry in worries]}},
    )
    if worries and desk.alarm_to and heartbeat.is_alarm_hour(desk.clock.now()):
        heartbeat.raise_alarm(worries=worries, to=desk.alarm_to, outlet=desk.outlet, at=desk.clock.now())


def desk_of(context: JobContext) -> Desk:
    """Give what the worker has given its jobs."""
    desk = context.additional_context["desk"]
    assert isinstance(desk, Desk)
    return desk


def _is_today(on: str, desk: Desk) -> bool:
    """Tell whether a job's day is still today; what a later day brings is planned anew, never back-dated."""
    if on == desk.clock.today().isoformat():
        return True
    log.info("day_passed", extra={"told": {"on": on}})
    return False


def _look_again(desk: Desk) -> None:
    """Ask for a look at what is left, unless jobs wait: the last of them asks, and the clock each minute.

    A look reads all letters that wait, so one after each job of a large day would cost more than its letters.
    """
    if is_day_asked_for():
        return
    soon = desk.clock.now() + SOON  # when this job is noted as done
    enqueue_once(Wanted(task=LOOK, args={"timestamp": int(soon.timestamp())}, not_before=soon))


def _advance_debtor(creditor: int, cases: Sequence[int], on: date) -> Advanced:
    try:
        return advance_cases(keys=[(creditor, case) for case in cases], on=on)
    except LOST:
        raise
    except Exception as error:
        log.exception("cannot_advance", extra={"told": {"creditor": creditor, "cases": list(cases)}})
        for case in cases:
            set_case_aside(creditor=creditor, case=case, on=on, error=error)
        return Advanced()


def _each(ids: Iterable[int], act: Callable[[int], None]) -> None:
    """Do the same for each, and raise at the end if one failed: the others are done by then."""
    failed = 0
    for one in ids:
        try:
            act(one)
        except LOST:
            raise
        except Exception:
            log.exception("part_failed", extra={"told": {"id": one}})
            failed += 1
    if failed:
        raise SomeFailed(SomeFailed.__doc__)
