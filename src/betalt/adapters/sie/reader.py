"""Reads SIE files of the types 1–4: what they hold, and what had to be refused, line by line."""

from betalt.adapters.sie import labels
from betalt.adapters.sie.balance import differences
from betalt.adapters.sie.checksum import Checksum
from betalt.adapters.sie.labels import Book
from betalt.adapters.sie.model import Finding, SieFile, UnreadableSie, reason
from betalt.adapters.sie.parts import RefusedRecord
from betalt.adapters.sie.records import Record, open_text, read_records
from betalt.adapters.sie.voucher_reader import LABELS as VOUCHER_LABELS
from betalt.adapters.sie.voucher_reader import VoucherReader

_BALANCES_ONLY = 1  # the type of a file that does not state one (#SIETYP)


def read_sie(data: bytes) -> SieFile:
    """Read a SIE file; raises UnreadableSie for what is none, was cut off or fails its checksum (SIE 4B 10)."""
    text = open_text(data)
    book, vouchers, checksum = Book(), VoucherReader(), Checksum()
    refused: list[Finding] = []
    is_first = True
    for record in read_records(text):
        if is_first and not labels.is_known(record.label):
            raise UnreadableSie("not_sie", line=record.line)
        is_first = False
        checksum.pass_over(record)
        _take(record, book, vouchers, refused)
    vouchers.end()
    checksum.end()
    if is_first:
        raise UnreadableSie("empty")
    return _file(text.encoding, book, vouchers, checksum, refused, list(text.notes))


def _take(record: Record, book: Book, vouchers: VoucherReader, refused: list[Finding]) -> None:
    if record.label in VOUCHER_LABELS:
        vouchers.take(record)
        return
    if labels.is_known(record.label):
        vouchers.leave()
    try:
        labels.keep(book, record)
    except RefusedRecord as found:
        refused.append(Finding(line=record.line, why=found.why))


def _file(
    encoding: str,
    book: Book,
    vouchers: VoucherReader,
    checksum: Checksum,
    refused: list[Finding],
    notes: list[Finding],
) -> SieFile:
    read = (*vouchers.vouchers, *vouchers.unbalanced)
    notes += vouchers.notes
    notes += differences(balances=book.balances, vouchers=read, year=book.years.get(0))
    notes += [
        Finding(line=0, why=reason("unknown_label", label=label[:20], count=count))
        for label, count in sorted(book.unknown.items())
    ]
    return SieFile(
        encoding=encoding,
        **{"type": _BALANCES_ONLY, **book.head},
        checksum=checksum.stated,
        years=tuple(sorted(book.years.values(), key=lambda year: -year.no)),
        accounts=tuple(book.accounts.values()),
        dimensions=tuple(book.dimensions.values()),
        objects=tuple(book.objects),
        balances=tuple(book.balances),
        vouchers=tuple(vouchers.vouchers),
        unbalanced=tuple(vouchers.unbalanced),
        refused=tuple(sorted([*refused, *vouchers.refused], key=lambda finding: finding.line)),
        notes=tuple(sorted(notes, key=lambda finding: finding.line)),
    )
