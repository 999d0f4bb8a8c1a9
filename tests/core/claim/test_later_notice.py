"""A letter says to a consumer that non-payment leads to interest: it runs 30 days after that letter (INT-4)."""

from datetime import date

import pytest

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Facts, Invoice, Terms


def owed(*, on: date, noticed_on: date | None, interest_notice: bool = False) -> int:
    invoice = Invoice(
        id="A",
        amount_ore=8_000_00,
        invoiced_on=date(2026, 1, 15),
        due_on=date(2026, 2, 13),
        interest_notice=interest_notice,
        noticed_on=noticed_on,
    )
    terms = Terms(due_agreed=False)
    return claim(Facts(debtor_kind="consumer", invoices=(invoice,), terms=terms), on=on).interest


# Sent 2 March: the 30th day is 1 April, so 2 April is the first day; 29 days of 10 % on 8,000 kr as in P11.
@pytest.mark.parametrize(
    ("on", "ore"), [(date(2026, 4, 1), 0), (date(2026, 4, 2), 2_19), (date(2026, 4, 30), 63_56)]
)
def test_interest_runs_thirty_days_after_the_letter_that_said_so(on, ore):
    assert owed(on=on, noticed_on=date(2026, 3, 2)) == ore


def test_without_any_notice_a_consumer_owes_no_interest():
    assert owed(on=date(2026, 12, 1), noticed_on=None) == 0


def test_a_notice_on_the_invoice_goes_before_a_later_one():
    on = date(2026, 4, 30)

    assert owed(on=on, noticed_on=date(2026, 3, 2), interest_notice=True) > owed(
        on=on, noticed_on=date(2026, 3, 2)
    )
