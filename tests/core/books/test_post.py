"""The books follow from the claim: hand-made ledgers, and identities that hold for any history."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.books.accounts import DEFAULT, changed_accounts
from betalt.core.books.post import Entry, Position, UnbalancedError, add, entries, position
from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms

VAT = {"A": 4_000_00}  # 25 % of 16 000


def a_claim(*events: Event, on: date, debtor: Any = "consumer", **changes: Any) -> Claim:
    usual: dict[str, Any] = {
        "id": "A",
        "amount_ore": 20_000_00,
        "invoiced_on": date(2026, 3, 1),
        "due_on": date(2026, 3, 31),
    }
    facts = Facts(
        debtor_kind=debtor,
        terms=Terms(reminder_fee_agreed=True),
        invoices=(Invoice(**{**usual, **changes}),),
        events=events,
    )
    return claim(facts, on=on)


def booked(*events: Event, on: date = date(2026, 12, 1), **changes: Any) -> Position:
    return position(a_claim(*events, on=on, **changes), accounts=DEFAULT, vat_ore=VAT)


REMINDER = Event(on=date(2026, 4, 14), kind="reminder")
DEMAND = Event(on=date(2026, 5, 4), kind="demand")
PAID = Event(on=date(2026, 5, 29), kind="payment", amount_ore=5_000_00, id="1")
SOLD = {"2611": -4_000_00, "3001": -16_000_00}


@pytest.mark.parametrize(
    ("events", "ledger"),
    [
        ((), {"1510": 20_000_00, **SOLD}),
        ((REMINDER, DEMAND), {"1510": 20_240_00, "3990": -240_00, **SOLD}),  # VAT-1: no VAT on fees
        (
            (REMINDER, DEMAND, PAID),  # P19: costs 240.00, interest 323.29, principal 4436.71
            {"1510": 15_563_29, "1930": 5_000_00, "3990": -240_00, "8313": -323_29, **SOLD},
        ),
        (
            (REMINDER, DEMAND, PAID, Event(on=date(2026, 6, 1), kind="payment_reversed", payment="1")),
            {"1510": 20_240_00, "3990": -240_00, **SOLD},
        ),
        (
            (Event(on=date(2026, 3, 31), kind="payment", amount_ore=20_500_00),),
            {"1930": 20_500_00, "2420": -500_00, **SOLD},
        ),
        (
            (Event(on=date(2026, 4, 2), kind="credit", amount_ore=5_000_00, invoice="A", ground="error"),),
            {"1510": 15_000_00, "2611": -3_000_00, "3001": -12_000_00},  # VAT-7
        ),
        (
            (Event(on=date(2026, 4, 2), kind="credit", amount_ore=5_000_00, invoice="A", ground="goodwill"),),
            {"1510": 15_000_00, "2611": -3_000_00, "3001": -12_000_00},
        ),
        (
            (
                Event(on=date(2026, 3, 31), kind="payment", amount_ore=20_000_00),
                Event(on=date(2026, 4, 2), kind="credit", amount_ore=1_000_00, invoice="A", ground="error"),
            ),
            {"1930": 20_000_00, "2420": -1_000_00, "2611": -3_800_00, "3001": -15_200_00},
        ),
        (
            (REMINDER, Event(on=date(2026, 5, 29), kind="write_off")),
            {"6351": 20_000_00, **SOLD},  # the fee was never earned, the interest never booked
        ),
    ],
)
def test_a_ledger_shows_what_has_happened(events: Sequence[Event], ledger: Position) -> None:
    assert booked(*events) == dict(sorted(ledger.items()))


def test_late_compensation_is_booked_without_vat_and_never_on_top_of_the_fees_fee_9() -> None:
    compensation = Event(on=date(2026, 5, 4), kind="late_compensation")

    ledger = booked(REMINDER, compensation, DEMAND, debtor="business")

    assert ledger == {"1510": 20_450_00, "2611": -4_000_00, "3001": -16_000_00, "3990": -450_00}


def test_the_tax_offices_share_lies_on_an_account_of_its_own() -> None:
    ledger = booked(tax_office_share_ore=6_000_00)

    assert ledger == {"1510": 14_000_00, "1513": 6_000_00, **SOLD}


def test_an_invoice_whose_sale_is_booked_elsewhere_opens_against_the_clearing_account() -> None:
    ledger = position(a_claim(on=date(2026, 4, 1)), accounts=DEFAULT, vat_ore={})

    assert ledger == {"1510": 20_000_00, "2999": -20_000_00}


def test_a_refund_empties_the_overpayment() -> None:
    owed = a_claim(Event(on=date(2026, 3, 31), kind="payment", amount_ore=20_500_00), on=date(2026, 4, 1))

    ledger = position(owed, accounts=DEFAULT, vat_ore=VAT, refunded_ore=500_00)

    assert ledger == {"1930": 20_000_00, **SOLD}


def test_a_creditors_own_accounts_are_used() -> None:
    own = changed_accounts({"receivable": "1511", "fees": "3596", "opening": "1999"})

    ledger = position(a_claim(REMINDER, on=date(2026, 5, 1)), accounts=own, vat_ore={})

    assert ledger == {"1511": 20_060_00, "1999": -20_000_00, "3596": -60_00}


def test_postings_pair_a_payment_with_what_it_cleared() -> None:
    before = booked(REMINDER, DEMAND, on=date(2026, 5, 28))
    after = booked(REMINDER, DEMAND, PAID, on=date(2026, 5, 29))

    assert entries(before=before, after=after) == (
        Entry(debit="1930", credit="1510", ore=4_676_71),
        Entry(debit="1930", credit="8313", ore=323_29),
    )


def test_positions_that_do_not_balance_are_refused() -> None:
    with pytest.raises(UnbalancedError):
        entries(before={}, after={"1510": 1})


FIRST, LAST = date(2026, 4, 1), date(2026, 11, 30)
DAYS = st.dates(min_value=FIRST, max_value=LAST)
ORE = st.integers(1, 9_000_00)
IDS = st.sampled_from(["A", "B"])


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """Two invoices and what may befall them."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 8))):
        on = draw(DAYS)
        kind: Any = draw(
            st.sampled_from(["reminder", "demand", "plan", "late_compensation", "payment", "credit"])
        )
        if kind == "payment":
            paid = Event(
                on=on, kind=kind, amount_ore=draw(ORE), id=str(number), invoice=draw(st.none() | IDS)
            )
            events.append(paid)
            if draw(st.booleans()):
                events.append(Event(on=max(on, draw(DAYS)), kind="payment_reversed", payment=str(number)))
        elif kind == "credit":
            ground: Any = draw(st.sampled_from(["error", "goodwill"]))
            events.append(Event(on=on, kind=kind, amount_ore=draw(ORE), invoice=draw(IDS), ground=ground))
        else:
            events.append(Event(on=on, kind=kind, invoice=draw(st.none() | IDS)))
    if draw(st.booleans()):
        events.append(
            Event(
                on=draw(DAYS),
                kind="application",
                application_fee_ore=300_00,
                work_fee_ore=380_00,
                invoice="A",
            )
        )
        events.append(
            Event(on=draw(DAYS), kind="judgment", costs_ore=draw(st.integers(0, 680_00)), invoice="A")
        )
    if draw(st.booleans()):
        events.append(Event(on=draw(DAYS), kind="write_off"))
    return Facts(
        debtor_kind=draw(st.sampled_from(["consumer", "business", "public"])),
        allocation=draw(st.sampled_from(["CIP", "ICP", "PIC"])),
        terms=Terms(reminder_fee_agreed=draw(st.booleans())),
        invoices=(
            Invoice(id="A", amount_ore=5_000_00, invoiced_on=date(2026, 2, 1), due_on=date(2026, 3, 3)),
            Invoice(
                id="B",
                amount_ore=2_500_00,
                invoiced_on=date(2026, 4, 1),
                due_on=date(2026, 5, 4),
                tax_office_share_ore=draw(st.sampled_from([0, 700_00])),
            ),
        ),
        events=tuple(events),
    )


