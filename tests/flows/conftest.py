"""A creditor's office with a real mail server and a folder for print bundles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from betalt.adapters.delivery.email import Server
from tests.office import ASA, BO, NORDANVIK, SUND, Inbox, Office, open_office, serve

__all__ = ["ASA", "BO", "NORDANVIK", "SUND", "Inbox", "Office"]


@pytest.fixture
def mail() -> Iterator[tuple[Inbox, Server]]:
    inbox = Inbox()
    controller, server = serve(inbox)
    yield inbox, server
    controller.stop()


@pytest.fixture
def office(db: None, tmp_path: Path, mail: tuple[Inbox, Server]) -> Office:
    return open_office(bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1])


@pytest.fixture
def busy_office(transactional_db: None, tmp_path: Path, mail: tuple[Inbox, Server]) -> Office:
    """An office whose rows other threads see too."""
    return open_office(bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1])
