"""A second database beside the one of the tests, for what goes from one to another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

TEMPLATE = f"empty_{os.getpid()}"
NAME = f"restored_{os.getpid()}"


@contextmanager
def at_work_in(database: str) -> Iterator[None]:
    """Let both ways to the rows lead to another database."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    try:
        for alias in before:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = database
        yield
    finally:
        for alias, name in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name


def drop_database(name: str) -> None:
    """Drop a database, though somebody is still connected to it.

    Not WITH (FORCE): that may not end the server's own cleaning, which a plain DROP asks to leave.
    """
    _run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND backend_type = 'client backend'"
    )
    _run(f"DROP DATABASE IF EXISTS {name}")


def _run(statement: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def empty_tables(django_db_setup: None, django_db_blocker: Any) -> str:
    """A database with the tables of this version and no row, to be copied: a copy of the tests' own, which is empty."""
    with django_db_blocker.unblock():
        ours = connections["default"].settings_dict["NAME"]
        connections.close_all()
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
            cursor.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {ours}")
    return TEMPLATE


@pytest.fixture
def without_tables(transactional_db: None) -> Iterator[str]:
    """A database that nobody has put tables into."""
    _run(f"CREATE DATABASE {NAME}")
    yield NAME
    drop_database(NAME)


@pytest.fixture
def fresh(transactional_db: None, empty_tables: str) -> Iterator[str]:
    """A database with tables and no rows."""
    _run(f"CREATE DATABASE {NAME} TEMPLATE {empty_tables}")
    yield NAME
    drop_database(NAME)
