"""Runs a statement of ours; values are always parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
import psycopg
from django.db import connection
from psycopg.adapt import Dumper

_NEXT = "FETCH 5000 FROM streamed"
Parameters = Sequence[Any] | Mapping[str, Any]


def fetch(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def stream(statement: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Run a statement and give its rows as they come, a few thousand at a time; a transaction must be open."""
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE streamed NO SCROLL CURSOR FOR {statement}", parameters)
        cursor.execute(_NEXT)
        while rows := cursor.fetchall():
            yield from rows
            cursor.execute(_NEXT)
        cursor.execute("CLOSE streamed")


def fetch_several(statements: Sequence[str], parameters: Parameters = ()) -> list[list[tuple[Any, ...]]]:
    """Run statements that share their parameters in one trip and return the rows of each."""
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements), parameters)
        found: list[list[tuple[Any, ...]]] = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run a statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def execute_with_rows(statement: str, rows: Sequence[Sequence[Any]]) -> int:
    """Run a statement whose one parameter is a `document` of rows, and return how many rows it touched.

    The document travels beside the statement: to write a large one into its text costs five times as much.
    """
    return execute_beside(statement, [_Document(_dumped(rows))])


def execute_beside(statement: str, parameters: Sequence[Any]) -> int:
    """Run a statement whose parameters are large and travel beside it; return how many rows it touched."""
    connection.ensure_connection()
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    beside = psycopg.Cursor(connection.connection)
    beside.adapters.register_dumper(_Document, _AsItIs)
    with wrapped(beside) as cursor:  # type: ignore[arg-type]  # the stubs know only cursors of its own
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def array(values: Iterable[int | date | None]) -> str:
    """Write whole numbers or days as an array literal, a tenth of what the driver's own lists cost."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def text_array(texts: Iterable[str]) -> str:
    """Write texts as an array literal, a quarter of what the driver's own lists cost."""
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    return '{"' + '","'.join(quoted) + '"}' if quoted else "{}"


def document(rows: Sequence[Sequence[Any]]) -> str:
    """Write rows as one JSON array of arrays, which a statement opens with `jsonb_array_elements`."""
    return _dumped(rows).decode()


class _Document(bytes):
    """JSON that is sent as it is: to read it into a text and write that out again took a third of the sending."""


class _AsItIs(Dumper):
    def dump(self, obj: _Document) -> bytes:
        return obj


def _dumped(rows: Sequence[Sequence[Any]]) -> bytes:
    return orjson.dumps(rows, default=_plain)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, tuple) else str(value)  # orjson knows no named tuples


def pairs(keys: Sequence[tuple[int, int]]) -> list[str]:
    """Write keys (creditor, id) as two array literals, for `unnest`."""
    return [array([key[0] for key in keys]), array([key[1] for key in keys])]
