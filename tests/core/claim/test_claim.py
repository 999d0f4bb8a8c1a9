"""claim() as other code calls it: facts in, a claim with its parts, rows with their rules."""

from datetime import date
from fractions import Fraction

import pytest

from betalt.core.claim.claim import InvoiceClaim, claim
from betalt.core.claim.facts import Event, Facts, FactsError, Invoice, Terms
from betalt.core.claim.rows import AllocatedRow, ClearingRow, CostRow, InterestRow, RefusedRow, rows
from betalt.values.reason import Reason

DUE = date(2026, 3, 31)
INVOICE = Invoice(id="A", amount_ore=1_000_000, invoiced_on=date(2026, 3, 1), due_on=DUE)


def facts(*events: Event, invoices: tuple[Invoice, ...] = (INVOICE,)) -> Facts:
    terms = Terms(interest_kind="fixed", interest_bps=3650)  # a thousandth a day
    return Facts(debtor_kind="business", basis="A365", terms=terms, invoices=invoices, events=events)


def test_a_claim_has_its_parts_in_whole_ore() -> None:
    asked = facts(Event(on=date(2026, 4, 5), kind="demand"))

    owed = claim(asked, on=date(2026, 4, 10))

    assert (owed.principal, owed.interest, owed.costs, owed.total) == (1_000_000, 10_000, 18_000, 1_028_000)
    assert (owed.overpaid, owed.daily_interest) == (0, Fraction(1000))
    assert owed.invoices == (
        InvoiceClaim(id="A", effective_due_on=DUE, principal=1_000_000, interest=10_000, costs=18_000),
    )
    assert owed.invoices[0].total == owed.total
    assert (owed.facts, owed.on) == (asked, date(2026, 4, 10))


def test_invoices_keep_the_order_of_the_facts() -> None:
    later = Invoice(id="B", amount_ore=1, invoiced_on=date(2026, 3, 1), due_on=date(2026, 4, 30))

    owed = claim(facts(invoices=(later, INVOICE)), on=DUE)

    assert [each.id for each in owed.invoices] == ["B", "A"]


def test_every_row_carries_its_ground_and_its_rules() -> None:
    shown = rows(
        claim(
            facts(
                Event(on=date(2026, 4, 4), kind="reminder"),
                Event(on=date(2026, 4, 5), kind="demand"),
                Event(on=date(2026, 4, 10), kind="payment", amount_ore=30_000),
                Event(on=date(2026, 4, 10), kind="credit", amount_ore=1_000, invoice="A", ground="goodwill"),
                Event(on=date(2026, 4, 10), kind="write_off", amount_ore=500),
                Event(on=date(2026, 4, 10), kind="credit", amount_ore=2_000, invoice="A", ground="error"),
            ),
            on=date(2026, 4, 10),
        )
    )

    assert shown.interest == (
        InterestRow(
            invoice="A",
            from_on=date(2026, 4, 1),
            to_on=date(2026, 4, 10),
            days=10,
            bps=3650,
            base_ore=998_000,
            year_days=365,
            amount_ore=9_980,
            ground="avtal, räntelagen (1975:635) 1 §",
            rules=("INT-1",),
        ),
    )
    assert shown.costs == (
        CostRow(
            on=date(2026, 4, 5),
            invoice="A",
            what="demand",
            amount_ore=18_000,
            ground="lag (1981:739) 3, 4 §§",
            rules=("FEE-2",),
        ),
    )
    assert shown.payments == (
        ClearingRow(
            on=date(2026, 4, 10),
            what="payment",
            amount_ore=30_000,
            allocated=(AllocatedRow(invoice="A", costs_ore=18_000, interest_ore=9_980, principal_ore=2_020),),
            overpaid_ore=0,
            rules=("ALL-1", "ALL-3", "ALL-5", "R7"),
        ),
    )
    assert shown.reductions == (
        reduction("credit", principal=2_000, rules=("R8",)),
        reduction("credit", principal=1_000, rules=("R8",)),
        reduction("write_off", principal=500, rules=("R9",)),
    )
    why = Reason(code="claim.not_agreed", ground="lag (1981:739) 2 §")
    assert shown.refused == (RefusedRow(on=date(2026, 4, 4), what="reminder", why=why),)


def reduction(what: str, *, principal: int, rules: tuple[str, ...]) -> ClearingRow:
    cleared = AllocatedRow(invoice="A", costs_ore=0, interest_ore=0, principal_ore=principal)
    return ClearingRow(
        on=date(2026, 4, 10),
        what=what,
        amount_ore=principal,
        allocated=(cleared,),
        overpaid_ore=0,
        rules=rules,
    )


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            Event(on=DUE, kind="payment", amount_ore=1, invoice="B"),
            "events[0].invoice: there is no invoice 'B'",
        ),
        (
            Event(on=DUE, kind="credit", amount_ore=1, ground="error"),
            "events[0].invoice: a credit names its invoice",
        ),
        (
            Event(on=DUE, kind="payment_reversed", payment="p"),
            "events[0].payment: no payment 'p' is left to reverse",
        ),
    ],
)
def test_facts_that_contradict_themselves_are_refused(event: Event, said: str) -> None:
    with pytest.raises(FactsError) as error:
        facts(event)
    assert str(error.value) == said


def test_two_invoices_cannot_have_one_id() -> None:
    with pytest.raises(FactsError) as error:
        facts(invoices=(INVOICE, INVOICE))
    assert str(error.value) == "invoices[1].id: another invoice has the id 'A'"


def test_a_write_off_of_more_than_is_owed_is_refused_when_its_day_comes() -> None:
    """R9"""
    asked = facts(Event(on=date(2026, 4, 10), kind="write_off", amount_ore=1_010_001))

    assert claim(asked, on=date(2026, 4, 9)).total == 1_009_000
    with pytest.raises(FactsError) as error:
        claim(asked, on=date(2026, 4, 10))
    assert str(error.value) == "events[0].amount: 0.01 more than is owed on 2026-04-10"
