"""All tables as they stand at one moment, out as the text of COPY and in again, as their owner.

The text of COPY is the same in all versions of PostgreSQL, and no program but the server is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.db import connections, transaction

OWNER = "owner"
# What migrations write themselves, and what must not come to life again: who was signed in, and counts of attempts.
LEFT_OUT = (
    "django_migrations", "django_content_type", "auth_permission", "django_session", "usersessions_usersession",
    "betalt_cache",
)  # fmt: skip

_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL (%s)
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
_REFERENCES = """
SELECT DISTINCT r.conrelid::regclass::text, r.confrelid::regclass::text FROM pg_constraint r
JOIN pg_class c ON c.oid = r.conrelid AND c.relnamespace = 'public'::regnamespace
WHERE r.contype = 'f' AND r.conrelid <> r.confrelid
"""
_SEQUENCES = """
SELECT sequencename::text, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A table and the columns that hold what was put in."""

    name: str
    columns: tuple[str, ...]


@contextmanager
def one_moment() -> Iterator[Any]:
    """Open a transaction of the owner that sees one moment and changes nothing; gives its cursor."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Who is not the owner would see no rows behind the walls, and no error either.
        cursor.execute("SET LOCAL row_security = off")
        yield cursor


def shapes(cursor: Any) -> list[TableShape]:
    """List the tables that are kept, those first that others point to."""
    cursor.execute(_COLUMNS, [list(LEFT_OUT)])
    columns = {name: tuple(names) for name, names in cursor.fetchall()}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(columns, ()))
    cursor.execute(_REFERENCES)
    for name, pointed_to in cursor.fetchall():
        if name in columns and pointed_to in columns:
            order.add(name, pointed_to)
    return [TableShape(name=name, columns=columns[name]) for name in order.static_order()]


def sequences(cursor: Any) -> dict[str, int]:
    """Tell the last number that each sequence has given, 0 where it has given none."""
    cursor.execute(_SEQUENCES)
    return dict(cursor.fetchall())


def copy_out(cursor: Any, table: TableShape) -> Iterator[bytes]:
    """Go through a table's rows as the text of COPY; the cursor's `rowcount` then tells how many."""
    statement = f"COPY {table.name} ({_listed(table.columns)}) TO STDOUT"
    with connections[OWNER].wrap_database_errors, cursor.copy(statement) as copy:
        for piece in copy:
            yield bytes(piece)


def copy_in(cursor: Any, table: TableShape, pieces: Iterable[bytes]) -> int:
    """Put rows into a table with its own triggers at rest, since all that they would do is in the rows already."""
    cursor.execute(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
    statement = f"COPY {table.name} ({_listed(table.columns)}) FROM STDIN"
    with connections[OWNER].wrap_database_errors, cursor.copy(statement) as copy:
        for piece in pieces:
            copy.write(piece)
    rows = int(cursor.rowcount)
    # What points to other rows is checked at once: a table with checks to do cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
    return rows


def set_sequences(cursor: Any, last: dict[str, int]) -> None:
    """Let each sequence go on after the last number that it gave."""
    for name, number in last.items():
        if number:
            cursor.execute("SELECT setval(%s::regclass, %s)", [f"public.{name}", number])


def filled(cursor: Any, tables: Iterable[TableShape]) -> list[str]:
    """List the tables that hold rows."""
    found = []
    for table in tables:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table.name})")
        if cursor.fetchone()[0]:
            found.append(table.name)
    return found


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
