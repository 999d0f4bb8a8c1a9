"""The part of `betalt import` that reads a bank's file: what each payment settled, and what nobody can tell."""

from datetime import date
from typing import NoReturn

from betalt.cli.errors import UserError
from betalt.cli.options import show_sum
from betalt.cli.speech import sentence, tell
from betalt.cli.told import told
from betalt.flows import bank
from betalt.flows.look import CannotRead


def is_bank_file(data: bytes) -> bool:
    """Tell from its content whether a file has one of the banks' own formats."""
    try:
        return bank.is_bank_file(data)
    except CannotRead as error:
        _refuse(error)


def take_payments(*, home: int, name: str, data: bytes, on: date) -> int:
    """Take a bank's file in and tell what it did; 1 if something in it was refused or is for a person."""
    try:
        taken = bank.receive_payments(creditor=home, name=name, data=data, on=on)
    except CannotRead as error:
        _refuse(error)
    tell("import.payments", new=taken.new, known=taken.known, paid=show_sum(taken.paid_ore))
    for entry in taken.refused:
        tell("import.refused", line=entry.line, column="", why=told(entry.reason))
    for payment, why in taken.left_out:
        tell("import.left_out", line=payment.line, amount=show_sum(payment.amount_ore), why=told(why))
    for each in taken.unmatched:
        tell(
            "import.unmatched",
            payment=each.payment,
            amount=show_sum(each.amount_ore),
            payer=each.payer,
            why=told(each.why),
            perhaps=", ".join(map(str, each.perhaps)) or "–",
        )
    return int(bool(taken.refused or taken.unmatched))


def _refuse(error: CannotRead) -> NoReturn:
    place = sentence("import.at_line", line=error.line) if error.line else ""
    raise UserError(f"{place}{told(error.reason)}") from error
