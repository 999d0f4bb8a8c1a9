"""An office whose work is done by real workers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.workers import SlowInbox, Workers, empty_queue
from tests.office import Office, open_office, serve


@pytest.fixture
def slow(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Office, SlowInbox, Workers]]:
    """An office, its mail server and its workers, of which none is started yet."""
    empty_queue()
    inbox = SlowInbox()
    controller, server = serve(inbox)
    office = open_office(bundles=tmp_path / "bundles", inbox=inbox, server=server)
    workers = Workers(folder=tmp_path, mail_port=controller.port)
    yield office, inbox, workers
    inbox.let_go.set()
    workers.end()
    controller.stop()
    empty_queue()
