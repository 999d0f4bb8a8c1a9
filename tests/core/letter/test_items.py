"""What is still open of a claim comes into a letter, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.letter.compose import compose
from betalt.core.letter.facts import Payment
from betalt.core.letter.items import Particulars, items, payments
from betalt.core.letter.must_have import missing
from tests.core.letter.cases import letter

MARCH = date(2026, 3, 31)
INVOICE = Invoice(id="A", amount_ore=2_000_000, invoiced_on=date(2026, 3, 1), due_on=MARCH)
SAID = Particulars(
    amount_ore=2_000_000, what="takbyte", ocr="18", fee_agreed_on=date(2026, 2, 1), fee_agreed_how="order"
)


def owed(*events, on=date(2026, 7, 31), debtor="consumer", invoices=(INVOICE,)):
    facts = Facts(debtor_kind=debtor, invoices=invoices, events=events, terms=Terms(reminder_fee_agreed=True))
    return claim(facts, on=on)


REMINDED = Event(on=date(2026, 4, 14), kind="reminder")
DEMANDED = Event(on=date(2026, 5, 4), kind="demand")
PAID = Event(on=date(2026, 5, 29), kind="payment", amount_ore=500_000)


def test_p19_after_a_part_payment_only_what_is_open_is_shown():
    (item,) = items(owed(REMINDED, DEMANDED, PAID), particulars=[SAID])

    assert (item.principal_ore, item.interest_ore, item.costs_ore) == (1_556_329, 26_863, 0)
    assert (item.paid_ore, item.paid_on, item.credited_ore) == (443_671, date(2026, 5, 29), 0)
    assert [(row.from_on, row.base_ore, row.ore - row.paid_ore) for row in item.interest_rows] == [
        (date(2026, 5, 30), 1_556_329, 26_863)
    ]
    assert item.cost_rows == ()


def test_p19_the_letter_says_how_the_payment_was_counted():
    assert payments(owed(REMINDED, DEMANDED, PAID)) == (
        Payment(
            on=date(2026, 5, 29),
            amount_ore=500_000,
            costs_ore=24_000,
            interest_ore=32_329,
            principal_ore=443_671,
        ),
    )
    assert payments(owed(PAID._replace(on=date(2026, 3, 20)))) == ()


def test_a_row_of_interest_that_is_partly_paid_shows_what_is_left():
    (item,) = items(owed(PAID._replace(amount_ore=10_000)), particulars=[SAID])

    assert next((row.ore, row.paid_ore) for row in item.interest_rows) == (32_329, 10_000)
    assert sum(row.ore - row.paid_ore for row in item.interest_rows) == item.interest_ore


def test_fee_9_late_compensation_stands_alone_for_the_fees_it_replaces():
    compensated = Event(on=date(2026, 5, 4), kind="late_compensation")
    (item,) = items(owed(REMINDED, DEMANDED, compensated, debtor="business"), particulars=[SAID])

    assert [(row.kind, row.ore) for row in item.cost_rows] == [("late_compensation", 45_000)]
    assert item.costs_ore == 45_000


def test_what_was_settled_before_and_the_tax_offices_part_are_named():
    invoice = INVOICE._replace(amount_ore=1_500_000, tax_office_share_ore=300_000)
    credit = Event(on=date(2026, 4, 2), kind="credit", ground="goodwill", amount_ore=10_000, invoice="A")
    (item,) = items(
        owed(credit, invoices=(invoice,)), particulars=[replace(SAID, settled_before_ore=500_000)]
    )

    assert (item.amount_ore, item.paid_ore, item.credited_ore, item.tax_office_share_ore) == (
        2_000_000,
        500_000,
        10_000,
        300_000,
    )
    assert item.principal_ore == 1_190_000


def test_an_invoice_that_is_paid_is_left_out_while_another_is_not():
    second = INVOICE._replace(id="B")
    paid = PAID._replace(invoice="A", amount_ore=2_100_000)

    found = items(owed(paid, invoices=(INVOICE, second)), particulars=[SAID, SAID])

    assert [item.invoice for item in found] == ["B"]
    assert [
        item.invoice for item in items(owed(paid._replace(amount_ore=9_000_000)), particulars=[SAID])
    ] == ["A"]


@given(
    paid=st.lists(st.tuples(st.integers(1, 120), st.integers(1, 900_000)), max_size=4),
    credited=st.integers(0, 100_000),
    compensated=st.booleans(),
)
def test_the_rows_of_a_letter_add_up_whatever_has_happened(paid, credited, compensated):
    events = [REMINDED, DEMANDED]
    events += [
        PAID._replace(on=date.fromordinal(MARCH.toordinal() + days), amount_ore=ore) for days, ore in paid
    ]
    if credited:
        events.append(
            Event(on=date(2026, 5, 1), kind="credit", ground="error", amount_ore=credited, invoice="A")
        )
    if compensated:
        events.append(Event(on=date(2026, 5, 4), kind="late_compensation"))
    state = owed(*events, debtor="business")
    facts = letter(letter_on=state.on, answer_by=date(2026, 8, 14), company=True)

    if state.total:
        content = compose(replace(facts, items=tuple(items(state, particulars=[SAID]))))
        assert missing(content) == ()
        assert content["ore"]["total"] == state.total == sum(row["ore"] for row in content["claim"]["rows"])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_credit_by_error_never_shows_more_credit_than_there_was(language):
    credit = Event(on=date(2026, 6, 1), kind="credit", ground="error", amount_ore=250_000, invoice="A")
    (item,) = items(owed(credit), particulars=[SAID])

    how = compose(replace(letter(language=language), items=(item,)))["claim"]["rows"][0]["how"]

    assert item.credited_ore == 250_000
    assert ("2\u00a0500,00" if language == "sv" else "2,500.00") in how
