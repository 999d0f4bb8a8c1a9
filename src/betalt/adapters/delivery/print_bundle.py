"""A bundle for a print house: a folder with one PDF a letter and an index that holds each file's hash.

The folder appears whole or not at all. There is no common format, so this one is ours: see
docs/decisions/0044-print-bundle.md.
"""

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, Literal

INDEX: Final = "index.csv"
_COLUMNS: Final = (
    "file",
    "sha256",
    "pages",
    "recipient",
    "address",
    "country",
    "postage_class",
    "sheet_sides",
)
_RECEIPT_COLUMNS: Final = ("file", "sha256", "status", "posted_on")
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class BundleError(ValueError):
    """A print bundle or a receipt cannot be used; the message says why and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLetter:
    """One letter for the print house; its file is named after its reference, never after a person."""

    reference: str  # "letter-4711"
    pdf: bytes
    recipient: str
    address: tuple[str, ...]
    country: str = "SE"
    postage_class: str = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the print house says of one letter."""

    reference: str
    sha256: str
    status: Literal["posted", "failed"]
    posted_on: date | None


def write_bundle(*, folder: Path, name: str, letters: Iterable[BundleLetter]) -> Path:
    """Write a bundle as folder/name and return it; a bundle with that name and the same letters is left alone.

    The letters are gone through twice and never held together: `letters` must give the same ones each time.
    """
    _refuse_name(name)
    index = _index(letters).encode("utf-8")
    target = folder / name
    if not _is_there(target, index):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _write_whole(target, index, letters)
        except OSError:
            # Another worker may have finished the same bundle meanwhile and swept this draft away.
            if not _is_there(target, index):
                raise
    for draft in folder.glob(f".{name}-*"):  # left by a process that was killed, with its letters
        shutil.rmtree(draft, ignore_errors=True)
    return target


def read_receipt(data: bytes) -> tuple[Receipt, ...]:
    """Read a print house's receipt: CSV with file, sha256, status (posted or failed) and posted_on."""
    try:
        rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig")), delimiter=";", strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BundleError(f"the receipt is not CSV in UTF-8: {error}") from error
    if not rows or not set(_RECEIPT_COLUMNS) <= set(rows[0]):
        raise BundleError(f"the receipt must have the columns {', '.join(_RECEIPT_COLUMNS)}")
    return tuple(_receipt(row, line) for line, row in enumerate(rows, start=2))


def _receipt(row: dict[str, str], line: int) -> Receipt:
    status = (row["status"] or "").strip().lower()
    if status not in {"posted", "failed"}:
        raise BundleError(f"line {line} of the receipt: status is posted or failed, not {status[:40]!r}")
    try:
        posted_on = date.fromisoformat(row["posted_on"].strip()) if status == "posted" else None
    except (ValueError, AttributeError):
        raise BundleError(f"line {line} of the receipt: posted_on is not a day written YYYY-MM-DD") from None
    return Receipt(
        reference=(row["file"] or "").strip().removesuffix(".pdf"),
        sha256=(row["sha256"] or "").strip().lower(),
        status="posted" if status == "posted" else "failed",
        posted_on=posted_on,
    )


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BundleError(
            f"a bundle's name and its letters' references are letters, digits and hyphens: {name!r}"
        )


def _index(letters: Iterable[BundleLetter]) -> str:
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for letter in letters:
        _refuse_name(letter.reference)
        table.writerow(
            (
                f"{letter.reference}.pdf",
                hashlib.sha256(letter.pdf).hexdigest(),
                len(_PAGE.findall(letter.pdf)),
                _cell(letter.recipient),
                _cell(", ".join(letter.address)),
                letter.country,
                letter.postage_class,
                "duplex",
            )
        )
    return text.getvalue()


def _cell(text: str) -> str:
    # A spreadsheet would run a name such as "=cmd" as a formula.
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA_STARTS) else line


def _is_there(target: Path, index: bytes) -> bool:
    if not target.exists():
        return False
    kept = target / INDEX
    if kept.is_file() and kept.read_bytes() == index:
        return True
    raise BundleError(f"the bundle {target.name} is there already, with other letters")


def _write_whole(target: Path, index: bytes, letters: Iterable[BundleLetter]) -> None:
    draft = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for letter in letters:
            _write(draft / f"{letter.reference}.pdf", letter.pdf)
        _write(draft / INDEX, index)
        _keep_names(draft)
        draft.rename(target)
        _keep_names(target.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _keep_names(folder: Path) -> None:
    # The database says next that the bundle is written: its name must outlive a power cut too.
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
