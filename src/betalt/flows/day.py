"""A day's run for one or many creditors: what is due moves on, and what is ready is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from betalt.core.process.decide import decide
from betalt.core.process.decision import Decision
from betalt.flows.advance import Advanced, advance_cases, chunks, due_cases
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.ladder import start_ladders
from betalt.flows.look_again import look_again
from betalt.flows.outlet import Outlet, Sent
from betalt.flows.print_house import bundle_letters
from betalt.flows.send import send_letters, withdraw_stale
from betalt.flows.thank import thank_payers
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for
from betalt.records.silence import closed_outlets
from betalt.records.sql import fetch
from betalt.records.veil import opened

Progress = Callable[[int, int], None]  # done, of how many


class DayRefused(ValueError):
    """The day cannot be run; the message says why."""


@dataclass(slots=True, kw_only=True)
class DayRun:
    """What a day's run did."""

    on: date
    advanced: Advanced = field(default_factory=Advanced)
    sent: Sent = field(default_factory=Sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A creditor as lists show it."""

    id: int
    name: str
    org_no: str
    is_demo: bool
    last_run_on: date | None


def creditors() -> list[Home]:
    """List every creditor, without its rows."""
    found = fetch("SELECT id, name, org_no, is_demo, last_run_on FROM betalt_creditors()")
    return [
        Home(id=row[0], name=row[1], org_no=opened(row[2]), is_demo=row[3], last_run_on=row[4])
        for row in found
    ]


def run_day(
    *,
    on: date,
    at: datetime,
    outlet: Outlet,
    creditors_only: Sequence[int] | None = None,
    progress: Progress = lambda _done, _all: None,
) -> DayRun:
    """Run a day for these creditors (None: all but demos); running it again changes nothing.

    It acts for that day only and never back-dates: a day before the last run is refused, and a day after today
    but for demo creditors; `at` is the moment it is run at. Raises DayRefused.
    """
    homes = [home for home in creditors() if _is_meant(home, creditors_only, outlet)]
    _refuse_other_days(homes, on, at.date())
    _refuse_silent(homes)
    only = [home.id for home in homes]
    withdraw_stale(on=on, creditors=only)
    start_ladders(creditors=only, on=on)
    look_again(creditors=[home.id for home in homes if home.last_run_on == on], on=on)
    keys = due_cases(on=on, creditors=only)
    run = DayRun(on=on)
    done = 0
    for chunk in chunks(keys):
        run.advanced.add(advance_cases(keys=chunk, on=on))
        done += len(chunk)
        progress(done, len(keys))
    run.advanced.counts["composed_thanks"] += thank_payers(creditors=only, on=on)
    run.sent = send_letters(on=on, at=at, creditors=only, outlet=outlet)
    if only:
        note_run(creditors_only=only, on=on)
    return run


def _is_meant(home: Home, creditors_only: Sequence[int] | None, outlet: Outlet) -> bool:
    return home.is_demo == outlet.for_demo if creditors_only is None else home.id in creditors_only


def finish_day(*, creditor: int, on: date, outlet: Outlet) -> Sent:
    """End a creditor's day when nothing of it is due: thank who paid, bundle what goes on paper, note the run."""
    sent = Sent()
    sent.counts["composed_thanks"] += thank_payers(creditors=[creditor], on=on)
    bundle_letters(creditor=creditor, on=on, folder=outlet.bundles, sent=sent)
    note_run(creditors_only=[creditor], on=on)
    return sent


def preview(*, creditor: int, keys: Sequence[Key], on: date) -> list[tuple[int, Decision]]:
    """Say what a day would do with these cases if their first run were released; nothing is written."""
    with acting_for([creditor]):
        found = []
        for known in know(keys, on=on):
            known.facts.first_run_released = True
            found.append((known.row.number, decide(known.facts, procedure=known.procedure, on=on)))
        return found


def cases_of_batch(*, creditor: int, batch: int) -> list[Key]:
    """List the open cases that a file of invoices brought."""
    with acting_for([creditor]):
        ids = (
            m.Case.objects.of(creditor)
            .filter(
                id__in=m.Invoice.objects.of(creditor).filter(batch_id=batch).values("case_id"),
                next_look_on__isnull=False,
            )
            .order_by("number")
            .values_list("id", flat=True)
        )
        return [(creditor, case) for case in ids]


def _refuse_other_days(homes: Sequence[Home], on: date, today: date) -> None:
    if on > today and not all(home.is_demo for home in homes):
        raise DayRefused(f"{on} has not come yet: today is {today}")
    for home in homes:
        if home.last_run_on is not None and on < home.last_run_on:
            raise DayRefused(f"{home.name} was last run for {home.last_run_on}: {on} lies before it")


def _refuse_silent(homes: Sequence[Home]) -> None:
    closed = closed_outlets([home.id for home in homes])
    for home in homes:
        if home.id in closed:
            raise DayRefused(
                f"{home.name} was restored as of {closed[home.id]:%Y-%m-%d %H:%M}: see which letters have left since "
                "and read the bank's files again, then let letters go with `betalt resume`"
            )


@flow
def note_run(*, creditors_only: Sequence[int], on: date) -> None:
    """Note that a day was run for these creditors; a day before it is refused from now on."""
    with acting_for(creditors_only):
        m.Creditor.objects.filter(id__in=creditors_only).update(last_run_on=on)
        m.Run.objects.bulk_create(
            (m.Run(creditor_id=creditor, on=on) for creditor in creditors_only),
            ignore_conflicts=True,
        )
