"""A backup's file: whole or refused, whatever befell it, and readable with its passphrase alone."""

import io
from pathlib import Path

import pytest

from betalt.adapters.backup.archive import ArchiveReader, ArchiveWriter, Head, Table, check
from betalt.adapters.backup.errors import BackupError
from betalt.adapters.backup.sealed import (
    CUT_SHORT,
    DAMAGED,
    NOT_A_BACKUP,
    WRONG_PASSPHRASE,
    SealedReader,
    SealedWriter,
)

PASSPHRASE = "sju sjösjuka sjömän"
QUICK = 4  # a key that is cheap to guess, since nothing is hidden here
HEAD = Head(taken_at="2026-03-02T09:00:00+00:00", migrations=(("records", "0001_tables"),))
CASES = Table(name="records_case", columns=("id", "number"))
EMPTY = Table(name="records_note", columns=("id",))


def sealed(data: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, passphrase=PASSPHRASE, cost=QUICK)
    writer.write(data)
    writer.finish()
    return file.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(data), passphrase=passphrase)).read()


def written() -> bytes:
    file = io.BytesIO()
    writer = ArchiveWriter(file, PASSPHRASE, cost=QUICK)
    writer.begin(HEAD)
    writer.add(CASES, [b"1\t501\n", b"2\t502\n"], rows=lambda: 2)
    writer.add(EMPTY, [], rows=lambda: 0)
    writer.finish(sequences={"records_case_id_seq": 2}, secrets={"sealing_key": "k"}, seals=("abcd",))
    return file.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 200_000])
def test_what_went_in_comes_out_and_stands_nowhere_in_clear(size: int) -> None:
    data = (b"Bo Ek 850203-2389 " * (size // 18 + 1))[:size]
    file = sealed(data)

    assert opened(file) == data
    assert b"Bo Ek" not in file
    assert sealed(data) != file


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda f: f[: len(f) // 2], CUT_SHORT),
        (lambda f: f[:-1], CUT_SHORT),
        (lambda f: f[: 56 + 65552], CUT_SHORT),  # cut between two blocks
        (lambda f: f[: 56 + 2 * 65552 + 3], CUT_SHORT),
        (lambda f: f[:56], CUT_SHORT),
        (lambda f: f[:30], CUT_SHORT),
        (lambda f: f[:100] + bytes([f[100] ^ 1]) + f[101:], DAMAGED),
        (lambda f: f[:56] + f[56 + 65552 : 56 + 2 * 65552] + f[56 : 56 + 65552] + f[56 + 2 * 65552 :], DAMAGED),
        (lambda f: f[:56] + f[56 + 65552 :], DAMAGED),  # its first block taken out
        (lambda f: b"PK" + f[2:], NOT_A_BACKUP),
        (lambda f: b"", NOT_A_BACKUP),
        (lambda f: f[:18] + bytes([f[18] ^ 1]) + f[19:], WRONG_PASSPHRASE),  # the salt is another
        (lambda f: f[:16] + b"\xff" + f[17:], DAMAGED),  # work for years
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_was_written_is_refused(harm: object, said: str) -> None:
    file = harm(sealed(bytes(200_000)))  # type: ignore[operator]

    with pytest.raises(BackupError, match=f"^{said}"):
        opened(file)


def test_something_after_the_end_is_refused() -> None:
    with pytest.raises(BackupError):
        opened(sealed(bytes(200_000)) + b"more")


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(BackupError, match=WRONG_PASSPHRASE):
        opened(sealed(b"rows"), "sju sjösjuka sjömen")


def test_a_passphrase_that_is_easily_guessed_is_refused() -> None:
    with pytest.raises(BackupError, match="fewer than 12 characters"):
        SealedWriter(io.BytesIO(), passphrase="hunter2")


def test_tables_come_back_in_order_with_their_sums() -> None:
    reader = ArchiveReader(io.BytesIO(written()), PASSPHRASE)
    tables = [(table, b"".join(rows)) for table, rows in reader.tables()]

    assert reader.head == HEAD
    assert tables == [(CASES, b"1\t501\n2\t502\n"), (EMPTY, b"")]
    assert reader.tail is not None
    assert reader.tail.rows == {"records_case": 2, "records_note": 0}
    assert (reader.tail.secrets, reader.tail.seals) == ({"sealing_key": "k"}, ("abcd",))


def test_a_backup_that_ends_before_its_sums_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    writer = ArchiveWriter(file, PASSPHRASE, cost=QUICK)
    writer.begin(HEAD)
    writer.add(CASES, [b"1\t501\n"], rows=lambda: 1)
    writer._stream.close()
    writer._sealed.finish()

    with pytest.raises(BackupError, match=DAMAGED):
        check(io.BytesIO(file.getvalue()), passphrase=PASSPHRASE)
