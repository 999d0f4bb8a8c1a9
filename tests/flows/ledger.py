"""The books beside the claims: two ways to the same figures, asserted after whatever has happened."""

from collections import Counter
from datetime import date

from betalt.core.books.accounts import Accounts
from betalt.core.books.post import position
from betalt.core.process.stages import Stage
from betalt.flows.aftermath import STOPPED
from betalt.flows.facts import know
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.office import Office

BAS = Accounts()


def balances(office: Office, **which: object) -> Counter[str]:
    """Add the postings up: account and öre, debit as plus; an account at nothing is left out."""
    found: Counter[str] = Counter()
    for posting in office.rows(m.Posting, **which):
        found[posting.debit] += posting.ore
        found[posting.credit] -= posting.ore
    return Counter({account: ore for account, ore in found.items() if ore})


def last_day(office: Office) -> date:
    """Find the last day on which anything happened."""
    return max(event.on for event in office.rows(m.Event))


def assert_books(office: Office, on: date) -> None:
    """Hold every case's postings to what follows from its claim, and the ledger to the sum of its cases.

    The claims are the sub-ledger: 1510 is their principal and costs, 2420 what was paid too much and is not given
    back, 1930 the money that stands, and 2490 what of it nobody has said the claim of. A case is closed when
    nothing is owed in it, and else only where the creditor has stopped pursuing it.
    """
    cases = office.rows(m.Case)
    with acting_for([office.creditor]):
        known = know([(office.creditor, case.id) for case in cases], on=on)
    claims = []
    for each in known:
        if each.claim is None:
            continue  # the law tables do not reach the day: it is booked when they do
        claims.append(each.claim)
        if not each.refunds and not each.matched_later:
            assert balances(office, case_id=each.row.case) == position(each.claim, accounts=BAS, vat_ore={})
        gone = each.claim.total == 0 or each.row.outcome == STOPPED
        assert (each.row.stage == Stage.CLOSED) == gone, each.row
    ledger = balances(office)
    assert sum(ledger.values()) == 0
    if len(claims) < len(known):
        return
    assert ledger[BAS.receivable] == sum(claim.principal + claim.costs for claim in claims)
    money, refunds = money_in(office), office.rows(m.Refund, state="paid")
    out = sum(refund.amount_ore for refund in refunds if refund.way == "bank")
    assert ledger[BAS.bank] == money - out
    overpaid = sum(claim.overpaid for claim in claims) - sum(refund.amount_ore for refund in refunds)
    assert -ledger[BAS.overpayment] == overpaid
    assert money == allocated(office) + unmatched(office)
    assert -ledger[BAS.unmatched] == unmatched(office)


SIGNS = {"in": 1, "came_back": 1, "deduction": -1, "taken_back": -1, "credit": 0}


def money_in(office: Office) -> int:
    """Add up what stands on the bank account because of the payments that are ours, before refunds."""
    rows = [row for row in office.rows(m.Payment, reversed_on=None) if row.state != "ignored"]
    return sum(SIGNS[row.kind] * row.amount_ore for row in rows if not is_undone(row))


def is_undone(row: m.Payment) -> bool:
    """Tell whether a payment only says that another one is undone."""
    return row.kind in ("taken_back", "came_back") and row.state == "settled"


def allocated(office: Office) -> int:
    """Add up what cases have been given of money that stands, less what was taken from one for another."""
    given = sum(row.amount_ore for row in office.rows(m.Match, payment__reversed_on=None))
    used = office.rows(m.Refund, state="paid", way__in=["used", "deducted"])
    return given - sum(refund.amount_ore for refund in used)


def unmatched(office: Office) -> int:
    """Add up, payment by payment, what nobody has said the claim of."""
    left = 0
    for row in office.rows(m.Payment, reversed_on=None, state="open"):
        given = sum(match.amount_ore for match in office.rows(m.Match, payment=row))
        left += SIGNS[row.kind] * row.amount_ore - given
    return left
