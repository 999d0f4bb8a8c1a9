"""Everything that is stored goes into one encrypted file, as it stood at one moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError

from betalt.adapters.backup import archive
from betalt.adapters.backup.archive import ArchiveWriter, Head, Table, Tail
from betalt.adapters.backup.errors import BackupError
from betalt.adapters.cluster import ClusterError
from betalt.flows.flow import flow
from betalt.records import snapshot
from betalt.records.reseal import marks_in_use
from betalt.records.schema_history import steps_taken

EXPECTED = (BackupError, ClusterError, OperationalError)
SEALING_KEY = "sealing_key"

NO_TABLES = "There is nothing to back up: the database has no tables."
NOT_THE_OWNER = "A backup needs the owner of the tables: set BETALT_DATABASE_OWNER_URL."


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup holds."""

    tables: int
    rows: int
    bytes: int
    has_sealing_key: bool


@flow
def take_backup(*, to: Path, passphrase: str, with_sealing_key: bool, at: datetime) -> BackedUp:
    """Write all tables and files, as they stand at one moment, encrypted into a new file.

    The sealing key travels only if asked: without it a stolen backup with its passphrase opens no personal
    number. The file is there whole or not at all. Raises BackupError.
    """
    steps = steps_taken()
    if not steps:
        raise BackupError(NO_TABLES)
    with _new_file(to) as file:
        writer = ArchiveWriter(file, passphrase, cost=settings.BACKUP_KEY_COST)
        writer.begin(Head(taken_at=at.isoformat(timespec="seconds"), migrations=steps))
        tail = _write_tables(writer, _secrets(with_sealing_key))
    with to.open("rb") as written:
        archive.check(written, passphrase=passphrase)
    return BackedUp(
        tables=len(tail.rows),
        rows=sum(tail.rows.values()),
        bytes=to.stat().st_size,
        has_sealing_key=SEALING_KEY in tail.secrets,
    )


def _secrets(with_sealing_key: bool) -> dict[str, str]:
    return {SEALING_KEY: str(settings.SEALING_KEY)} if with_sealing_key else {}


def _write_tables(writer: ArchiveWriter, secrets: dict[str, str]) -> Tail:
    try:
        with snapshot.one_moment() as cursor:
            for shape in snapshot.shapes(cursor):
                table = Table(name=shape.name, columns=shape.columns)
                writer.add(table, snapshot.copy_out(cursor, shape), rows=_counter(cursor))
            return writer.finish(
                sequences=snapshot.sequences(cursor), secrets=secrets, seals=marks_in_use(cursor)
            )
    except ProgrammingError as error:
        raise BackupError(NOT_THE_OWNER) from error
    finally:
        connections[snapshot.OWNER].close()


def _counter(cursor: Any) -> Any:
    return lambda: int(cursor.rowcount)


@contextmanager
def _new_file(to: Path) -> Iterator[BinaryIO]:
    """Make a file that only its owner reads; what does not become whole is removed."""
    if to.exists():
        raise BackupError(f"{to} is there already; name a new file.")
    draft = to.with_name(f"{to.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise BackupError(f"{draft} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(to)
    except OSError as error:
        raise BackupError(f"{draft} could not be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
