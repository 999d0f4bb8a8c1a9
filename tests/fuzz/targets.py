"""What fuzzers feed bytes to: every reader of what comes from outside must read it or refuse it with a sentence."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from betalt.adapters.bank.pain002 import read_pain002
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.adapters.delivery.print_bundle import BundleError, read_receipt
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.table import UnreadableFile
from betalt.adapters.sie.model import UnreadableSie
from betalt.adapters.sie.reader import read_sie
from betalt.core.claim.answer import answer
from betalt.core.claim.document import read_document, work_out
from betalt.core.claim.strict import DocumentError
from betalt.core.payment.incoming import RefusedEntry
from betalt.flows.look import CannotRead, InvoiceList, open_any_table, open_payments, refuse_test_file
from betalt.law import LawUnknown
from betalt.values.reason import Reason
from betalt.words import say
from tests.adapters.bank import bgmax_file, camt_file
from tests.adapters.bank.test_bank_csv import EXPORTS
from tests.adapters.bank.test_pain002 import GOOD as PAIN002
from tests.adapters.bank.test_total_in import TEXT as TOTAL_IN
from tests.adapters.files.test_xlsx import GOOD as EXCEL_ROW
from tests.adapters.files.test_xlsx import replaced, workbook
from tests.adapters.sie.test_fuzz import GOOD as SIE
from tests.fuzz.documents import DOCUMENTS, document_seeds

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
MOST_BYTES = 4096  # of one input; most faults of a reader show in small ones
_ON = date(2026, 3, 1)
_HELD = workbook(EXCEL_ROW)
_SHEET = "xl/worksheets/sheet1.xml"


def _said(error: Exception) -> bool:
    assert str(error)
    return False


def _say(reasons: Iterable[Reason], *, read: bool = True) -> bool:
    """Say why parts, or all, of a file are refused, and tell whether the file was read."""
    for reason in reasons:
        assert say(reason)
    return read


def _bank(kind: str) -> Callable[[bytes], bool]:
    def read(data: bytes) -> bool:
        try:
            file = open_payments(io.BytesIO(data), kind=kind)
            refuse_test_file(file)
            return _say(item.reason for item in file.items if isinstance(item, RefusedEntry))
        except CannotRead as error:
            return _say([error.reason], read=False)

    return read


def _bank_csv(data: bytes) -> bool:
    try:
        opened = open_any_table(data)
        if isinstance(opened, InvoiceList):
            return _say(row.reason for row in opened.refused)
        return _say(item.reason for item in opened.items if isinstance(item, RefusedEntry))
    except CannotRead as error:
        return _say([error.reason], read=False)


def _list(data: bytes) -> bool:
    try:
        return _say(row.reason for row in read_invoices(data).refused)
    except UnreadableFile as error:
        return _say([error.reason], read=False)


def _sheet(data: bytes) -> bool:
    """Read a workbook whose sheet is these bytes: the archive around it stays whole."""
    return _list(replaced(_HELD, _SHEET, data))


def _sie(data: bytes) -> bool:
    try:
        file = read_sie(data)
    except UnreadableSie as error:
        return _say([error.reason], read=False)
    assert all(voucher.off_ore == 0 for voucher in file.vouchers)
    return _say(finding.why for finding in (*file.refused, *file.notes))


def _pain002(data: bytes) -> bool:
    try:
        return _say(entry.reason for entry in read_pain002(data).refused)
    except UntrustedFile as error:
        return _say([error.reason], read=False)


def _receipt(data: bytes) -> bool:
    try:
        return bool(read_receipt(data))
    except BundleError as error:
        return _said(error)


def _claim(data: bytes) -> bool:
    try:
        document = read_document(data)
        claim = work_out(document, on=document.on or _ON)
        return bool(json.dumps(answer(claim, say=say, document_id=document.id)))
    except (DocumentError, LawUnknown) as error:
        return _said(error)


TARGETS: dict[str, Callable[[bytes], bool]] = {
    "bgmax": _bank("bgmax"),
    "plusgiro": _bank("plusgiro"),
    "camt": _bank("camt"),
    "bank_csv": _bank_csv,
    "invoices_csv": _list,
    "invoices_xlsx": _list,
    "sheet_of_xlsx": _sheet,
    "sie": _sie,
    "pain002": _pain002,
    "receipt": _receipt,
    "claim": _claim,
    **DOCUMENTS,
}

_RECEIPT = (
    b"file;sha256;status;posted_on\nletter-1.pdf;"
    + b"a" * 64
    + b";posted;2026-03-06\nletter-2.pdf;b;failed;\n"
)


def seeds(target: str) -> list[bytes]:
    """Give good inputs, which a fuzzer damages."""
    if target in DOCUMENTS:
        return document_seeds(target)
    return {
        "bgmax": lambda: [bgmax_file.whole(bgmax_file.Section([bgmax_file.payment(100, "1")])).encode("latin-1")],
        "plusgiro": lambda: [TOTAL_IN.encode("latin-1")],
        "camt": lambda: [_camt("054"), _camt("053"), _camt("052")],
        "bank_csv": lambda: [f"{headers}\n{row}\n".encode() for headers, row, *_ in EXPORTS.values()],
        "invoices_csv": lambda: [path.read_bytes()[:MOST_BYTES] for path in (EXAMPLES / "invoices").glob("*.csv")],
        "invoices_xlsx": lambda: [_HELD],
        "sheet_of_xlsx": lambda: [zipfile.ZipFile(io.BytesIO(_HELD)).read(_SHEET)],
        "sie": lambda: [SIE],
        "pain002": lambda: [PAIN002],
        "receipt": lambda: [_RECEIPT],
        "claim": lambda: [(EXAMPLES / "claim.json").read_bytes()],
    }[target]()  # fmt: skip


def _camt(kind: str) -> bytes:
    paid = camt_file.transaction("100.00", camt_file.structured("123"), ref="1")
    return camt_file.message(camt_file.statement(camt_file.entry("100.00", paid)), kind=kind).encode()
