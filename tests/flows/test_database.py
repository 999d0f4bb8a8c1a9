"""The database as flows see it: borrowed, and named for other programs."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from betalt.flows import database


@pytest.fixture
def home(settings: Settings) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["BETALT_HOME"]))
    folder.chmod(0o711)
    settings.BETALT_HOME = folder / "home"
    yield folder / "home"
    database.stop_database()


def test_a_borrowed_database_is_given_back_as_it_was(home: Path) -> None:
    with database.borrowed_database():
        inside = database.database_status()
    after = database.database_status()

    assert (inside.own, inside.folder, inside.pid is None) == (True, home, False)
    assert after.pid is None

    database.start_database()
    before = database.database_status().pid
    with database.borrowed_database():
        pass
    assert database.database_status().pid == before


def test_a_borrowed_database_is_given_back_after_a_fault(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), database.borrowed_database():
        _ = 1 // 0

    assert database.database_status().pid is None
