"""Works out what is still to be done of a day and puts it into the queue: the rows say what, the queue only when.

The same look serves the morning, a restart after days of silence and the moment after a job: it reads what is due and
asks for what nobody is at. So a lost job is found again, and a job that comes twice finds nothing to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from betalt.flows.advance import CHUNK
from betalt.flows.flow import flow
from betalt.flows.ladder import start_ladders
from betalt.flows.outlet import LEASE_SECONDS
from betalt.flows.queue import ADVANCE, FINISH, LETTERS, WITHDRAW, Wanted, enqueue
from betalt.flows.send import CHUNK as LETTER_CHUNK
from betalt.records import queue
from betalt.records.bulk import Key
from betalt.records.queue import DebtorDue, HomeRow, LiveJob, WaitingLetter
from betalt.values.days import add_days, previous_business_day

HOMES_A_JOB = 50
# Letters on paper that a person releases during the day are gathered this long, so that they make one bundle.
GATHER_MINUTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the clock allows now: a day begins with fresh bank data, and at the latest when `late`."""

    begun: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Live:
    """What the jobs in the queue are at already."""

    withdraw: set[int] = field(default_factory=set)
    finish: set[int] = field(default_factory=set)
    cases: set[Key] = field(default_factory=set)
    letters: set[Key] = field(default_factory=set)


@flow
def plan_work(
    *, on: date, at: datetime, window: Window, by_mail: bool, lease_seconds: int = LEASE_SECONDS
) -> int:
    """Ask for what is left of a day and not asked for yet; return how many jobs. `by_mail`: there is a mail server."""
    if not window.begun:
        return 0
    ready = [home.creditor for home in queue.homes() if _may_run(home, on, window)]
    start_ladders(creditors=ready, on=on)
    with transaction.atomic():
        queue.hold_planning()
        live = _live(queue.live_jobs(tasks=[WITHDRAW, ADVANCE, LETTERS, FINISH]))
        homes = {home.creditor: home for home in queue.homes() if _may_run(home, on, window)}
        letters = queue.letters_waiting(lease_seconds=lease_seconds)
        waiting = [letter for letter in letters if letter.creditor in homes]
        stale = {x.creditor for x in waiting if x.letter_on < on and x.state == "ready"}
        due = queue.due_by_debtor(on=on, creditors=[home for home in homes if home not in stale])
        wanted = [
            *_withdrawals(stale - live.withdraw, on),
            *_advances(_not_asked_for(due, live), on),
            *_letters([x for x in waiting if (x.creditor, x.id) not in live.letters], on, by_mail),
        ]
        busy = stale | {debtor.creditor for debtor in due} | live.finish
        busy |= {x.creditor for x in waiting if not x.is_set and x.channel == "post"}
        on_paper = {x.creditor for x in waiting if x.is_set and x.channel == "post" and x.letter_on == on}
        unfinished = on_paper | queue.bundles_begun()
        wanted += _finishes([home for c, home in homes.items() if c not in busy], unfinished, on, at)
        return enqueue(wanted)


def _may_run(home: HomeRow, on: date, window: Window) -> bool:
    """Tell whether a creditor's day may begin: never one before its last, and rather with the bank's word than without.

    Without fresh bank data every letter waits for the next day. So the day begins when the data comes, and late in
    the evening without it: nothing leaves then, but questions are asked.
    """
    if home.last_run_on is not None and home.last_run_on >= on:
        return home.last_run_on == on
    fresh = home.bank_data_on is not None and home.bank_data_on >= previous_business_day(add_days(on, -1))
    return fresh or not home.waits_for_bank or window.late


def _live(jobs: Iterable[LiveJob]) -> _Live:
    live = _Live()
    for job in jobs:
        creditors = job.args["creditors"]
        if job.task == WITHDRAW:
            live.withdraw.update(creditors)
        elif job.task == FINISH:
            live.finish.update(creditors)
        elif job.task == ADVANCE:
            live.cases.update((creditor, case) for creditor, cases in job.args["debtors"] for case in cases)
        else:
            live.letters.update((creditors[0], letter) for letter in job.args["letters"])
    return live


def _withdrawals(creditors: Iterable[int], on: date) -> list[Wanted]:
    return [
        Wanted(task=WITHDRAW, args={"on": on.isoformat(), "creditors": some})
        for some in _cut(sorted(creditors), HOMES_A_JOB)
    ]


def _not_asked_for(due: Iterable[DebtorDue], live: _Live) -> list[DebtorDue]:
    """Leave out the debtors of whom a job has a case already: what one letter may ask is decided in one place."""
    return [
        debtor for debtor in due if not any((debtor.creditor, case) in live.cases for case in debtor.cases)
    ]


def _advances(due: Iterable[DebtorDue], on: date) -> list[Wanted]:
    """Ask for chunks of due cases that never part a debtor: one letter makes one demand for all its claims."""
    chunks: list[list[DebtorDue]] = []
    size = CHUNK
    for debtor in due:
        if size >= CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(debtor)
        size += len(debtor.cases)
    return [
        Wanted(
            task=ADVANCE,
            args={
                "on": on.isoformat(),
                "creditors": sorted({debtor.creditor for debtor in chunk}),
                "debtors": [[debtor.creditor, debtor.cases] for debtor in chunk],
            },
        )
        for chunk in chunks
    ]


def _letters(waiting: Sequence[WaitingLetter], on: date, by_mail: bool) -> list[Wanted]:
    by_creditor: dict[int, list[int]] = defaultdict(list)
    for letter in waiting:
        is_mail = letter.channel == "email"
        abandoned = letter.state == "sending" and is_mail
        going = (
            letter.state == "ready"
            and letter.letter_on == on
            and (not letter.is_set or (is_mail and by_mail))
        )
        if abandoned or going:
            by_creditor[letter.creditor].append(letter.id)
    return [
        Wanted(task=LETTERS, args={"on": on.isoformat(), "creditors": [creditor], "letters": some})
        for creditor, ids in by_creditor.items()
        for some in _cut(ids, LETTER_CHUNK)
    ]


def _finishes(homes: Iterable[HomeRow], unfinished: set[int], on: date, at: datetime) -> list[Wanted]:
    """Ask that days be finished: those not noted as run now, and paper of later hours in a while."""
    first, again = [], []
    for home in homes:
        if home.last_run_on != on:
            first.append(home.creditor)
        elif home.creditor in unfinished:
            again.append(home.creditor)
    later = at + timedelta(minutes=GATHER_MINUTES)
    return [
        Wanted(task=FINISH, args={"on": on.isoformat(), "creditors": some}, not_before=moment)
        for creditors, moment in ((first, None), (again, later))
        for some in _cut(creditors, HOMES_A_JOB)
    ]


def _cut(ids: Sequence[int], size: int) -> Iterable[list[int]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])
