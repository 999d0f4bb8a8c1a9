"""The other side of an invoice: its sale and VAT by rate, or the clearing account."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from betalt import law
from betalt.core.books.accounts import Accounts
from betalt.values.money import half_up

_RATES: Final = (("vat_standard", "standard"), ("vat_reduced", "reduced"), ("vat_low", "low"))
_WHOLE: Final = 10_000  # basis points
_ROUNDED_ORE: Final = 100  # an invoice in whole kronor, or one whose rows were rounded each by itself


def sale_rows(
    *, amount_ore: int, credited_ore: int, vat_ore: int | None, invoiced_on: date, accounts: Accounts
) -> Iterator[tuple[str, int]]:
    """List what the sale of an invoice less its credit notes is booked on, in öre, credit as minus.

    An unknown VAT, or one of several rates mixed, goes to the clearing account: a guess would falsify the
    VAT return (VAT-4, VAT-7).
    """
    pair = None if vat_ore is None else _accounts_for(amount_ore - vat_ore, vat_ore, invoiced_on, accounts)
    if pair is None or vat_ore is None:
        yield accounts.opening, credited_ore - amount_ore
        return
    left_ore = amount_ore - credited_ore
    left_vat_ore = half_up(left_ore * vat_ore, amount_ore) if vat_ore else 0
    yield pair[0], left_vat_ore - left_ore
    yield pair[1], -left_vat_ore


def _accounts_for(net_ore: int, vat_ore: int, on: date, accounts: Accounts) -> tuple[str, str] | None:
    if vat_ore == 0:
        return accounts.sales_free, accounts.vat_standard
    for table, name in _RATES:
        try:
            rate_bps = law.value(table, on)
        except law.LawUnknown:  # older than the tables
            return None
        if abs(half_up(net_ore * rate_bps, _WHOLE) - vat_ore) <= _ROUNDED_ORE:
            return getattr(accounts, f"sales_{name}"), getattr(accounts, f"vat_{name}")
    return None
