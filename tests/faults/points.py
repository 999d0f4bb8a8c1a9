"""Fault points: a process counts all that it is about to do outside of itself, and dies where it is told to.

The database is watched by a cursor and a connection of psycopg (Django's own wrapper sees neither COPY nor COMMIT),
files and mail by Python's audit events and the answers of the mail server. The flows know nothing of it.
"""

import os
import smtplib
import sys
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import connections
from django.db.backends.postgresql.base import Cursor

from betalt.config.postgres.base import DatabaseWrapper
from betalt.flows.flow import current_flow

DIED = 77  # the exit code of a process that died at its point

_passed: list[str] | None = None
_die_at: int | None = None
_flows: set[str] = set()


def watch(*, database: str) -> None:
    """Use a database from here on, on watched connections; nothing is counted yet."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias] = _Watched({**connections.settings[alias], "NAME": database}, alias)
    answer = smtplib.SMTP.getreply

    def getreply(self: smtplib.SMTP) -> tuple[int, bytes]:
        reach("the mail server's answer")
        return answer(self)

    smtplib.SMTP.getreply = getreply  # type: ignore[method-assign]  # this process lives for one act alone
    sys.addaudithook(_hear)


def count(*, die_at: int | None) -> None:
    """Count the points from here on, and die when the n-th is reached."""
    global _passed, _die_at
    _passed, _die_at = [], die_at


def reach(point: str) -> None:
    """Pass a point, or end the process without a word, as kill -9 does."""
    if _passed is None:
        return
    _passed.append(point)
    _flows.add(current_flow.get() or "")
    if len(_passed) == _die_at:
        os._exit(DIED)


def passed() -> list[str]:
    """List the points that were passed, the first first."""
    return list(_passed or [])


def on_the_stack() -> frozenset[str]:
    """Name the flows that were on the stack at one of the points."""
    return frozenset(_flows - {""})


def stop_counting() -> None:
    """Pass what follows without counting it."""
    global _passed
    _passed = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "smtplib.send":
        reach(f"mail {bytes(arguments[1][:4])!r}")
    elif event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir"):
        reach(event)
    elif event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbt+"):
        reach("open to write")


class _Cursor(Cursor):  # type: ignore[misc]  # Django chooses its base when it is imported
    def execute(self, query: Any, *more: Any, **named: Any) -> Any:
        reach(_short(query))
        return super().execute(query, *more, **named)

    def executemany(self, query: Any, *more: Any, **named: Any) -> Any:
        reach(_short(query))
        return super().executemany(query, *more, **named)

    def copy(self, statement: Any, *more: Any, **named: Any) -> Any:
        reach(_short(statement))
        return super().copy(statement, *more, **named)


class _Connection(psycopg.Connection[Any]):
    def commit(self) -> None:
        reach("before COMMIT")
        super().commit()
        reach("after COMMIT")


class _Watched(DatabaseWrapper):
    Database = SimpleNamespace(**{**vars(psycopg), "connect": _Connection.connect})

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": _Cursor}


def _short(query: Any) -> str:
    text = (
        query
        if isinstance(query, str)
        else query.as_string(None)
        if hasattr(query, "as_string")
        else str(query)
    )
    return " ".join(text.split())[:60]
