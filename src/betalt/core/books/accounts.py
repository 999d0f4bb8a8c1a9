"""Which BAS account each thing is booked on; a creditor may change any of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final

_DIGITS: Final = 4


class AccountsError(ValueError):
    """A choice of accounts names something that is not booked, or is no BAS account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """BAS accounts by what is booked on them; that of fees is custom, an accountant should confirm it."""

    receivable: str = "1510"  # invoices, and fees once they are charged
    receivable_tax_office: str = "1513"  # the ROT/RUT part of an invoice
    bank: str = "1930"
    overpayment: str = "2420"  # money that no invoice needs
    unmatched: str = "2490"  # money that nobody has said what it is for
    opening: str = "2999"  # the other side of an invoice whose sale is booked elsewhere
    sales_standard: str = "3001"
    vat_standard: str = "2611"
    sales_reduced: str = "3002"
    vat_reduced: str = "2621"
    sales_low: str = "3003"
    vat_low: str = "2631"
    sales_free: str = "3004"
    fees: str = "3990"  # reminder, demand, plan, late compensation: no VAT (VAT-1)
    interest: str = "8313"  # late interest, when it is paid: no VAT (VAT-1)
    public_fees: str = "6580"  # what was laid out at Kronofogden and in court
    loss: str = "6351"


DEFAULT: Final = Accounts()


def changed_accounts(choices: Mapping[str, str]) -> Accounts:
    """Put a creditor's own accounts in place of the defaults, or raise AccountsError."""
    known = asdict(DEFAULT)
    for name, account in choices.items():
        if name not in known:
            raise AccountsError(f"{name[:40]!r} is not booked; choose among {', '.join(known)}")
        if len(account) != _DIGITS or not (account.isascii() and account.isdigit()) or account[0] == "0":
            raise AccountsError(f"{name}: {account[:40]!r} is not an account of four digits")
    return replace(DEFAULT, **choices)
