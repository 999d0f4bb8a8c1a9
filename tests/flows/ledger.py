"""The books beside the claims: two ways to the same figures, asserted after whatever has happened."""

from collections import Counter
from datetime import date

from betalt.core.books.accounts import Accounts
from betalt.core.books.post import position
from betalt.core.process.stages import Stage
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


def assert_books(office: Office, on: date) -> None:
    """Hold every case's postings to what follows from its claim, and the ledger to the sum of its cases.

    The claims are the sub-ledger: 1510 is their principal and costs, 1930 the money that stands, 2420 what was
    paid too much. A case is closed when nothing is owed in it, and then only.
    """
    cases = office.rows(m.Case)
    with acting_for([office.creditor]):
        known = know([(office.creditor, case.id) for case in cases], on=on)
        paid = list(
            m.Match.objects.of(office.creditor)
            .filter(payment__reversed_on=None)
            .values_list("amount_ore", flat=True)
        )
    claims = []
    for each in known:
        assert each.claim is not None
        claims.append(each.claim)
        assert balances(office, case_id=each.row.case) == position(each.claim, accounts=BAS, vat_ore={})
        assert (each.row.stage == Stage.CLOSED) == (each.claim.total == 0), each.row
    ledger = balances(office)
    assert sum(ledger.values()) == 0
    assert ledger[BAS.receivable] == sum(claim.principal + claim.costs for claim in claims)
    assert ledger[BAS.bank] == sum(paid)
    assert -ledger[BAS.overpayment] == sum(claim.overpaid for claim in claims)
