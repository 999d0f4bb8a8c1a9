"""What an owner sees: what waits, what comes by itself, what the money will do, and whether letters leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.adapters.delivery.email import Server
from betalt.core.advice.needs import Item, Need, weight
from betalt.core.advice.pulse import heartbeat
from betalt.flows import hold
from betalt.flows.customer import mark_customer
from betalt.flows.letter_nets import letter_nets, step_nets
from betalt.flows.overview import money, to_do
from betalt.flows.overview_days import MOST_CASES, coming_days
from betalt.flows.refund import propose_refund
from betalt.flows.set_aside import set_case_aside
from betalt.flows.withdraw import letter_returned
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flows import bank
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, Bill, Inbox, Office, open_office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)


def waits(office: Office, on: date) -> list[tuple[Need, int, int]]:
    with acting_for([office.creditor]):
        found = to_do(creditors=[office.creditor], on=on)
    return [(item.kind, item.count, item.number) for item in found.items]


def items(office: Office, on: date) -> dict[Need, Item]:
    with acting_for([office.creditor]):
        return {item.kind: item for item in to_do(creditors=[office.creditor], on=on).items}


def test_a_new_office_has_nothing_to_do(office: Office) -> None:
    with acting_for([office.creditor]):
        found = to_do(creditors=[office.creditor], on=RECEIVED_ON)

    assert (found.items, found.totals, found.count) == ((), (), 0)


def test_a_list_that_nobody_has_said_yes_to_is_one_line(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, on=date(2026, 2, 24), release=False)
    office.day(date(2026, 2, 24))

    assert (Need.FIRST_RUN, 3, 0) in waits(office, date(2026, 2, 24))


def test_a_demand_to_release_and_a_fee_without_proof(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 3, 5))
    found = items(office, date(2026, 3, 5))

    assert found[Need.RELEASE].step == "demand"
    assert found[Need.RELEASE].name == "Nordanvik AB"
    assert found[Need.RELEASE].since_on == date(2026, 3, 5)


def test_one_case_shows_what_is_owed_that_day_not_only_its_invoice(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 3, 5))
    on = date(2026, 3, 12)

    assert items(office, on)[Need.RELEASE].ore == office.claim(1, on).total > 12_500_00


def test_a_clause_without_proof_is_worth_the_fees_it_costs(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=RECEIVED_ON)
    office.day(date(2026, 2, 17))
    clause = items(office, date(2026, 2, 17))[Need.CLAUSE]

    assert (clause.count, clause.ore) == (2, 120_00)  # FEE-1
    office.agree(ASA.customer, "reminder_fee", date(2026, 1, 1), on=date(2026, 2, 17))
    assert items(office, date(2026, 2, 17))[Need.CLAUSE].ore == 60_00


def test_a_dispute_takes_the_place_of_all_else_in_its_case(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 3, 5))
    hold.open_dispute(
        creditor=office.creditor, number=1, on=date(2026, 3, 6), reason="Rad 3 var inte beställd.",
        amount_ore=6_250_00, deadline_on=date(2026, 3, 20),
    )  # fmt: skip
    office.day(date(2026, 3, 20))
    found = items(office, date(2026, 3, 20))

    assert set(found) == {Need.DISPUTE}
    assert (found[Need.DISPUTE].ore, found[Need.DISPUTE].deadline_on) == (6_250_00, date(2026, 3, 20))


def test_money_that_nobody_has_placed_and_a_refund_to_approve(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=RECEIVED_ON)
    office.pay(1, 13_000_00, date(2026, 2, 20))
    propose_refund(
        creditor=office.creditor, number=1, on=date(2026, 2, 21), actor="Bo", account="bankgiro:5050-1055"
    )
    bank.take(
        office, bank.camt(bank.Paid(amount="700.00", text="Tack"), on=date(2026, 2, 20)), on=date(2026, 2, 20)
    )
    found = items(office, date(2026, 2, 23))

    assert (found[Need.MONEY].count, found[Need.MONEY].ore, found[Need.MONEY].aided) == (1, 700_00, 0)
    assert (found[Need.REFUND].number, found[Need.REFUND].ore) == (
        1,
        479_45,
    )  # 500 less the interest of a week


def test_returned_post_and_missing_details_are_told_before_their_step(office: Office) -> None:
    nameless = replace(ASA_OBERG, number="20", name="Namnlös", org_no="", kind="privat")
    nowhere = replace(ASA_OBERG, number="21", name="Adresslös", org_no="19900101-2385", street="", town=";")
    office.receive(
        NORDANVIK, replace(ASA, number="2001", customer=nameless), replace(ASA, number="2002", customer=nowhere),
        on=RECEIVED_ON,
    )  # fmt: skip
    office.day(date(2026, 2, 16))
    mark_customer(
        creditor=office.creditor, number="7", on=date(2026, 2, 17), flags={"address_returned": True}
    )
    found = items(office, date(2026, 2, 17))

    assert found[Need.ADDRESS].name == "Nordanvik AB"
    assert found[Need.NUMBER].name == "Namnlös"
    assert found[Need.NO_ADDRESS].name == "Adresslös"


def test_a_letter_of_which_nobody_knows_and_a_bundle_to_confirm(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA_OBERG, email="")), NORDANVIK, on=RECEIVED_ON)
    office.inbox.drop = True
    for day in range((date(2026, 2, 23) - RECEIVED_ON).days + 1):
        on = RECEIVED_ON + timedelta(days=day)
        if office.has_work(on):
            office.day(on, post=False)
    found = items(office, date(2026, 2, 23))

    assert found[Need.LETTER_UNKNOWN].name == "Nordanvik AB"
    assert (found[Need.POST].count, found[Need.POST].is_one) == (1, True)


def test_a_consumers_claim_is_told_a_year_before_it_lapses(office: Office) -> None:
    # LIM-2: three years from the day it arose.
    old = replace(ASA, issued="2023-12-01", due="2023-12-31", ordered="")
    office.receive(old, on=RECEIVED_ON)
    lapse = items(office, RECEIVED_ON)[Need.LIMITATION]

    assert (lapse.number, lapse.deadline_on) == (1, date(2026, 12, 1))
    office.receive(replace(NORDANVIK, issued="2023-12-01", due="2023-12-31"), on=RECEIVED_ON)
    assert items(office, RECEIVED_ON)[Need.LIMITATION].count == 1  # a company's lives ten


def test_what_is_set_aside_is_told_that_day_and_the_next(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    with acting_for([office.creditor]):
        case = m.Case.objects.of(office.creditor).get(number=1)
    set_case_aside(creditor=office.creditor, case=case.id, on=date(2026, 2, 10), error=ValueError("x"))

    assert Need.SET_ASIDE in items(office, date(2026, 2, 11))
    assert Need.SET_ASIDE not in items(office, date(2026, 2, 12))


def test_the_database_picks_the_heaviest_by_the_same_weight(office: Office) -> None:
    bills = [
        replace(NORDANVIK, number=str(3000 + n), amount=f"{1 + n % 7} 000,00", customer=replace(
            NORDANVIK.customer, number=str(100 + n), name=f"Kund {n}"
        ))
        for n in range(12)
    ]  # fmt: skip
    office.receive(*bills, on=RECEIVED_ON)
    for number in range(1, 13):
        hold.open_dispute(
            creditor=office.creditor, number=number, on=date(2026, 2, 10), reason="Fel.",
            deadline_on=date(2026, 2, 12) + timedelta(days=number * 3),
        )  # fmt: skip
    on = date(2026, 2, 14)
    with acting_for([office.creditor]):
        found = to_do(creditors=[office.creditor], on=on)
        every = [
            Item(
                creditor=1, kind=Need.DISPUTE, number=d.case.number, ore=d.case.left_ore, deadline_on=d.deadline_on
            )
            for d in m.Dispute.objects.of(office.creditor).select_related("case")
        ]  # fmt: skip
    heaviest = sorted(every, key=lambda x: (-weight(x, on=on), x.number))

    assert [x.number for x in found.items if x.is_one] == [x.number for x in heaviest[:2]]
    assert [x.count for x in found.items if not x.is_one] == [10]


def test_today_and_tomorrow_are_foretold_by_the_rules_that_decide(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=RECEIVED_ON)
    office.day(date(2026, 2, 3))
    note_on = next(
        on for n in range(30) if office.has_work(on := date(2026, 2, 4) + timedelta(days=n)) and on.day > 13
    )
    office.days(date(2026, 2, 4), note_on - timedelta(days=1))
    eve = note_on - timedelta(days=1)
    with acting_for([office.creditor]):
        told = coming_days(creditor=office.creditor, on=eve).days[1]
        of_the_day = coming_days(creditor=office.creditor, on=note_on).days[0]
    office.day(note_on)
    with acting_for([office.creditor]):
        done = coming_days(creditor=office.creditor, on=note_on).days[0]

    assert dict(told.letters) == dict(of_the_day.letters) == dict(done.letters) == {"note": 2}
    assert told.on == of_the_day.on == done.on == note_on
    assert (told.is_done, of_the_day.is_done, done.is_done) == (False, False, True)
    assert done.ore == 15_500_00  # a note asks for the invoices alone
    assert done.ore < told.ore < of_the_day.ore < done.ore + 20_00


def test_letters_that_only_the_banks_word_keeps_back_are_counted(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 2, 16))
    office.day(date(2026, 2, 23), bank=False)
    with acting_for([office.creditor]):
        told = coming_days(creditor=office.creditor, on=date(2026, 2, 23))

    assert told.pulse.waits_for_bank == 2
    assert heartbeat(told.pulse).code == "overview.pulse_bank"
    office.day(date(2026, 2, 24))
    with acting_for([office.creditor]):
        told = coming_days(creditor=office.creditor, on=date(2026, 2, 24))
    assert (told.pulse.waits_for_bank, heartbeat(told.pulse).code) == (0, "overview.pulse_well")


def test_silence_while_cases_are_due_is_said_before_all_else(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 2, 17))
    with acting_for([office.creditor]):
        pulse = coming_days(creditor=office.creditor, on=date(2026, 3, 9)).pulse

    assert heartbeat(pulse).code == "overview.pulse_late"
    assert pulse.late_cases == 1


def test_the_money_is_foretold_from_what_these_customers_did(office: Office) -> None:
    customers = [replace(ASA_OBERG, number=str(100 + n), name=f"Kund {n}") for n in range(12)]
    office.receive(
        *(replace(ASA, number=str(4000 + n), customer=who) for n, who in enumerate(customers)), on=RECEIVED_ON
    )
    for number in range(1, 9):
        office.pay(number, 3_000_00, date(2026, 2, 18))  # five days late
    on = date(2026, 2, 18)
    with acting_for([office.creditor]):
        told = money(creditors=[office.creditor], on=on)

    assert (told.forecast.cases, told.forecast.is_thin) == (8, True)
    assert (told.cases, told.customers, told.ageing.ore) == (4, 4, 12_000_00)
    assert [age.count for age in told.ageing.ages] == [0, 4, 0, 0, 0]
    assert told.forecast.weeks[0].likely_ore > sum(week.likely_ore for week in told.forecast.weeks[1:])
    assert told.speed_is_sure  # they came before they were due
    assert told.speeds[-1].on == on


def test_without_history_no_week_is_foretold(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    with acting_for([office.creditor]):
        told = money(creditors=[office.creditor], on=RECEIVED_ON)

    assert (told.forecast.weeks, told.forecast.cases, told.speed_is_sure) == ((), 0, False)


def test_what_a_kind_of_letter_brought_is_its_paid_fees_less_its_paper(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.agree(NORDANVIK.customer, "reminder_fee", date(2026, 1, 1), on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 2, 24))
    with acting_for([office.creditor]):
        charged = {x.kind: x for x in letter_nets(creditor=office.creditor, on=date(2026, 2, 24)).rows}
    office.pay(1, office.claim(1, date(2026, 2, 25)).total, date(2026, 2, 25))
    with acting_for([office.creditor]):
        paid = letter_nets(creditor=office.creditor, on=date(2026, 2, 26))
        steps = step_nets(creditor=office.creditor, on=date(2026, 2, 26)).rows
    (step,) = (row for row in steps if row.kind == "reminder")

    assert (charged["reminder"].charged_ore, charged["reminder"].paid_ore) == (60_00, 0)
    assert {x.kind: (x.count, x.paid_ore) for x in paid.rows}["reminder"] == (1, 60_00)
    assert not paid.cost_is_known
    assert (step.ladder, step.step, step.count, step.charged_ore, step.paid_ore) == (
        "business",
        2,
        1,
        60_00,
        60_00,
    )


def test_a_letter_for_two_cases_counts_at_one_step(office: Office) -> None:
    office.receive(NORDANVIK, replace(NORDANVIK, number="1007"), on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 2, 24))
    with acting_for([office.creditor]):
        rows = step_nets(creditor=office.creditor, on=date(2026, 2, 24)).rows

    assert len(office.rows(m.Case)) == 2
    assert sum(row.count for row in rows) == len(office.rows(m.Letter, state="handed_over"))


def test_a_returned_letters_fee_is_not_counted(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.agree(NORDANVIK.customer, "reminder_fee", date(2026, 1, 1), on=RECEIVED_ON)
    office.days(RECEIVED_ON, date(2026, 2, 24))
    reminder = office.rows(m.Letter, kind="reminder")[-1]
    letter_returned(creditor=office.creditor, letter=reminder.id, on=date(2026, 2, 25))
    with acting_for([office.creditor]):
        rows = {x.kind: x for x in letter_nets(creditor=office.creditor, on=date(2026, 2, 26)).rows}

    assert "reminder" not in rows


Look = Callable[[int, date], object]
LOOKS: dict[str, Look] = {
    "to_do": lambda creditor, on: to_do(creditors=[creditor], on=on),
    "days": lambda creditor, on: coming_days(creditor=creditor, on=on),
    "money": lambda creditor, on: money(creditors=[creditor], on=on),
    "nets": lambda creditor, on: letter_nets(creditor=creditor, on=on),
    "step_nets": lambda creditor, on: step_nets(creditor=creditor, on=on),
}


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_any_number_of_cases_costs_the_same_number_of_queries(
    look: str, tmp_path: Path, mail: tuple[Inbox, Server]
) -> None:
    costs = []
    for count in (1, 3):
        office = open_office(bundles=tmp_path / str(count), inbox=mail[0], server=mail[1])
        office.receive(*_bills(count), on=RECEIVED_ON)
        office.days(RECEIVED_ON, date(2026, 2, 24))
        for number in range(count):  # each a line of its own, with what is owed
            mark_customer(
                creditor=office.creditor,
                number=str(number),
                on=date(2026, 2, 25),
                flags={"address_returned": True},
            )
        on = date(2026, 2, 25)
        with acting_for([office.creditor]):
            LOOKS[look](office.creditor, on)  # fills what is kept per connection
            with CaptureQueriesContext(connection) as ran:
                LOOKS[look](office.creditor, on)
        costs.append(len(ran))

    assert costs[0] == costs[1] < 20


def _bills(count: int) -> list[Bill]:
    return [
        replace(NORDANVIK, number=str(2000 + n), customer=replace(NORDANVIK.customer, number=str(n), name=f"Kund {n}"))
        for n in range(count)
    ]  # fmt: skip


def test_more_cases_than_are_looked_at_are_counted_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("betalt.flows.overview_days.MOST_CASES", 4)
    office.receive(*_bills(8), on=RECEIVED_ON)
    office.day(date(2026, 2, 3))
    with acting_for([office.creditor]):
        told = coming_days(creditor=office.creditor, on=date(2026, 2, 23))

    assert (told.is_estimate, told.sampled, MOST_CASES) == (True, 4, 500)
    assert told.days[0].letter_count == 8
