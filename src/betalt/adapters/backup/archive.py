"""What stands in a backup, in order: what it is of, each table's rows in pieces, and at the end the sums of it all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from betalt.adapters.backup.errors import BackupError
from betalt.adapters.backup.sealed import COST, DAMAGED, SealedReader, SealedWriter

FORMAT = 1
_HEAD, _TABLE, _ROWS, _TAIL = b"H", b"T", b"R", b"Z"
_MOST = 2**30  # bytes of one piece: PostgreSQL's own limit for a row of text

NEWER = "The backup was made by a newer betalt: restore it with that version."


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup is of: when it was taken, and which steps its tables have behind them."""

    taken_at: str
    migrations: tuple[tuple[str, str], ...]
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in a backup: its rows follow as the text of PostgreSQL's COPY."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """The sums of a backup: rows and SHA-256 by table, sequences, and the secrets that were asked for."""

    rows: dict[str, int]
    sha256: dict[str, str]
    sequences: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    seals: tuple[str, ...] = ()  # marks of the keys that the personal numbers are sealed with


@dataclass(slots=True)
class ArchiveWriter:
    """A backup being written."""

    file: BinaryIO
    passphrase: str
    cost: int = COST
    _sealed: SealedWriter = field(init=False)
    _stream: gzip.GzipFile = field(init=False)
    _rows: dict[str, int] = field(default_factory=dict)
    _sums: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the stream; raises BackupError where the passphrase is too short."""
        self._sealed = SealedWriter(self.file, passphrase=self.passphrase, cost=self.cost)
        self._stream = gzip.GzipFile(fileobj=self._sealed, mode="wb", compresslevel=1, mtime=0)

    def begin(self, head: Head) -> None:
        """Write what the backup is of."""
        self._put_json(_HEAD, asdict(head))

    def add(self, table: Table, pieces: Iterable[bytes], *, rows: Callable[[], int]) -> None:
        """Write a table's rows as they come; `rows` tells how many there were when all have come."""
        self._put_json(_TABLE, asdict(table))
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            self._put(_ROWS, piece)
        self._rows[table.name], self._sums[table.name] = rows(), digest.hexdigest()

    def finish(self, *, sequences: dict[str, int], secrets: dict[str, str], seals: tuple[str, ...]) -> Tail:
        """Write the sums of it all, which make the backup whole, and return them."""
        tail = Tail(rows=self._rows, sha256=self._sums, sequences=sequences, secrets=secrets, seals=seals)
        self._put_json(_TAIL, asdict(tail))
        self._stream.close()
        self._sealed.finish()
        return tail

    def _put_json(self, kind: bytes, value: dict[str, Any]) -> None:
        self._put(kind, json.dumps(value, ensure_ascii=False).encode())

    def _put(self, kind: bytes, piece: bytes) -> None:
        self._stream.write(kind + len(piece).to_bytes(4, "big") + piece)


@dataclass(slots=True)
class ArchiveReader:
    """A backup being read, from its beginning to its end."""

    file: BinaryIO
    passphrase: str
    head: Head = field(init=False)
    tail: Tail | None = None  # known when all tables are read
    _stream: gzip.GzipFile = field(init=False)
    _next: tuple[bytes, bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Open the stream and read what the backup is of; raises BackupError."""
        sealed = SealedReader(self.file, passphrase=self.passphrase)
        self._stream = gzip.GzipFile(fileobj=io.BufferedReader(sealed), mode="rb")
        kind, told = self._take()
        if kind != _HEAD:
            raise BackupError(DAMAGED)
        value = json.loads(told)
        if value["format"] > FORMAT:
            raise BackupError(NEWER)
        steps = tuple((app, name) for app, name in value["migrations"])
        self.head = Head(taken_at=value["taken_at"], migrations=steps, format=value["format"])

    def tables(self) -> Iterator[tuple[Table, Iterator[bytes]]]:
        """Go through the tables in their order; the rows of each must be read before the next.

        Raises BackupError where rows are not those whose sum stands at the end.
        """
        sums: dict[str, str] = {}
        self._next = self._take()
        while self._next[0] == _TABLE:
            told = json.loads(self._next[1])
            table = Table(name=told["name"], columns=tuple(told["columns"]))
            digest = hashlib.sha256()
            yield table, self._rows(digest)
            sums[table.name] = digest.hexdigest()
        self.tail = self._ended()
        if sums != self.tail.sha256:
            raise BackupError(DAMAGED)

    def _rows(self, digest: Any) -> Iterator[bytes]:
        self._next = self._take()
        while self._next[0] == _ROWS:
            digest.update(self._next[1])
            yield self._next[1]
            self._next = self._take()

    def _ended(self) -> Tail:
        kind, told = self._next
        if kind != _TAIL or self._read(1):
            raise BackupError(DAMAGED)
        value = json.loads(told)
        return Tail(**{**value, "seals": tuple(value["seals"])})

    def _take(self) -> tuple[bytes, bytes]:
        lead = self._read(5)
        size = int.from_bytes(lead[1:], "big")
        if len(lead) < 5 or size > _MOST:
            raise BackupError(DAMAGED)
        piece = self._read(size)
        if len(piece) < size:
            raise BackupError(DAMAGED)
        return lead[:1], piece

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise BackupError(DAMAGED) from error


def check(file: BinaryIO, *, passphrase: str) -> tuple[Head, Tail]:
    """Read a backup through to its end and say what it holds; raises BackupError where it is not whole."""
    reader = ArchiveReader(file, passphrase)
    for _, rows in reader.tables():
        for _ in rows:
            pass
    if reader.tail is None:
        raise BackupError(DAMAGED)
    return reader.head, reader.tail
