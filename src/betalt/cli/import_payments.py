"""The part of `betalt import` that reads a bank's file: what each payment settled, and what nobody can tell."""

from datetime import date
from typing import NoReturn

from betalt.cli.errors import UserError
from betalt.cli.options import show_sum
from betalt.cli.progress import progress_bar
from betalt.cli.speech import sentence, tell
from betalt.cli.told import told
from betalt.flows import bank_file
from betalt.flows.look import CannotRead


def is_bank_file(data: bytes) -> bool:
    """Tell from its content whether a file has one of the banks' own formats."""
    try:
        return bank_file.is_payments(data)
    except CannotRead as error:
        _refuse(error)


def take_payments(*, home: int, name: str, data: bytes, on: date) -> int:
    """Take a bank's file in and tell what it did; 1 if something in it was refused or is for a person."""
    try:
        with progress_bar(name) as progress:
            taken = bank_file.receive_payments(creditor=home, name=name, data=data, on=on, progress=progress)
    except CannotRead as error:
        _refuse(error)
    counts = taken.counts
    tell("import.payments", new=counts["new"], known=counts["known"], paid=show_sum(taken.paid_ore))
    for row in taken.refused:
        tell("import.left_out", line=row.line, amount=show_sum(row.amount_ore), why=told(row.reason))
    for name_ in ("money_out", "refunded"):
        if counts[name_]:
            tell(f"import.{name_}", count=counts[name_])
    for each in taken.waiting:
        tell(
            "import.unmatched",
            payment=each.payment,
            amount=show_sum(each.amount_ore),
            payer=each.payer or "–",
            why=told(each.why),
            perhaps=", ".join(map(str, each.perhaps)) or "–",
        )
    if taken.covered_on is not None:
        tell("import.covered", day=taken.covered_on)
    return int(bool(taken.refused or taken.waiting))


def _refuse(error: CannotRead) -> NoReturn:
    place = sentence("import.at_line", line=error.line) if error.line else ""
    raise UserError(f"{place}{told(error.reason)}") from error
