"""The database itself: started, stopped, looked at, and brought to the tables of this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from betalt.adapters.cluster import Cluster, ClusterError
from betalt.records.sql import fetch

OWNER = "owner"


class ServerElsewhere(Exception):
    """BETALT_DATABASE_URL names a server that betalt neither starts nor stops."""


class TransactionsRefused(Exception):
    """The pooler before the database allows no transactions: let it have pool_mode = transaction."""


# What a person can mend, whichever command met it.
EXPECTED = (ClusterError, ServerElsewhere, OperationalError)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseStatus:
    """What can be said of the database without starting it; `pid` is None when it does not run."""

    own: bool
    folder: Path | None
    pid: int | None


def database_status() -> DatabaseStatus:
    """Tell whether betalt's own server is used, where it keeps its data and whether it runs."""
    if not _is_own():
        return DatabaseStatus(own=False, folder=None, pid=None)
    cluster = _cluster()
    return DatabaseStatus(own=True, folder=cluster.home, pid=cluster.running())


def start_database() -> bool:
    """Start betalt's own server unless it runs; tell whether it was started now."""
    return _own_cluster().start()


def stop_database() -> bool:
    """Stop betalt's own server; tell whether there was one to stop."""
    return _own_cluster().stop()


@contextmanager
def borrowed_database() -> Iterator[None]:
    """Stop the server at the end unless it ran before: the demo leaves nothing behind."""
    ours = _is_own() and _cluster().start()
    try:
        yield
    finally:
        connections.close_all()
        if ours:
            _cluster().stop()


def migrate_database() -> tuple[str, ...]:
    """Bring the tables to this version as their owner; return the names of the steps that were taken."""
    executor = MigrationExecutor(connections[OWNER])
    wanted = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if wanted:
        call_command("migrate", database=OWNER, verbosity=0, interactive=False)
    connections[OWNER].close()
    return tuple(f"{step.app_label}.{step.name}" for step, _ in wanted)


def database_url(*, role: str) -> str:
    """Return the address of the database with its password, as `app` or `owner`, for other programs."""
    params = connections["default" if role == "app" else OWNER].get_connection_params()
    user, password = quote(params.get("user", ""), safe=""), quote(params.get("password", ""), safe="")
    where = {name: params[name] for name in ("host", "port", "target_session_attrs") if params.get(name)}
    return f"postgresql://{user}:{password}@/{quote(params['dbname'], safe='')}?{urlencode(where)}"


def database_moment() -> datetime:
    """Tell the moment it is on the database's clock, which all hosts share."""
    ((moment,),) = fetch("SELECT clock_timestamp()")
    found: datetime = moment
    return found


def clock_off_seconds(*, at: datetime) -> int:
    """Tell by how many seconds this machine's clock, which says `at`, is ahead of the database's."""
    return round((at - database_moment()).total_seconds())


def behind_pooler() -> bool:
    """Tell whether a pooler stands before the server: then the server's process is not the one we connected to."""
    connection = connections["default"]
    ((process,),) = fetch("SELECT pg_backend_pid()")
    return bool(connection.connection.info.backend_pid != process)


def refuse_statement_pooling() -> None:
    """Raise TransactionsRefused where a pooler allows single statements alone; a database that is gone is no matter."""
    try:
        with transaction.atomic():
            fetch("SELECT 1")
    except OperationalError as error:
        if "statement pooling" in str(error):
            raise TransactionsRefused(TransactionsRefused.__doc__) from error
    finally:
        connections.close_all()


def _is_own() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "betalt.config.postgres")


def _cluster() -> Cluster:
    return Cluster(home=settings.BETALT_HOME, programs=settings.BETALT_PG_BIN)


def _own_cluster() -> Cluster:
    if not _is_own():
        raise ServerElsewhere(ServerElsewhere.__doc__)
    return _cluster()
