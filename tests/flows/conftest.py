"""A creditor's office with a real mail server and a folder for print bundles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from betalt.adapters.delivery.email import Server
from tests.flows.ledger import assert_books, last_day
from tests.office import ASA, BO, NORDANVIK, SUND, Inbox, Office, open_office, serve

__all__ = ["ASA", "BO", "NORDANVIK", "SUND", "Inbox", "Office"]


@pytest.fixture
def mail() -> Iterator[tuple[Inbox, Server]]:
    inbox = Inbox()
    controller, server = serve(inbox)
    yield inbox, server
    controller.stop()


@pytest.fixture
def office(
    db: None, tmp_path: Path, mail: tuple[Inbox, Server], request: pytest.FixtureRequest
) -> Iterator[Office]:
    """An office whose books are held to its claims when a test is over, whatever the test was about."""
    office = open_office(bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1])
    yield office
    if request.node.get_closest_marker("raw_rows") is None:
        assert_books(office, last_day(office))


@pytest.fixture
def busy_office(transactional_db: None, tmp_path: Path, mail: tuple[Inbox, Server]) -> Iterator[Office]:
    """An office whose rows other threads see too."""
    office = open_office(bundles=tmp_path / "bundles", inbox=mail[0], server=mail[1])
    yield office
    assert_books(office, last_day(office))
