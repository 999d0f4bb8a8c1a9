"""What one more measure adds is what the claim with it has more than the claim without it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.claim.one_more import fee_to_come

DUE_ON = date(2025, 9, 1)
INVOICE = Invoice(id="1", amount_ore=100_000, invoiced_on=date(2025, 8, 1), due_on=DUE_ON)
ON = date(2026, 1, 15)
EVENTS = st.builds(
    Event,
    on=st.dates(DUE_ON - timedelta(days=5), ON + timedelta(days=5)),
    kind=st.sampled_from(
        ["reminder", "demand", "plan", "late_compensation", "payment", "credit", "write_off"]
    ),
    amount_ore=st.integers(1, 120_000),
    invoice=st.just("1"),
    charged=st.booleans(),
    at_most=st.just(True),
)
FACTS = st.builds(
    Facts,
    debtor_kind=st.sampled_from(["consumer", "business"]),
    invoices=st.sampled_from(
        [(INVOICE,), (INVOICE, INVOICE._replace(id="2", due_on=DUE_ON + timedelta(days=9)))]
    ),
    events=st.lists(EVENTS, max_size=2).map(tuple),
    terms=st.builds(Terms, due_agreed=st.booleans(), reminder_fee_agreed=st.booleans()),
)
DAYS = st.sampled_from([DUE_ON - timedelta(days=1), DUE_ON, DUE_ON + timedelta(days=1), ON])


@given(facts=FACTS, kind=st.sampled_from(["reminder", "demand"]), on=DAYS)
@settings(max_examples=60, deadline=None)
def test_it_is_the_difference_that_the_measure_makes(facts: Facts, kind: Any, on: date) -> None:
    owed = claim(facts, on=on)
    taken = replace(facts, events=(*facts.events, Event(on=on, kind=kind, invoice="1")))
    added = claim(taken, on=on)

    fee = fee_to_come(owed, kind=kind)

    if fee is not None:
        assert (fee, fee) == (added.total - owed.total, added.costs - owed.costs)
        assert (added.principal, added.interest, added.bearing) == (
            owed.principal,
            owed.interest,
            owed.bearing,
        )


def test_a_first_reminder_adds_60_kronor() -> None:
    """FEE-1"""
    agreed = Facts(debtor_kind="consumer", invoices=(INVOICE,), terms=Terms(reminder_fee_agreed=True))

    assert fee_to_come(claim(agreed, on=ON), kind="reminder") == 60_00
    assert fee_to_come(claim(agreed, on=ON), kind="demand") == 180_00


def test_only_the_whole_claim_tells_where_more_has_happened() -> None:
    facts = Facts(debtor_kind="business", invoices=(INVOICE,), terms=Terms(reminder_fee_agreed=True))
    more = [
        Event(on=ON, kind="demand", invoice="1"),
        Event(on=DUE_ON + timedelta(days=3), kind="late_compensation", invoice="1"),
        Event(on=DUE_ON + timedelta(days=3), kind="payment", amount_ore=100, invoice="1"),
    ]

    found = [fee_to_come(claim(replace(facts, events=(one,)), on=ON), kind="reminder") for one in more]

    assert found == [None, None, None]
