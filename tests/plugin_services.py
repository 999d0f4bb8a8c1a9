"""Gives every test run a home of its own, before pytest-django reads the settings.

No server is started here: the first test that asks for the database starts it, so pure tests stay quick.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from betalt.adapters.cluster import Cluster

# Short enough for a socket, and open to the user whom the server runs as; tools/trust.py names one in memory.
TEMPORARY = Path(os.environ.get("TESTS_FOLDER", "/var/tmp"))
PREFIX = "betalt-test-"
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the controller's home stands in the environment
    for name in [name for name in os.environ if name.startswith("BETALT_") and name != "BETALT_PG_BIN"]:
        del os.environ[name]
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=TEMPORARY))
    if os.geteuid() == 0:
        home.chmod(0o711)  # the server runs as nobody, who must pass through
    (home / "database").mkdir(mode=home.stat().st_mode & 0o777)
    (home / "database" / "tuning.conf").write_text(FAST)
    (home / "static").mkdir()
    os.environ["BETALT_HOME"] = str(home)
    os.environ["BETALT_DATABASE_ROLE"] = "owner"


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _remove(Path(os.environ["BETALT_HOME"]))


def _sweep() -> None:
    """Remove what killed test runs of this user left; the name of a home holds the number of its run."""
    for home in TEMPORARY.glob(f"{PREFIX}*"):
        if home.stat().st_uid == os.geteuid() and not _lives(int(home.name.split("-")[2])):
            _remove(home)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(home: Path) -> None:
    Cluster(home=home).stop()
    shutil.rmtree(home, ignore_errors=True)  # another run may sweep at the same moment
