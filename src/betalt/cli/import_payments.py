"""The part of `betalt import` that reads a bank's file: what each payment settled, and what nobody can tell."""

from datetime import date
from pathlib import Path
from typing import NoReturn

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import show_sum
from betalt.cli.progress import progress_bar
from betalt.cli.speech import sentence, tell
from betalt.cli.told import told
from betalt.flows import bank_file
from betalt.flows.bank_columns import BankMappingError, bank_columns, save_bank_columns
from betalt.flows.look import CannotRead
from betalt.values.money import plain


def is_bank_file(home: int, data: bytes) -> bool:
    """Tell from its content whether a file is a bank's."""
    try:
        return bank_file.is_payments(data, creditor=home)
    except CannotRead as error:
        _refuse(error)


def take_payments(
    *, home: int, name: str, data: bytes, on: date, mapping: Path | None = None, save_as: str = ""
) -> int:
    """Take a bank's file in and tell what it did; 1 if something in it was refused or is for a person."""
    try:
        with progress_bar(name) as progress, as_user_error(BankMappingError, OSError, UnicodeDecodeError):
            columns = None
            if mapping is not None:
                columns = bank_columns(text=mapping.read_text(encoding="utf-8"), name=mapping.stem)
            taken = bank_file.receive_payments(
                creditor=home, name=name, data=data, on=on, progress=progress, columns=columns
            )
            if columns is not None and save_as:
                save_bank_columns(creditor=home, name=save_as, columns=columns)
    except CannotRead as error:
        _refuse(error)
    return _tell(taken)


def _tell(taken: bank_file.PaymentsReceived) -> int:
    counts = taken.counts
    tell("import.payments", new=counts["new"], known=counts["known"], paid=show_sum(taken.paid_ore))
    for row in taken.refused:
        tell("import.left_out", line=row.line, amount=_sum_of(row), why=told(row.reason))
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
            perhaps=_perhaps(each),
        )
    if taken.covered_on is not None:
        tell("import.covered", day=taken.covered_on)
    return int(bool(taken.refused or taken.waiting))


def _sum_of(row: bank_file.Refused) -> str:
    if not row.amount_ore:
        return ""
    return ", " + (
        show_sum(row.amount_ore) if row.currency == "SEK" else f"{row.currency} {plain(row.amount_ore)}"
    )


def _perhaps(waiting: bank_file.Waiting) -> str:
    cases = ", ".join(map(str, waiting.perhaps))
    return sentence("import.perhaps", cases=cases) + " " if cases else ""


def _refuse(error: CannotRead) -> NoReturn:
    place = sentence("import.at_line", line=error.line) if error.line else ""
    raise UserError(f"{place}{told(error.reason)}") from error
