"""A database for the measurements of one process, made when the first asks and removed at the end."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def open_database() -> None:
    """Make Django ready on a database of its own with all tables, as the app sees them."""
    home = Path(tempfile.mkdtemp(prefix="betalt-bench-", dir="/var/tmp"))
    if os.geteuid() == 0:
        home.chmod(0o711)  # the server runs as nobody, who must pass through
    for name in [name for name in os.environ if name.startswith("BETALT_") and name != "BETALT_PG_BIN"]:
        del os.environ[name]
    os.environ["BETALT_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "betalt.config.settings"
    atexit.register(_remove, home)

    import django

    django.setup()
    from betalt.flows.database import migrate_database

    migrate_database()
    _wait_for_no_disk()


def clone(name: str) -> str:
    """Copy the database as it stands under another name, and return the copy's address for other programs."""
    from django.db import connections

    from betalt.flows.database import database_url

    address = database_url(role="app")
    connections.close_all()
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE betalt")
    connections.close_all()
    _wait_for_no_disk(name)
    return address.replace("/betalt?", f"/{name}?")


def _wait_for_no_disk(name: str = "betalt") -> None:
    """Let the server of a database that is thrown away not wait for the disk: CPU is what is measured."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    connections.close_all()


def _remove(home: Path) -> None:
    from django.db import connections

    from betalt.flows.database import stop_database

    connections.close_all()
    stop_database()
    shutil.rmtree(home)
