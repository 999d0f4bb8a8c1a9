"""A file from the outside looked at: what kind it is, found from its content, and a reader for it. No database.

`betalt read` and the importers use the same readers through here.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, TypeAlias

from betalt.adapters.bank.bank_csv import (
    BankMapping,
    BankMappingError,
    known_banks,
    open_bank_csv,
    recognise_bank,
)
from betalt.adapters.bank.bgmax import open_bgmax
from betalt.adapters.bank.camt import open_camt
from betalt.adapters.bank.total_in import open_total_in
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.adapters.files import invoices
from betalt.adapters.files.columns import recognise
from betalt.adapters.files.invoice_row import InvoiceFile, InvoiceRow
from betalt.adapters.files.invoices import open_table, read_table
from betalt.adapters.files.mapping import Mapping
from betalt.adapters.files.table import UnreadableFile, score_for
from betalt.core.payment.incoming import BankFile, Deposit, IncomingPayment, RefusedEntry
from betalt.values.reason import Reason

# What the surfaces speak of without reaching for the adapters.
InvoiceList: TypeAlias = InvoiceFile
Invoice: TypeAlias = InvoiceRow

MOST_BYTES_IN_CLI = 2_000_000_000
MOST_BYTES_OF_TABLE = invoices.MOST_BYTES
FORMATS = ("bgmax", "plusgiro", "camt.053", "camt.054", "camt.052", "csv", "xlsx", "sie", "pain.002")
OF_PAYMENTS = frozenset({"bgmax", "plusgiro", "camt"})  # the banks' own formats of money in

_HEAD = 1 << 16
_CAMT = re.compile(rb"BkToCstmr(?:Stmt|DbtCdtNtfctn|AcctRpt)|camt\.05[234]\.")
_ANSWER = re.compile(rb"CstmrPmtStsRpt|pain\.002\.")
_SIE = re.compile(rb"#[A-Z]{2,12}\s")
_BOM = b"\xef\xbb\xbf"


class CannotRead(Exception):
    """A file as a whole cannot be trusted: the reason, and the line where it shows (0 if nowhere)."""

    def __init__(self, reason: Reason, *, line: int = 0) -> None:
        """Keep the reason and the place."""
        self.reason, self.line = reason, line
        super().__init__(reason.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFileRead:
    """A bank's file, read to its end and found whole."""

    file: BankFile
    deposits: tuple[Deposit, ...]
    payments: tuple[IncomingPayment, ...]
    refused: tuple[RefusedEntry, ...]


def detect(stream: BinaryIO) -> str:
    """Tell from its content what a file is: a bank format, "table", or CannotRead that names what it is instead."""
    head = _head(stream)
    start = head.removeprefix(_BOM).lstrip()
    if start.startswith(b"01BGMAX"):
        return "bgmax"
    if start.startswith(b"00") and b"TOTALIN" in start[:80]:
        return "plusgiro"
    if b"<" in start[:4] and _CAMT.search(head.replace(b"\0", b"")):
        return "camt"
    if b"<" in start[:4] and _ANSWER.search(head.replace(b"\0", b"")):
        return "pain.002"
    return "sie" if _SIE.match(start) else "table"


def open_payments(stream: BinaryIO, *, kind: str) -> BankFile:
    """Open a bank's file of a known kind; every error while it is read is a CannotRead."""
    openers = {"bgmax": open_bgmax, "plusgiro": open_total_in, "camt": open_camt}
    with _told():
        stream.seek(0)
        file = openers[kind](stream)
    return _guarded(file)


def read_payments(data: bytes, *, mapping: BankMapping | None = None) -> BankFileRead:
    """Read a whole file of payments for an importer; a test file of the bank's is refused."""
    stream = io.BytesIO(data)
    kind = detect(stream)
    if kind == "table":
        opened = open_any_table(data, bank=mapping)
        if isinstance(opened, InvoiceFile):
            raise CannotRead(Reason(code="read.no_payments"))
        file = opened
    elif kind in OF_PAYMENTS:
        file = open_payments(stream, kind=kind)
    else:
        raise CannotRead(Reason(code=f"read.is_{kind.partition('.')[0]}"))
    refuse_test_file(file)
    items = tuple(file.items)
    return BankFileRead(
        file=file,
        deposits=tuple(item for item in items if isinstance(item, Deposit)),
        payments=tuple(item for item in items if isinstance(item, IncomingPayment)),
        refused=tuple(item for item in items if isinstance(item, RefusedEntry)),
    )


def open_any_table(
    data: bytes, *, mapping: Mapping | None = None, bank: BankMapping | None = None
) -> InvoiceFile | BankFile:
    """Read a CSV or Excel file as a list of invoices or as a bank's export, by its headers."""
    with _told():
        if mapping is not None:
            return read_table(open_table(data, score=score_for(mapping), mapping=mapping), mapping=mapping)
        table = open_table(data, score=partial(_score, saved=(bank,) if bank else ()))
        bank = bank or recognise_bank(table.headers)
        if bank is None:
            return read_table(table)
        return _guarded(open_bank_csv(table.headers, table.records, mapping=bank))


def bank_of(data: bytes, *, saved: Sequence[BankMapping] = ()) -> BankMapping | None:
    """Find the mapping that a list's headers fit: a saved one, or a bank's that is known; None for other lists."""
    try:
        table = open_table(data, score=partial(_score, saved=saved))
    except UnreadableFile:
        return None
    return recognise_bank(table.headers, saved=saved)


def refuse_test_file(file: BankFile) -> None:
    """Refuse a bank's test file where money is taken in."""
    if file.test:
        raise CannotRead(Reason(code="read.test_file"), line=1)


def _score(cells: Sequence[str], *, saved: Sequence[BankMapping] = ()) -> int:
    seen = {cell.casefold().strip() for cell in cells}
    known = (*saved, *known_banks())
    banks = (sum(header.casefold() in seen for header in bank.columns.values()) for bank in known)
    return max(len(recognise(cells)), *banks)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    while block := stream.read(_HEAD):
        if block.removeprefix(_BOM).strip():
            return block
    raise CannotRead(Reason(code="read.empty_file"))


def _guarded(file: BankFile) -> BankFile:
    items = file.items

    def told() -> Iterator[IncomingPayment | Deposit | RefusedEntry]:
        with _told():
            yield from items

    file.items = told()
    return file


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UntrustedFile as error:
        raise CannotRead(error.reason, line=error.line) from error
    except UnreadableFile as error:
        raise CannotRead(error.reason) from error
    except BankMappingError as error:
        raise CannotRead(Reason(code="read.bank_mapping", params=(("detail", str(error)),))) from error
