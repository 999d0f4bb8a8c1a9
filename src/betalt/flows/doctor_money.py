"""What must be true of money: it stands where the books say, every öre has one place, and none waits unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from betalt.core.books.accounts import Accounts
from betalt.core.books.post import Position
from betalt.core.payment.sightings import Kind
from betalt.flows.held_money import shown
from betalt.flows.subledger import Control
from betalt.records import ledger
from betalt.records import models as m
from betalt.values.days import add_days
from betalt.values.reason import Reason

_WAITS_TOO_LONG = 5  # days after which money that holds letters is worth a word


class Found(NamedTuple):
    """Something about money that is not as it must be, or that is worth knowing."""

    serious: bool
    reason: Reason


def money_findings(*, creditor: int, on: date, control: Control) -> Iterator[Found]:
    """Compare claims, payments and refunds with the general ledger (kundreskontra, huvudbok); the walls must be open.

    `control` has added up the claims: it must have been given every case.
    """
    accounts = control.accounts
    booked = ledger.balances(creditor=creditor)
    # A creditor may have put two things on one account: what must stand there is their sum.
    expected = Counter(control.totals)
    expected.update(_expected(creditor, accounts))
    watched = (
        accounts.receivable, accounts.receivable_tax_office, accounts.overpayment, accounts.bank, accounts.unmatched
    )  # fmt: skip
    for account in sorted(set(watched)):
        if booked.get(account, 0) != expected[account]:
            yield _found(
                "ledger_differs",
                account=account,
                booked_ore=booked.get(account, 0),
                expected_ore=expected[account],
            )
    yield from _payments(creditor, accounts)
    yield from _waiting(creditor, on)


def _expected(creditor: int, accounts: Accounts) -> Position:
    """Add up where all money that came and went must stand, from the payments themselves."""
    totals: Counter[str] = Counter()
    given = ledger.given(creditor=creditor)
    for row in m.Payment.objects.of(creditor).filter(reversed_on=None).iterator(chunk_size=2_000):
        if row.state == "ignored" or row.kind == "credit":
            continue
        kind = Kind(row.kind)
        if row.state == "settled" and kind in {Kind.TAKEN_BACK, Kind.CAME_BACK}:
            continue
        ore = row.amount_ore if kind.is_money_in else -row.amount_ore
        totals[accounts.bank] += ore
        totals[accounts.unmatched] -= ore - given.get(row.id, 0)
    for ore in (
        m.Refund.objects.of(creditor).filter(way="bank", state="paid").values_list("amount_ore", flat=True)
    ):
        totals[accounts.bank] -= ore
    return {account: ore for account, ore in totals.items() if ore}


def _payments(creditor: int, accounts: Accounts) -> Iterator[Found]:
    rows = m.Payment.objects.of(creditor).filter(held=True).order_by("id")
    given = ledger.given(creditor=creditor)
    for start in range(0, rows.count(), 1_000):
        chunk = list(rows[start : start + 1_000])
        booked = ledger.booked_money([(creditor, row.id) for row in chunk])
        for row in chunk:
            if booked.get((creditor, row.id), {}) != shown(row, accounts):
                yield _found("payment_books_differ", payment=row.id)
    for payment, amount_ore in (
        m.Payment.objects.of(creditor).filter(kind="in").values_list("id", "amount_ore")
    ):
        if given.get(payment, 0) > amount_ore:
            yield _found("payment_given_twice", payment=payment)


def _waiting(creditor: int, on: date) -> Iterator[Found]:
    long_ago = add_days(on, -_WAITS_TOO_LONG)
    waiting = m.Payment.objects.of(creditor).filter(state="open", read_on__lte=long_ago)
    count = waiting.count()
    if count:
        first = waiting.order_by("read_on", "id").values_list("read_on", flat=True)[0]
        yield _found("money_waits", serious=False, count=count, day=str(first))
    for batch in m.Import.objects.of(creditor).filter(source__kind="payments", state="released"):
        if not batch.counts.get("done"):
            yield _found("payments_cut_short", batch=batch.id)
    ordered = m.Refund.objects.of(creditor).filter(state="ordered", payout__pay_on__lte=long_ago)
    for refund in ordered.values_list("id", flat=True):
        yield _found("refund_unanswered", serious=False, refund=refund)


def _found(code: str, *, serious: bool = True, **params: object) -> Found:
    told = tuple((name, str(value)) for name, value in params.items())
    return Found(serious, Reason(code=f"doctor.{code}", params=told))
