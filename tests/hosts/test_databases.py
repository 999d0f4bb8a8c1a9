"""The database goes: for a minute, or for good with a standby in its place. Workers come back by themselves."""

import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from tests.free_port import free_port
from tests.hosts.ground import Ground, Tally, stop, until
from tests.hosts.server import DATABASE, WORDS, Server

pytestmark = pytest.mark.proof

Judge = Callable[..., Tally]
GONE_SECONDS = 60
STANDBY = "standby"


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_it_is_gone_for_a_minute(ground: Ground, judge: Judge, how: str) -> None:
    ground.open(firms=3, bills=8)
    ground.inbox.seconds = 0.2
    worker = ground.work()
    until(lambda: len(ground.inbox.mails) > 3, otherwise=ground.log)
    getattr(ground.server, how)()
    time.sleep(GONE_SECONDS)
    ground.server.start()
    until(ground.is_done, otherwise=ground.log)

    words = {"kill": "is killed", "stop": "stops"}[how]
    judge(ground, f"the database {words} and is gone for a minute")
    assert worker.poll() is None
    assert '"comes_back"' in ground.log()
    assert stop(worker) == 0


@pytest.fixture
def standby(ground: Ground) -> Server:
    """A standby of the ground's server, without which nothing is committed."""
    copy = Server(folder=ground.server.folder.parent / STANDBY)
    copy.copy_from(ground.server, name=STANDBY)
    ground.server.tell(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'", "SELECT pg_reload_conf()")
    until(lambda: ground.server.tell("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
    return copy


def test_the_primary_is_killed_and_its_standby_takes_its_place(
    ground: Ground, standby: Server, judge: Judge
) -> None:
    both = "postgresql://betalt_app:{}@127.0.0.1:{},127.0.0.1:{}/{}".format(
        WORDS["betalt_app"], ground.server.port, standby.port, DATABASE
    )
    ground.open(firms=4, bills=12)
    ground.inbox.seconds = 0.1
    ground.environment = {"BETALT_DATABASE_URL": both}
    workers = [ground.work(), ground.work()]
    office = Office(ground)
    until(lambda: len(ground.inbox.mails) > 8 and office.is_ready(), otherwise=ground.log)
    noted = _left(ground)
    ground.server.kill()
    until(lambda: not office.is_ready())
    standby.promote()
    ground.server = standby
    kept = _left(ground)
    until(ground.is_done, otherwise=ground.log)
    until(office.is_ready)

    judge(ground, "the primary database is killed and its synchronous standby promoted")
    assert noted
    assert noted <= kept
    assert [worker.poll() for worker in workers] == [None, None]


class Office:
    """The office as a process of its own."""

    def __init__(self, ground: Ground) -> None:
        self._at = f"127.0.0.1:{free_port()}"
        ground.work(words=("web", "--bind", self._at, "--processes", "1"))

    def is_ready(self) -> bool:
        try:
            with urlopen(f"http://{self._at}/readyz", timeout=20) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _left(ground: Ground) -> set[int]:
    return {row[0] for row in ground.ask("SELECT id FROM records_letter WHERE state = 'handed_over'")}
