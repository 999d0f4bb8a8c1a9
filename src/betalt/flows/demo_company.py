"""A made-up company of a user's own to look around in: it lives the story that comes along, and nothing leaves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from betalt.flows.flow import flow
from betalt.flows.long_work import Chunk, Going, ask_for_work
from betalt.flows.outlet import Outlet
from betalt.flows.setup import set_up_creditor
from betalt.flows.story_life import go_on
from betalt.flows.story_script import examples_folder, read_script
from betalt.flows.told_creditor import read_creditor
from betalt.records import models as m
from betalt.records.queries.places import offices_of
from betalt.records.scope import acting_for
from betalt.records.sql import execute
from betalt.values.days import add_days

KIND: Final = "demo"
NAME: Final = "Exempel AB – demo"
DAYS: Final = 82  # of the story: letters of every kind have left, and much is still open
_DAYS_A_CHUNK: Final = 4


class NoDemo(LookupError):
    """The creditor is no demo."""


@flow
def open_demo(*, user: int, on: date) -> int:
    """Open a demo company for a user and ask for its life; return its id, or that of the one the user has."""
    first = read_script(examples_folder() / "script.toml").first_day
    creditor = next((row.creditor for row in offices_of(user=user) if row.is_demo), None)
    if creditor is None:
        told = replace(read_creditor(examples_folder() / "creditor.toml"), name=NAME, is_demo=True)
        creditor = set_up_creditor(creditor=told, on=first, owner=user, finishes=False)
    with acting_for([creditor]):
        fresh = m.Creditor.objects.filter(id=creditor, last_run_on=None)
        if fresh.update(last_run_on=add_days(first, -1)):
            ask_for_work(creditor=creditor, kind=KIND, on=on, asked_by=f"user:{user}", total=DAYS)
    return creditor


def chunk(going: Going) -> Chunk:
    """Live the next days of the story; done twice, it goes on from the day that was noted as run."""
    home = _demo(going.creditor)
    first = read_script(examples_folder() / "script.toml").first_day
    assert home.last_run_on is not None
    done = (home.last_run_on - first).days + 1
    days = range(done, min(done + _DAYS_A_CHUNK, DAYS))
    _live(going.creditor, [add_days(first, day) for day in days])
    done = max(days.stop, done)
    return Chunk(done=done, total=DAYS, place={"days": done}, result={"days": done} if done >= DAYS else None)


@flow
def go_forward(*, creditor: int) -> date:
    """Let the next day of a demo pass, by the story as long as it lasts; return it. Raises NoDemo."""
    home = _demo(creditor)
    if home.last_run_on is None:
        raise NoDemo(NoDemo.__doc__)
    day = add_days(home.last_run_on, 1)
    _live(creditor, [day])
    return day


@flow
def remove_demo(*, creditor: int) -> None:
    """Remove a demo with all its rows, which the database allows of demos alone. Raises NoDemo."""
    _demo(creditor)
    with acting_for([creditor]):
        execute("SELECT betalt_remove_demo(%s)", [creditor])


def _demo(creditor: int) -> m.Creditor:
    with acting_for([creditor], finishes=False):
        home: m.Creditor | None = m.Creditor.objects.filter(id=creditor, is_demo=True).first()
    if home is None:
        raise NoDemo(NoDemo.__doc__)
    return home


def _live(creditor: int, days: list[date]) -> None:
    script, folder = read_script(examples_folder() / "script.toml"), examples_folder()
    with TemporaryDirectory(prefix="betalt-demo-") as kept:
        outlet = Outlet(bundles=Path(kept), for_demo=True)
        life = go_on(creditor=creditor, script=script, examples=folder, outlet=outlet)
        for day in days:
            life.live(on=day, at=datetime.combine(day, time(8), UTC))
