"""Clocks jump, on one host or on all: no step comes early and none twice. And the law's tables end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from betalt.flows.setup import say_bank_checked
from tests.hosts.debian import need_faketime
from tests.hosts.ground import NOTE_ON, RECEIVED_ON, Ground, Tally, until
from tests.office import ASA_OBERG

pytestmark = pytest.mark.proof

Judge = Callable[..., Tally]
MakeGround = Callable[..., Ground]
REMINDER_ON = date(2026, 2, 23)
MONTH_AHEAD = date(2026, 3, 17)
BEYOND_THE_LAW = date(2027, 2, 17)
LOOKS = 2  # of the worker, one a minute, after a jump


class FakeClock:
    """What a host believes that the time is; it may jump while programs run."""

    def __init__(self, path: Path, *, library: str) -> None:
        self._path = path
        self.environment = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(path),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, day: date, *, hour: int = 9) -> None:
        """Let it be this hour (UTC) of a day from now on."""
        ahead = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - datetime.now(UTC)
        draft = self._path.with_suffix(".draft")
        draft.write_text(f"{ahead.total_seconds():+.0f}\n")
        draft.chmod(0o644)
        draft.replace(self._path)


@pytest.fixture
def make_clock(short_folder: Path) -> Callable[[str], FakeClock]:
    """Make a clock of a host, which shows the morning on which the notes are due."""
    library = need_faketime()

    def make(name: str) -> FakeClock:
        clock = FakeClock(short_folder / name, library=library)
        clock.set(NOTE_ON)
        return clock

    return make


def looks(ground: Ground) -> int:
    """Count how often a worker has looked at what is left."""
    return sum('"job_success"' in line and '"task": "look"' in line for line in ground.log().splitlines())


def look_some_more(ground: Ground) -> None:
    """Wait while workers look at what is left a few times."""
    before = looks(ground)
    until(lambda: looks(ground) >= before + LOOKS, otherwise=ground.log)


@pytest.mark.parametrize(
    ("day", "what"),
    [(MONTH_AHEAD, "forward a month"), (date(2026, 2, 16), "back a day")],
)
def test_a_hosts_own_clock_jumps(
    make_ground: MakeGround, make_clock: Callable[[str], FakeClock], judge: Judge, day: date, what: str
) -> None:
    shared, own = make_clock(f"shared {what}"), make_clock(f"own {what}")
    ground = make_ground(**shared.environment)
    ground.open(firms=2, bills=6)
    ground.inbox.seconds = 0.2
    ground.work(on=None, **own.environment)
    until(lambda: len(ground.inbox.mails) > 2, otherwise=ground.log)
    own.set(day)
    until(ground.is_done, otherwise=ground.log)
    ground.open(firms=1, bills=2, number_from=3)
    look_some_more(ground)
    until(ground.is_done, otherwise=ground.log)

    tally = judge(ground, f"the clock of a worker's host jumps {what}")
    assert tally.states["unknown"] == 0
    assert days(ground) == {("note", NOTE_ON)}


def test_the_clock_of_all_hosts_jumps_forward_a_month_and_back(
    make_ground: MakeGround, make_clock: Callable[[str], FakeClock], judge: Judge
) -> None:
    clock = make_clock("all")
    ground = make_ground(**clock.environment)
    ground.open(firms=2, bills=6)
    ground.work(on=None)
    until(ground.is_done, otherwise=ground.log)
    clock.set(MONTH_AHEAD)
    look_some_more(ground)
    assert days(ground) == {("note", NOTE_ON)}

    clock.set(REMINDER_ON)
    for office in ground.offices:
        say_bank_checked(creditor=office.creditor, through=REMINDER_ON)
    ground.bills *= 2
    until(lambda: ground.is_done(REMINDER_ON), otherwise=ground.log)
    judge(
        ground,
        f"the clock of all hosts jumps forward a month, and back after {LOOKS} looks",
    )
    assert days(ground) == {("note", NOTE_ON), ("reminder", REMINDER_ON)}


def test_the_clock_of_all_hosts_jumps_back_a_day(
    make_ground: MakeGround, make_clock: Callable[[str], FakeClock], judge: Judge
) -> None:
    clock = make_clock("back")
    ground = make_ground(**clock.environment)
    ground.open(firms=2, bills=6)
    ground.inbox.seconds = 0.2
    ground.work(on=None)
    until(lambda: len(ground.inbox.mails) > 2, otherwise=ground.log)
    clock.set(date(2026, 2, 16))
    look_some_more(ground)
    clock.set(NOTE_ON, hour=10)
    until(ground.is_done, otherwise=ground.log)

    judge(ground, "the clock of all hosts jumps back a day in the midst of a run, and forward again")
    assert days(ground) == {("note", NOTE_ON)}


def test_a_command_refuses_to_run_a_day_by_a_clock_that_is_wrong(
    make_ground: MakeGround, make_clock: Callable[[str], FakeClock]
) -> None:
    shared, own = make_clock("right"), make_clock("wrong")
    ground = make_ground(**shared.environment)
    ground.open(firms=1, bills=1)
    own.set(MONTH_AHEAD)
    refused, asked = (ground.betalt(words, **own.environment) for words in ("day", "status"))

    assert (refused.returncode, "minutes off the database's" in refused.stderr) == (2, True)
    assert (asked.returncode, "minutes off the database's" in asked.stdout) == (1, True)
    assert ground.states() == {}


def test_the_laws_tables_end(
    make_ground: MakeGround, make_clock: Callable[[str], FakeClock], judge: Judge
) -> None:
    clock = make_clock("law")
    clock.set(BEYOND_THE_LAW)
    ground = make_ground(**clock.environment)
    ground.open(firms=2, bills=6)
    for office, number in product(ground.offices, range(3)):
        bears_interest = replace(ASA_OBERG, number=str(number))
        office.agree(bears_interest, "due_day", date(2026, 1, 1), on=RECEIVED_ON)
    for day in (BEYOND_THE_LAW, date(2027, 3, 1)):
        clock.set(day)
        for office in ground.offices:
            say_bank_checked(creditor=office.creditor, through=day)
        worker = ground.work(on=None)
        until(lambda day=day: ground.is_done(day), otherwise=ground.log)
        worker.kill()
        worker.wait()

    asked = ground.ask(
        "SELECT count(DISTINCT case_id) FROM records_question WHERE reason::text LIKE '%law_unknown%'"
    )
    ground.bills += 6  # those that bear no interest are reminded
    judge(ground, "the law's tables end: what needs interest asks, the rest goes on")
    assert days(ground) == {("note", BEYOND_THE_LAW), ("reminder", date(2027, 3, 1))}
    assert asked == [(6,)]


def days(ground: Ground) -> set[tuple[str, date]]:
    """Tell kinds and days of the letters that left."""
    return {
        (str(kind), day)
        for kind, day in ground.ask(
            "SELECT DISTINCT kind, letter_on FROM records_letter WHERE state = 'handed_over'"
        )
    }
