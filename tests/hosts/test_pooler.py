"""PgBouncer in transaction mode before the database: the day, the office and the commands work through it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from betalt.core.access import Role
from betalt.flows.database import behind_pooler
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from tests.hosts.debian import need
from tests.hosts.ground import NOTE_ON, RECEIVED_ON, Ground, Tally, at_work_on, stop, until
from tests.hosts.pooler import Pooler
from tests.hosts.server import DATABASE, WORDS

pytestmark = pytest.mark.proof

Judge = Callable[..., Tally]
MakePooler = Callable[[str], Pooler]


@pytest.fixture
def make_pooler(ground: Ground) -> Iterator[MakePooler]:
    """Put PgBouncer before the ground's server, and lead all of betalt through it."""
    program = need("pgbouncer", package="pgbouncer")
    made: list[Pooler] = []

    def make(mode: str) -> Pooler:
        pooler = Pooler(
            program=program,
            folder=Path(ground.server.folder.parent, "pooler"),
            before=f"host=127.0.0.1 port={ground.server.port}",
            words=WORDS,
            mode=mode,
        )
        made.append(pooler)
        pooler.start()
        ground.environment = {
            "BETALT_DATABASE_URL": pooler.url("betalt_app", database=DATABASE),
            "BETALT_DATABASE_OWNER_URL": ground.server.url("betalt", database=DATABASE),
        }
        return pooler

    yield make
    for pooler in made:
        pooler.stop()


def test_the_day_runs_through_it(ground: Ground, make_pooler: MakePooler, judge: Judge) -> None:
    ground.open(firms=4, bills=8)
    make_pooler("transaction")
    workers = [ground.work(), ground.work()]
    until(ground.is_done, otherwise=ground.log)

    assert [stop(worker) for worker in workers] == [0, 0]
    judge(ground, "PgBouncer in transaction mode stands before the database, with 4 connections")
    assert '"listens": false' in ground.log()
    assert '"database_lost"' not in ground.log()


def test_the_office_and_the_commands_work_through_it(
    ground: Ground, make_pooler: MakePooler, settings: pytest.FixtureRequest
) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    pooler = make_pooler("transaction")
    with at_work_on(pooler):
        assert behind_pooler()
        ground.open(firms=1, bills=4)
        user = m.User.objects.get(id=add_user(email="agare@firma.example"))
        give_place(creditor=ground.offices[0].creditor, user=user.id, role=Role.OWNER, on=RECEIVED_ON)
        office = Client()
        office.force_login(user)
        home = office.get("/")["Location"]
        start, cases = office.get(home), office.get(f"{home}cases/")
        ready = office.get("/readyz")
    commands = [
        ground.betalt(*words)
        for words in (
            ("db", "migrate"), ("day", "--on", str(NOTE_ON), "--creditor", "Firma 1 AB"),
            ("doctor", "--on", str(NOTE_ON), "--creditor", "Firma 1 AB"), ("status", "--on", str(NOTE_ON)),
        )
    ]  # fmt: skip

    assert [page.status_code for page in (start, cases, ready)] == [200] * 3
    assert cases.content.count(b"Byte av blandare") + cases.content.count("Åsa Öberg".encode()) >= 4
    assert [(done.returncode, done.stderr) for done in commands] == [(0, "")] * 4
    assert ground.states() == {"handed_over": 4}


def test_one_that_allows_no_transactions_is_told_of_in_a_line(
    ground: Ground, make_pooler: MakePooler
) -> None:
    make_pooler("statement")
    done = ground.betalt("work", "--on", str(NOTE_ON))

    assert done.returncode == 2
    assert "pool_mode = transaction" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_server_without_pooler_is_known(ground: Ground) -> None:
    assert not behind_pooler()
