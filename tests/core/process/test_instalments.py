"""A plan is built from what is owed: equal parts of whole kronor, and a last one that settles it all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.process.instalments import build, with_plan_fee
from betalt.core.process.refused import Refused

INVOICE = Invoice(id="1", amount_ore=900_000, invoiced_on=date(2026, 7, 1), due_on=date(2026, 7, 31))
# P26 of the table of cases: a consumer's 9 000 kr, demanded on 14 August, a plan on 28 August.
P26 = Facts(
    debtor_kind="consumer",
    invoices=(INVOICE,),
    events=(Event(on=date(2026, 8, 14), kind="demand", invoice="1"),),
)
ON = date(2026, 8, 28)
FIRST = date(2026, 9, 30)


def test_three_parts_settle_the_debt_with_its_fee_and_interest() -> None:
    built = build(facts=P26, on=ON, first_on=FIRST, parts=3, charged=True)

    assert [(part.due_on, part.amount_ore) for part in built.parts] == [
        (date(2026, 9, 30), 3_139_00),
        (date(2026, 10, 30), 3_139_00),
        (date(2026, 11, 30), 3_302_51),
    ]
    assert (built.fee_ore, built.owed_ore, built.estimated) == (170_00, 9_419_04, False)


def test_parts_that_the_table_of_cases_names_leave_the_last_one_that_it_names() -> None:
    paid = tuple(
        Event(on=day, kind="payment", id=str(day), amount_ore=3_200_00)
        for day in (date(2026, 9, 30), date(2026, 10, 30))
    )
    with_fee = with_plan_fee(P26, on=ON)
    after = Facts(debtor_kind="consumer", invoices=(INVOICE,), events=(*with_fee.events, *paid))

    assert claim(after, on=date(2026, 11, 30)).total == 3_178_96


def test_without_a_written_plan_no_fee_is_charged() -> None:
    built = build(facts=P26, on=ON, first_on=FIRST, parts=2, charged=False)

    assert built.fee_ore == 0


def test_between_companies_the_450_kronor_stand_in_the_place_of_the_fee() -> None:
    late = Event(on=date(2026, 8, 14), kind="late_compensation", invoice="1")
    facts = Facts(debtor_kind="business", invoices=(INVOICE,), events=(late,))

    assert build(facts=facts, on=ON, first_on=FIRST, parts=2, charged=True).fee_ore == 0


def test_past_the_last_published_rate_the_last_part_is_an_estimate() -> None:
    built = build(facts=P26, on=ON, first_on=date(2027, 6, 30), parts=2, charged=False)

    assert built.estimated
    assert built.interest_ore > 0


@pytest.mark.parametrize(
    ("first_on", "parts", "why"),
    [(ON, 3, "action.until_past"), (FIRST, 1, "action.plan_parts"), (FIRST, 37, "action.plan_parts")],
)
def test_a_plan_that_is_none_is_refused_with_a_sentence(first_on: date, parts: int, why: str) -> None:
    with pytest.raises(Refused) as refused:
        build(facts=P26, on=ON, first_on=first_on, parts=parts, charged=False)
    assert refused.value.why.code == why


@settings(max_examples=60)
@given(
    amount=st.integers(min_value=100_00, max_value=1_000_000_00),
    parts=st.integers(min_value=2, max_value=36),
    kind=st.sampled_from(["statutory", "none"]),
)
def test_every_plan_pays_the_debt_to_the_ore_on_its_last_day(amount: int, parts: int, kind: str) -> None:
    invoice = Invoice(id="1", amount_ore=amount, invoiced_on=date(2022, 7, 1), due_on=date(2022, 7, 31))
    facts = Facts(debtor_kind="consumer", invoices=(invoice,), terms=Terms(interest_kind=kind))
    built = build(facts=facts, on=date(2022, 8, 28), first_on=date(2022, 9, 30), parts=parts, charged=False)
    paid = tuple(
        Event(on=part.due_on, kind="payment", id=str(part.due_on), amount_ore=part.amount_ore)
        for part in built.parts
    )
    after = claim(
        Facts(debtor_kind="consumer", invoices=(invoice,), terms=facts.terms, events=paid),
        on=built.parts[-1].due_on,
    )

    assert (after.total, after.overpaid) == (0, 0)
    assert all(part.amount_ore > 0 for part in built.parts)
