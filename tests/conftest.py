"""What every test has around it."""

from collections.abc import Iterator

import pytest
from django.db.backends.signals import connection_created
from hypothesis import settings

from tests.flow_guard import armed, guard_connection
from tests.other_database import empty_tables as empty_tables


def pytest_configure() -> None:
    connection_created.connect(guard_connection)
    # How long one example takes says nothing on a machine that does other things too.
    settings.register_profile("betalt", deadline=None)
    settings.load_profile("betalt")


@pytest.fixture(autouse=True)
def _only_flows_write(request: pytest.FixtureRequest) -> Iterator[None]:
    with armed(request.node.get_closest_marker("raw_rows") is None):
        yield


@pytest.fixture(scope="session", autouse=True)
def _copied_before_it_is_used(request: pytest.FixtureRequest) -> None:
    """Copy the tests' database, where a test needs that, while nothing else is connected to it."""
    if any("empty_tables" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("empty_tables")
