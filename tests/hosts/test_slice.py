"""A day's run through PgBouncer, short enough for every run of the tests; the long ones are in the campaign."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from betalt.adapters.cluster import Cluster
from tests.hosts.debian import need
from tests.hosts.pooler import Pooler
from tests.jobs.conftest import slow as slow
from tests.jobs.test_workers import BILLS, NOTE_ON, RECEIVED_ON, Firm, checked, is_done, receivers, states
from tests.jobs.workers import stop, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pooler() -> Iterator[Pooler]:
    """PgBouncer before the tests' own server."""
    address = Cluster(home=settings.BETALT_HOME, programs=settings.BETALT_PG_BIN).address(role="app")
    with tempfile.TemporaryDirectory(dir=os.environ["BETALT_HOME"]) as folder:
        Path(folder).chmod(0o711)
        pooler = Pooler(
            program=need("pgbouncer", package="pgbouncer"),
            folder=Path(folder) / "pooler",
            before=f"host={address.host} port={address.port}",
            words={address.user: address.password},
        )
        pooler.start()
        yield pooler
        pooler.stop()


def test_a_worker_behind_a_pooler_runs_the_day(slow: Firm, pooler: Pooler) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS[:3], on=RECEIVED_ON)
    checked(office, NOTE_ON)
    through = pooler.url("betalt_app", database=str(connection.settings_dict["NAME"]))
    worker = workers.start(NOTE_ON, BETALT_DATABASE_URL=through)
    until(lambda: is_done(office, NOTE_ON), seconds=120)

    assert stop(worker) == 0
    assert (states(office), len(receivers(inbox))) == ({"handed_over": 3}, 3)
    assert '"listens": false' in workers.log()
    assert '"database_lost"' not in workers.log()
