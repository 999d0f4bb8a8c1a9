"""Money whose claim was not known when it came stands on an account of its own until somebody says what it is for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from betalt.core.books.accounts import Accounts, changed_accounts
from betalt.core.books.post import Position, entries, unmatched_position
from betalt.core.payment.sightings import Kind
from betalt.flows.choices import choices_of
from betalt.records import ledger
from betalt.records import models as m
from betalt.records.ledger import NewMoneyPosting


def book_money(*, creditor: int, payments: Collection[int], on: date, why: str = "unmatched") -> None:
    """Book on a day what these payments have come to by themselves; what their cases show is booked with the cases."""
    if not payments:
        return
    accounts = accounts_of(creditor)
    keys = [(creditor, payment) for payment in sorted(set(payments))]
    booked = ledger.booked_money(keys)
    rows: list[NewMoneyPosting] = []
    for payment in m.Payment.objects.of(creditor).filter(id__in=payments).order_by("id"):
        key = (creditor, payment.id)
        made = entries(before=booked.get(key, {}), after=shown(payment, accounts))
        rows += [NewMoneyPosting(*key, entry.debit, entry.credit, entry.ore) for entry in made]
    ledger.post_money(rows, on=on, why=why)


def accounts_of(creditor: int) -> Accounts:
    """Tell which accounts a creditor books on."""
    return changed_accounts(choices_of(m.Creditor.objects.get(id=creditor).settings).accounts)


def shown(payment: m.Payment, accounts: Accounts) -> Position:
    """Tell what the ledger of a payment itself must show: nothing where its cases show it all, or where it is not ours.

    A payment that was ignored is booked where it belongs, in the creditor's own bookkeeping.
    """
    if not payment.held or payment.state == "ignored" or payment.reversed_on is not None:
        return {}
    if payment.kind == "credit":
        return {}
    kind = Kind(payment.kind)
    if payment.state == "settled" and kind in {Kind.TAKEN_BACK, Kind.CAME_BACK}:
        return {}
    return unmatched_position(
        payment.amount_ore if kind.is_money_in else -payment.amount_ore, accounts=accounts
    )
