"""What `betalt read --format text` prints: a line for each payment or invoice, and the sums."""

import tempfile
from collections.abc import Callable
from typing import TextIO

from betalt.core.payment.incoming import BankFile, Deposit, IncomingPayment, RefusedEntry
from betalt.flows.look import Invoice, InvoiceList
from betalt.values.money import plain
from betalt.values.reason import Reason

Say = Callable[[Reason], str]
_IN_MEMORY = 4 << 20


def tell_payments(file: BankFile, out: TextIO, *, say: Say) -> int:
    """Print a bank's file, once it is read to its end. Answer how many entries were refused."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8", newline="") as spool:
        for item in file.items:
            spool.write(_line(item, say) + "\n")
        out.write(f"{file.format}  {file.file_id}  {file.created_at}\n")
        spool.seek(0)
        while block := spool.read(1 << 16):
            out.write(block)
    totals = file.totals
    sums = {"in_count": totals.in_count, "in_sum": plain(totals.in_ore), "out_count": totals.out_count,
            "out_sum": plain(totals.out_ore), "refused": totals.refused}  # fmt: skip
    pairs = tuple((name, str(value)) for name, value in sums.items())
    out.write(say(Reason(code="read.totals", params=pairs)) + "\n")
    return totals.refused


def tell_invoices(file: InvoiceList, out: TextIO, *, say: Say) -> int:
    """Print a list of invoices. Answer how many rows were refused."""
    out.writelines(_invoice_line(row) + "\n" for row in file.rows)
    out.writelines(
        f"{problem.line:>7}  {problem.column}: {say(problem.reason)}\n" for problem in file.problems
    )
    for refused in file.refused:
        column = f"{refused.column}: " if refused.column else ""
        out.write(f"{refused.line:>7}  {column}{say(refused.reason)}\n")
    counts = (("invoices", str(len(file.rows))), ("refused", str(len(file.refused))))
    out.write(say(Reason(code="read.invoice_totals", params=counts)) + "\n")
    return len(file.refused)


def _line(item: IncomingPayment | Deposit | RefusedEntry, say: Say) -> str:
    if isinstance(item, RefusedEntry):
        return f"{item.line:>7}  {say(item.reason)}"
    if isinstance(item, Deposit):
        return f"         = {item.payee}  {item.booked_on}  {plain(item.amount_ore)} {item.currency}  ({item.payments})"
    references = " ".join(reference.value for reference in item.references)
    return "  ".join(
        part
        for part in (
            f"{item.line:>7}", str(item.booked_on), item.direction, f"{plain(item.amount_ore)} {item.currency}",
            item.payee, item.payer, item.payer_name, references, *item.text,
        )
        if part
    )  # fmt: skip


def _invoice_line(row: Invoice) -> str:
    return "  ".join((
        f"{row.line:>7}", row.kind, row.number, row.customer.name, row.issued_on.isoformat(), row.due_on.isoformat(),
        f"{plain(row.open_ore)} {row.currency}",
    ))  # fmt: skip
