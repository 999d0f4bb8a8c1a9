"""A backup becomes the database again: checked whole before a row is written, and only where there are no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from betalt.adapters.backup import archive
from betalt.adapters.backup.archive import ArchiveReader, Head, Tail
from betalt.adapters.backup.errors import BackupError
from betalt.adapters.cluster.sealing_keys import held_keys
from betalt.flows.backup import SEALING_KEY
from betalt.flows.database import migrate_database
from betalt.flows.flow import flow
from betalt.records import sealing, snapshot
from betalt.records.schema_history import UnknownStep, bring_to, steps_taken
from betalt.records.silence import fall_silent
from betalt.records.snapshot import OWNER

NOT_EMPTY = (
    "The database is not empty ({table} holds rows): restore goes into a fresh one and overwrites nothing."
)
OTHER_TABLES = "The database has tables that the backup does not know: restore goes into a fresh one."
KEY_MISSING = (
    "The backup's personal numbers are sealed with a key that is not here: put it in BETALT_SEALING_KEY or in "
    "BETALT_HOME/secrets/sealing-key, or say that they are to stay sealed."
)
KEY_ELSEWHERE = (
    "The backup holds its sealing key, but BETALT_SEALING_KEY names others: add it there, one key a line."
)
ROWS_DIFFER = "The database took other rows in than the backup holds; nothing was kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, and of which moment it is."""

    taken_at: str
    tables: int
    rows: int
    steps: tuple[str, ...]  # what brought the tables from that moment's version to this one's
    sealed_for_good: bool  # personal numbers whose key is not here


@flow
def restore_backup(*, file: Path, passphrase: str, on: date, numbers_stay_sealed: bool = False) -> Restored:
    """Bring a backup back into an empty database, at once or not at all, and the tables to this version.

    Nothing leaves the restored database until a person says so (flows/resume.py), and of the letters that were on
    their way nobody knows: what was sent after the backup must not be sent again.

    Raises BackupError where the file is not whole, the passphrase wrong, the database not empty or the key of
    the personal numbers missing, unless it is said that they stay sealed.
    """
    head, tail = _checked(file, passphrase)
    try:
        _refuse_filled(head)
        opens = _has_keys(tail)
        if not opens and not numbers_stay_sealed:
            raise BackupError(KEY_ELSEWHERE if SEALING_KEY in tail.secrets else KEY_MISSING)
        bring_to(head.migrations)
        with file.open("rb") as stream:
            _load(ArchiveReader(stream, passphrase), tail, on)
    except UnknownStep as error:
        raise BackupError(archive.NEWER) from error
    finally:
        connections[OWNER].close()
    return Restored(
        taken_at=head.taken_at,
        tables=len(tail.rows),
        rows=sum(tail.rows.values()),
        steps=migrate_database(),
        sealed_for_good=not opens,
    )


def _checked(file: Path, passphrase: str) -> tuple[Head, Tail]:
    try:
        with file.open("rb") as stream:
            return archive.check(stream, passphrase=passphrase)
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        # What is authentic but not readable was written by another version.
        raise error if isinstance(error, BackupError) else BackupError(archive.NEWER) from error


def _refuse_filled(head: Head) -> None:
    if not set(steps_taken()) <= set(head.migrations):
        raise BackupError(OTHER_TABLES)
    with connections[OWNER].cursor() as cursor:
        for table in snapshot.filled(cursor, snapshot.shapes(cursor)):
            raise BackupError(NOT_EMPTY.format(table=table))


def _has_keys(tail: Tail) -> bool:
    """Put the backup's own keys beside those of this home; tell whether all personal numbers can be opened."""
    kept_in = settings.SEALING_KEY_KEPT_IN
    if SEALING_KEY in tail.secrets and kept_in is not None:
        with held_keys(kept_in) as keys:
            here = keys.read()
            keys.write([*here, *(key for key in tail.secrets[SEALING_KEY].split() if key not in here)])
    return set(tail.seals) <= set(sealing.known_marks()) if tail.seals else True


def _load(reader: ArchiveReader, tail: Tail, on: date) -> None:
    rows: dict[str, int] = {}
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        shapes = {shape.name: shape for shape in snapshot.shapes(cursor)}
        for table, pieces in reader.tables():
            shape = snapshot.TableShape(name=shapes[table.name].name, columns=table.columns)
            rows[table.name] = snapshot.copy_in(cursor, shape, pieces)
        snapshot.set_sequences(cursor, tail.sequences)
        if rows != tail.rows:
            raise BackupError(ROWS_DIFFER)
        fall_silent(cursor, taken_at=datetime.fromisoformat(reader.head.taken_at), on=on)