VATS = st.dictionaries(IDS, st.sampled_from([0, 500_00, 1_000_00, None]))


def shown(facts: Facts, on: date, vat_ore: dict[str, int | None]) -> Position:
    return position(claim(facts, on=on), accounts=DEFAULT, vat_ore=vat_ore)


@settings(max_examples=150, deadline=None)
@given(histories(), DAYS, VATS)
def test_every_position_sums_to_zero_and_agrees_with_the_claim(
    facts: Facts, on: date, vat_ore: dict[str, int | None]
) -> None:
    owed = claim(facts, on=on)
    ledger = position(owed, accounts=DEFAULT, vat_ore=vat_ore)
    reversed_ids = {e.payment for e in facts.events if e.kind == "payment_reversed" and e.on <= on}
    paid = [e for e in facts.events if e.kind == "payment" and e.on <= on and e.id not in reversed_ids]

    assert sum(ledger.values()) == 0
    assert ledger.get("1510", 0) == owed.principal + owed.costs
    assert ledger.get("2420", 0) == -owed.overpaid
    assert ledger.get("1930", 0) == sum(e.amount_ore or 0 for e in paid)


@settings(max_examples=100, deadline=None)
@given(histories(), st.lists(DAYS, max_size=6), VATS)
def test_any_days_of_booking_end_in_the_same_ledger_and_a_second_time_adds_nothing(
    facts: Facts, days: list[date], vat_ore: dict[str, int | None]
) -> None:
    ledger: Position = {}
    for day in [*days, LAST, LAST]:  # in any order: a day may be booked late
        posted = entries(before=ledger, after=shown(facts, day, vat_ore))
        assert all(entry.ore > 0 for entry in posted)
        assert all(entry.debit != entry.credit for entry in posted)
        ledger = add(to=ledger, posted=posted)

    assert ledger == shown(facts, LAST, vat_ore)
    assert posted == ()
