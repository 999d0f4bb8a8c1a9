"""What fuzzers feed bytes to beside lists and bank files: e-invoices, pictures, and documents that people write."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from betalt import law
from betalt.adapters.backup import archive
from betalt.adapters.backup.archive import ArchiveWriter, Head, Table
from betalt.adapters.backup.errors import BackupError
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import to_toml
from betalt.adapters.files.table import UnreadableFile
from betalt.adapters.typesetting.logo import LogoError, draw_logo
from betalt.core.process.document import ProcedureError, from_json, to_json
from betalt.core.process.problems import problems
from betalt.core.process.procedure import CONSUMER
from betalt.core.process.refused import Refused
from betalt.flows.bank_columns import BankMappingError, bank_columns
from betalt.flows.case_documents import media_type
from betalt.flows.columns import MappingError, column_mapping
from betalt.flows.documents import ContentError, example_content, letter_faults, read_content
from betalt.law.check import check_table
from betalt.law.table import LawTableError, parse_addition
from betalt.words import say
from tests.adapters.files.test_e_invoice import document as e_invoice

_ON = date(2026, 3, 1)
_PASSPHRASE = "sju sjösjuka sjömän"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def _e_invoice(data: bytes) -> bool:
    try:
        refused = read_invoices(data).refused
    except UnreadableFile as error:
        return bool(say(error.reason)) and False
    return all(say(row.reason) for row in refused) and not refused


def _mapping(data: bytes) -> bool:
    """Read a mapping that a person wrote; what is saved of it is read as the same."""
    try:
        mapping = column_mapping(text=data.decode("utf-8"))
    except (MappingError, UnicodeDecodeError) as error:
        return bool(str(error)) and False
    assert column_mapping(text=to_toml(mapping)) == mapping
    return True


def _bank_columns(data: bytes) -> bool:
    try:
        return bool(bank_columns(text=data.decode("utf-8"), name="own"))
    except (BankMappingError, UnicodeDecodeError) as error:
        return bool(str(error)) and False


def _procedure(data: bytes) -> bool:
    """Read a ladder and ask the law about it; what is saved of it is read as the same."""
    try:
        ladder = from_json(json.loads(data))
    except (ProcedureError, ValueError, RecursionError) as error:
        return bool(str(error)) and False
    assert all(say(problem) for problem in problems(ladder, on=_ON))
    assert from_json(json.loads(json.dumps(to_json(ladder)))) == ladder
    return True


def _letter(data: bytes) -> bool:
    try:
        return all(say(fault) for fault in letter_faults(read_content(data)))
    except ContentError as error:
        return bool(str(error)) and False


def _law_value(data: bytes) -> bool:
    try:
        table = law.table("reference_rate")
        added = parse_addition(table=table, text=data.decode("utf-8"))
        later = replace(table, values=(*table.values, *added.values), known_until=added.known_until)
        return bool(added.values) and all(say(finding.reason) for finding in check_table(table=later, on=_ON))
    except (LawTableError, UnicodeDecodeError) as error:
        return bool(str(error)) and False


def _logo(data: bytes) -> bool:
    try:
        return draw_logo(data).startswith(b"\x89PNG")
    except LogoError as error:
        return bool(say(error.reason)) and False


def _document(data: bytes) -> bool:
    try:
        return bool(media_type(data))
    except Refused as error:
        return bool(say(error.why)) and False


def _backup(data: bytes) -> bool:
    try:
        return bool(archive.check(io.BytesIO(data), passphrase=_PASSPHRASE))
    except BackupError as error:
        return bool(str(error)) and False


DOCUMENTS: dict[str, Callable[[bytes], bool]] = {
    "e_invoice": _e_invoice,
    "mapping": _mapping,
    "bank_columns": _bank_columns,
    "procedure": _procedure,
    "letter": _letter,
    "law_value": _law_value,
    "logo": _logo,
    "document": _document,
    "backup": _backup,
}


@cache
def _whole_backup() -> bytes:
    file = io.BytesIO()
    writer = ArchiveWriter(file, _PASSPHRASE, cost=1)
    writer.begin(Head(taken_at="2026-03-01T09:00:00+00:00", migrations=(("records", "0001_tables"),)))
    writer.add(Table(name="records_creditor", columns=("id",)), [b"1\n"], rows=lambda: 1)
    writer.finish(sequences={}, secrets={}, seals=())
    return file.getvalue()


def document_seeds(target: str) -> list[bytes]:
    """Give good inputs, which a fuzzer damages."""
    return {
        "e_invoice": lambda: [e_invoice(), e_invoice(root="CreditNote", code="381")],
        "mapping": lambda: [
            b'decimal = ","\nseparator = ";"\n[columns]\nnumber = "Nr"\namount = "Kr"\n[constants]\ncurrency = "SEK"\n'
        ],
        "bank_columns": lambda: [b'decimal = ","\n[columns]\nbooked_on = "Dag"\namount = "Kr"\ntext = "Text"\n'],
        "procedure": lambda: [json.dumps(to_json(CONSUMER)).encode()],
        "letter": lambda: [json.dumps(example_content(kind="note", language="sv", company=False)).encode()],
        "law_value": lambda: [
            b'[[values]]\nfrom = 2027-01-01\nvalue = "2.00"\nsource = "riksbanken.se"\nconfidence = "P"\n'
            b'checked = 2027-01-02\nchecked_by = "Karin"\n'
        ],
        "logo": lambda: [DOT],
        "document": lambda: [b"%PDF-1.7", "Jag bestrider räkningen.\n".encode()],
        "backup": lambda: [_whole_backup()],
    }[target]()  # fmt: skip
