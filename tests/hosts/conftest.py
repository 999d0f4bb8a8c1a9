"""Hosts that fail: each test has a PostgreSQL server, a mail server and workers of its own."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.hosts.ground import Ground, SlowMail, Tally, at_work_on, open_mail
from tests.hosts.server import DATABASE, Server

Record = Callable[[str, object], None]


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder that the account of a server may pass through."""
    with TemporaryDirectory(dir=os.environ["BETALT_HOME"]) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="session")
def born() -> Server:
    """A server with the tables of this version and no row, stopped, to be copied; made once in a run of tests."""
    home = Path(os.environ["BETALT_HOME"])
    server, done = Server(folder=home / "born"), home / "born.done"
    with (home / "born.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            server.make()
            _migrate(server)
            server.stop()
            done.touch()
    return server


def _migrate(server: Server) -> None:
    subprocess.run(
        [sys.executable, "-m", "betalt", "db", "migrate"],
        env={**os.environ, "BETALT_DATABASE_URL": server.url("betalt", database=DATABASE)},
        stdout=subprocess.DEVNULL,
        check=True,
    )


@pytest.fixture
def make_ground(
    born: Server, short_folder: Path, tmp_path: Path, django_db_blocker: Any
) -> Iterator[Callable[..., Ground]]:
    """Make the ground: a server like the one that was born, and a mail server."""
    with ExitStack() as closing:

        def make(*, host: str = "127.0.0.1", **environment: str) -> Ground:
            server = Server(
                folder=Path(closing.enter_context(TemporaryDirectory(dir=short_folder))) / "server",
                environment=environment,
            )
            server.folder.parent.chmod(0o711)
            closing.callback(lambda: server.kill() if server.process else None)
            server.like(born)
            inbox = SlowMail()
            ground = Ground(
                server=server, folder=tmp_path, inbox=inbox, mail=open_mail(inbox, host=host),
                environment=environment,
            )  # fmt: skip
            closing.callback(ground.end)
            closing.enter_context(django_db_blocker.unblock())
            closing.enter_context(at_work_on(server))
            return ground

        yield make


@pytest.fixture
def ground(make_ground: Callable[..., Ground]) -> Ground:
    """The ground on which nothing is built yet."""
    return make_ground()


@pytest.fixture
def judge(record_property: Record) -> Callable[..., Tally]:
    """Tell what became of all letters, hold that none is lost or doubled, and write the figures down."""

    def told(ground: Ground, what: str, **more: object) -> Tally:
        tally = ground.tally()
        record_property("what", what)
        record_property("letters", ground.bills)
        record_property("once", tally.states["handed_over"] + tally.states["bundled"])
        record_property("unknown", tally.states["unknown"])
        record_property("lost", tally.lost)
        record_property("twice", tally.twice)
        record_property("faults", len(tally.faults))
        for name, value in more.items():
            record_property(name, value)
        assert (tally.faults, tally.lost, tally.twice) == ((), 0, 0), ground.log()[-3000:]
        return tally

    return told
