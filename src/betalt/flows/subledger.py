"""The sub-ledger (kundreskontra): what each customer owes by its claims, beside what the general ledger says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.books.accounts import Accounts
from betalt.core.books.post import Position
from betalt.flows.books import shown
from betalt.flows.facts import Known, know
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for

CHUNK = 400


@dataclass(slots=True, kw_only=True)
class Balance:
    """What stands between the creditor and one customer on a day, in öre."""

    number: str
    name: str
    receivable_ore: int = 0  # principal, and fees that are charged; interest is booked when it is paid
    interest_ore: int = 0  # has accrued, and is not booked
    tax_office_ore: int = 0  # the part of its invoices that the tax office pays
    credit_ore: int = 0  # what was paid too much and is neither given back nor used

    def add(self, known: Known) -> None:
        """Add a case of the customer's."""
        owed = known.claim or known.without_interest
        assert owed is not None
        self.receivable_ore += owed.principal + owed.costs
        self.interest_ore += owed.interest
        self.tax_office_ore += sum(invoice.tax_office_share_ore for invoice in known.claim_facts.invoices)
        self.credit_ore += owed.overpaid - sum(
            refund.amount_ore for refund in known.refunds if refund.is_paid
        )


def sub_ledger(*, creditor: int, on: date) -> tuple[Balance, ...]:
    """List what every customer owes on a day, by customer number; those that are even are left out."""
    balances: dict[int, Balance] = {}
    with acting_for([creditor]):
        parties = m.Party.objects.of(creditor).values_list("id", "number", "name")
        for party, number, name in parties:
            balances[party] = Balance(number=number, name=name)
        for known in every_case(creditor=creditor, on=on):
            balances[known.row.party].add(known)
    even = Balance(number="", name="")
    return tuple(
        balance
        for balance in sorted(balances.values(), key=lambda one: one.number)
        if _sums(balance) != _sums(even)
    )


def every_case(*, creditor: int, on: date) -> Iterator[Known]:
    """Say what is known of each case, closed ones too; the walls must be open."""
    cases = m.Case.objects.of(creditor).order_by("id").values_list("id", flat=True)
    keys: Sequence[Key] = [(creditor, case) for case in cases]
    for start in range(0, len(keys), CHUNK):
        yield from know(keys[start : start + CHUNK], on=on)


@dataclass(slots=True, kw_only=True)
class Control:
    """What the accounts of customers must hold: added up from claims by itself, not from what was booked."""

    accounts: Accounts
    totals: defaultdict[str, int]

    @classmethod
    def of(cls, accounts: Accounts) -> Control:
        """Begin with nothing."""
        return cls(accounts=accounts, totals=defaultdict(int))

    def add(self, known: Known) -> None:
        """Add a case by its claim."""
        balance, accounts = Balance(number="", name=""), known.accounts
        balance.add(known)
        self.totals[accounts.receivable] += balance.receivable_ore
        self.totals[accounts.receivable_tax_office] += balance.tax_office_ore
        self.totals[accounts.overpayment] -= balance.credit_ore


def is_booked(known: Known, booked: Position) -> bool:
    """Tell whether the ledger of a case shows what its claim says; one that cannot be computed is left."""
    return known.claim is None or booked == shown(known)


def _sums(balance: Balance) -> tuple[int, int, int, int]:
    return balance.receivable_ore, balance.interest_ore, balance.tax_office_ore, balance.credit_ore
