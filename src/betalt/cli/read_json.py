"""What `betalt read` prints: one JSON document a file, its names fixed, its payments written as they are read."""

import json
import tempfile
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring as quoted
from typing import TextIO

from betalt.core.payment.incoming import BankFile, Deposit, IncomingPayment, Reference, RefusedEntry, Totals
from betalt.flows.look import Invoice, InvoiceList
from betalt.values.money import plain
from betalt.values.reason import Reason

Say = Callable[[Reason], str]
_IN_MEMORY = 4 << 20


class Spool:
    """JSON of many items, kept in memory while it is small and in a nameless file when it is not."""

    def __init__(self) -> None:
        """Begin empty."""
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 -- it lives as long as the spool
            _IN_MEMORY, mode="w+", encoding="utf-8", newline=""
        )
        self._separator = ""

    def add(self, text: str) -> None:
        """Add one item."""
        self._file.write(self._separator + text)
        self._separator = ",\n "

    def copy_to(self, out: TextIO) -> None:
        """Write the items as a JSON array."""
        self._file.seek(0)
        out.write("[\n " if self._separator else "[")
        while block := self._file.read(1 << 16):
            out.write(block)
        out.write("]")
        self._file.close()


def write_payments(file: BankFile, out: TextIO, *, say: Say) -> int:
    """Write a bank's file; nothing is written before it is read to its end. Answer how many entries were refused."""
    payments, deposits, refused = Spool(), Spool(), Spool()
    for item in file.items:
        if type(item) is IncomingPayment:
            payments.add(payment_json(item))
        elif type(item) is Deposit:
            deposits.add(_deposit_json(item))
        elif isinstance(item, RefusedEntry):
            refused.add(_dump({"line": item.line, "why": say(item.reason)}))
    head = {
        "format": file.format,
        "file_id": file.file_id,
        "created_at": file.created_at or None,
        "test": file.test,
    }
    out.write(_dump(head)[:-1])
    for name, spool in (("deposits", deposits), ("payments", payments)):
        out.write(f',\n"{name}": ')
        spool.copy_to(out)
    out.write(f',\n"totals": {_totals_json(file.totals)},\n"refused": ')
    refused.copy_to(out)
    out.write("}\n")
    return file.totals.refused


def write_invoices(file: InvoiceList, out: TextIO, *, say: Say) -> int:
    """Write a list of invoices. Answer how many rows were refused."""
    problems = [
        {"where": _place(problem.line, problem.column), "rule": problem.reason.code, "severity": "warning",
         "why": say(problem.reason)}
        for problem in file.problems
    ]  # fmt: skip
    unread = Reason(code="read.column_unread")
    problems += [
        {"where": header, "rule": unread.code, "severity": "note", "why": say(unread)}
        for header in file.unread_columns
    ]
    refused = [
        {"line": row.line, "column": row.column or None, "why": say(row.reason)} for row in file.refused
    ]
    out.write(f'{{"format": {quoted(file.format)},\n"invoices": ')
    _write_array(out, (_dump(_invoice(row)) for row in file.rows))
    out.write(f',\n"problems": {_dump(problems)},\n"refused": {_dump(refused)}}}\n')
    return len(file.refused)


def payment_json(payment: IncomingPayment) -> str:
    """Write one payment; by hand, since a million of them are written."""
    references = ", ".join([_reference_json(reference) for reference in payment.references])
    booked_on = f'"{payment.booked_on}"' if payment.booked_on else "null"
    return (
        f'{{"amount": "{plain(payment.amount_ore)}", "currency": {quoted(payment.currency)}, "booked_on": {booked_on}, '
        f'"direction": "{payment.direction}", "payee": {_text(payment.payee)}, "payer": {_text(payment.payer)}, '
        f'"payer_name": {_text(payment.payer_name)}, "payer_org_no": {_text(payment.payer_org_no)}, '
        f'"references": [{references}], "text": [{", ".join(map(quoted, payment.text))}], '
        f'"bank_id": {quoted(payment.bank_id)}, "line": {payment.line}}}'
    )


def _reference_json(reference: Reference) -> str:
    amount = "null" if reference.amount_ore is None else f'"{plain(reference.amount_ore)}"'
    return f'{{"value": {quoted(reference.value)}, "kind": "{reference.kind}", "amount": {amount}}}'


def _deposit_json(deposit: Deposit) -> str:
    booked_on = f'"{deposit.booked_on}"' if deposit.booked_on else "null"
    return (
        f'{{"payee": {_text(deposit.payee)}, "booked_on": {booked_on}, "currency": {quoted(deposit.currency)}, '
        f'"amount": "{plain(deposit.amount_ore)}", "payments": {deposit.payments}}}'
    )


def _totals_json(totals: Totals) -> str:
    return _dump({
        "in": {"count": totals.in_count, "amount": plain(totals.in_ore)},
        "out": {"count": totals.out_count, "amount": plain(totals.out_ore)},
        "refused": totals.refused,
    })  # fmt: skip


def _invoice(row: Invoice) -> dict[str, object]:
    customer = row.customer
    town = " ".join(part for part in (customer.postcode, customer.city) if part)
    lines = (
        [{"text": row.what, "quantity": None, "unit": None, "net": None, "vat_percent": None}]
        if row.what
        else []
    )
    return {
        "number": row.number, "kind": row.kind, "issued_on": row.issued_on.isoformat(),
        "due_on": row.due_on.isoformat(), "currency": row.currency,
        "seller": {"name": None, "org_no": None, "vat_no": None},
        "buyer": {
            "name": customer.name, "org_no": customer.org_no or None, "kind": customer.kind or None,
            "address": [line for line in (*customer.address, town, customer.country) if line],
            "email": customer.email or None,
        },
        "net": None if row.vat_ore is None else plain(row.amount_ore - row.vat_ore),
        "vat": None if row.vat_ore is None else plain(row.vat_ore),
        "total": plain(row.amount_ore), "open": plain(row.open_ore), "payee": None,
        "reference": row.reference or None, "lines": lines, "line": row.line,
    }  # fmt: skip


def _write_array(out: TextIO, items: Iterable[str]) -> None:
    separator = "[\n "
    for item in items:
        out.write(separator + item)
        separator = ",\n "
    out.write("]" if separator != "[\n " else "[]")


def _place(line: int, column: str) -> str:
    return f"line {line}, {column}" if column else f"line {line}"


def _text(text: str) -> str:
    return quoted(text) if text else "null"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
