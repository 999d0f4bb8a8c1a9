"""What letters cost: 60 kr only with proof, each fee once, 450 kr for business, one demand for a debtor (FEE-1…15)."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.flows.advance import advance_cases, chunks, due_cases
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.office import (
    ASA,
    ASA_OBERG,
    NORDANVIK,
    NORDANVIK_AB,
    SUND,
    SUND_KOMMUN,
    Bill,
    Customer,
    Office,
)

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)  # due Friday 13 February and two banking days
AGREED_REMINDER_ON = date(2026, 2, 21)  # due and 8 days
REMINDER_ON = date(
    2026, 2, 22
)  # without an agreed due day it falls due 30 days after 15 January, on the 14th
ASKED_ON = date(2026, 3, 5)  # the reminder's own day, 2 March, and three banking days
DEMAND_ON = date(2026, 3, 6)


def agree_all(office: Office, customer: Customer) -> None:
    for clause in ("due_day", "reminder_fee"):
        office.agree(customer, clause, date(2025, 12, 1), on=RECEIVED_ON)


def walk(office: Office, *days: date) -> None:
    for on in days:
        office.day(on)


def demand(office: Office, *numbers: int) -> None:
    walk(office, NOTE_ON, AGREED_REMINDER_ON, REMINDER_ON, ASKED_ON)
    for number in numbers:
        office.approve(number, ASKED_ON)
    office.day(DEMAND_ON)


@pytest.mark.parametrize(
    ("agreed_on", "ordered", "charged", "note"),
    [
        pytest.param("2025-12-01", "", True, None, id="long-before"),
        pytest.param("2026-01-15", "", True, None, id="the-day-it-arose"),
        pytest.param("2026-01-16", "", False, "process.clause_unproved", id="the-day-after-FEE-1"),
        pytest.param("2026-01-14", "2026-01-10", False, "process.clause_unproved", id="after-the-order"),
        pytest.param("2026-01-10", "2026-01-10", True, None, id="in-the-order"),
        pytest.param(None, "", False, "process.clause_unknown", id="nobody-has-looked"),
    ],
)
def test_the_reminder_fee_needs_proof_from_before_the_debt(
    office: Office, agreed_on: str | None, ordered: str, charged: bool, note: str | None
) -> None:
    office.receive(replace(ASA, ordered=ordered), on=RECEIVED_ON)
    if agreed_on:
        office.agree(ASA_OBERG, "reminder_fee", date.fromisoformat(agreed_on), on=RECEIVED_ON)
    walk(office, NOTE_ON, REMINDER_ON)

    assert office.left() == [("note", NOTE_ON), ("reminder", REMINDER_ON)]
    assert office.fees() == [("reminder", REMINDER_ON, charged)]
    assert office.claim(1, REMINDER_ON).costs == (60_00 if charged else 0)
    checks = office.rows(m.LetterCase, kind="reminder")[0].checks
    assert [name for name in checks if name.startswith("process.")] == ([note] if note else [])


def test_a_clause_that_is_proved_late_reaches_no_letter_that_has_left(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    walk(office, NOTE_ON, REMINDER_ON)
    office.agree(ASA_OBERG, "reminder_fee", date(2025, 12, 1), on=date(2026, 2, 23))

    assert office.claim(1, date(2026, 2, 23)).costs == 0
    assert office.fees() == [("reminder", REMINDER_ON, False)]


def test_a_clause_that_is_proved_while_the_letter_is_ready_makes_a_new_one(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    walk(office, NOTE_ON)
    office.inbox.busy = True
    office.day(REMINDER_ON)
    office.agree(ASA_OBERG, "reminder_fee", date(2025, 12, 1), on=REMINDER_ON)
    office.inbox.busy = False
    office.day(REMINDER_ON)

    assert [letter[:2] for letter in office.letters()] == [
        ("note", "handed_over"), ("reminder", "withdrawn"), ("reminder", "handed_over"),
    ]  # fmt: skip
    assert office.fees() == [("reminder", REMINDER_ON, True)]


def test_a_consumer_owes_60_and_180(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    agree_all(office, ASA_OBERG)
    demand(office, 1)

    assert office.fees() == [("reminder", AGREED_REMINDER_ON, True), ("demand", DEMAND_ON, True)]
    owed = office.claim(1, DEMAND_ON)
    # 3 000 kr at 10 % from 14 February to 6 March, 21 days: 17.26
    assert (owed.principal, owed.interest, owed.costs) == (3_000_00, 17_26, 240_00)


@pytest.mark.parametrize("bill", [NORDANVIK, SUND])
@pytest.mark.parametrize("fee_agreed", [True, False])
def test_late_business_and_public_bodies_owe_450_at_the_demand_and_never_more(
    office: Office, bill: Bill, fee_agreed: bool
) -> None:
    office.receive(bill, on=RECEIVED_ON)
    if fee_agreed:
        agree_all(office, bill.customer)
    walk(office, NOTE_ON, AGREED_REMINDER_ON, REMINDER_ON)
    assert office.claim(1, REMINDER_ON).costs == (60_00 if fee_agreed else 0)
    office.day(ASKED_ON)
    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON)

    assert {kind for kind, _, charged in office.fees() if charged} == (
        {"late_compensation", "demand"} | ({"reminder"} if fee_agreed else set())
    )
    assert office.claim(1, DEMAND_ON).costs == 450_00  # max(450, 60 + 180), FEE-9


def test_each_fee_is_charged_once_however_long_the_case_lives(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    agree_all(office, ASA_OBERG)
    demand(office, 1)
    walk(office, date(2026, 3, 24))
    office.approve(1, date(2026, 3, 24))
    office.days(date(2026, 3, 24), date(2026, 5, 30))

    assert [kind for kind, _ in office.left()] == ["note", "reminder", "demand", "final_notice"]
    assert [kind for kind, _, charged in office.fees() if charged] == ["reminder", "demand"]
    assert office.claim(1, date(2026, 5, 30)).costs == 240_00


SECOND = replace(ASA, number="1005", amount="700,00", due="2026-02-12")
THIRD = replace(ASA, number="1006", amount="900,00")


def test_one_demand_for_all_ripe_claims_of_a_debtor(office: Office) -> None:
    office.receive(ASA, SECOND, THIRD, on=RECEIVED_ON)
    agree_all(office, ASA_OBERG)
    walk(office, date(2026, 2, 16))
    demand(office, 1, 2, 3)

    demands = office.rows(m.Letter, kind="demand")
    assert len(demands) == 1
    # The oldest claim, which fell due on 12 February, bears the one fee.
    costs = [office.claim(number, DEMAND_ON).costs for number in (1, 2, 3)]
    assert [kind for kind, *_ in office.fees(2)] == ["reminder", "demand"]
    assert [sum(charged for kind, _, charged in office.fees(n) if kind == "demand") for n in (1, 2, 3)] == [
        0,
        1,
        0,
    ]
    assert demands[0].total_ore == sum(office.claim(number, DEMAND_ON).total for number in (1, 2, 3))
    assert costs[1] == 240_00


def test_work_that_is_cut_between_two_claims_of_a_debtor_does_not_part_them(office: Office) -> None:
    office.receive(ASA, SECOND, on=RECEIVED_ON)
    walk(office, date(2026, 2, 16), NOTE_ON, date(2026, 2, 21), REMINDER_ON, ASKED_ON)
    for number in (1, 2):
        office.approve(number, ASKED_ON)
    say_bank_checked(creditor=office.creditor, through=ASKED_ON)
    keys = due_cases(on=DEMAND_ON, creditors=[office.creditor])
    for chunk in chunks(keys, size=1):
        advance_cases(keys=chunk, on=DEMAND_ON)

    assert len(keys) == 2
    assert [x.total_ore for x in office.rows(m.Letter, kind="demand")] == [3_000_00 + 700_00 + 180_00]


def test_each_late_invoice_of_a_company_bears_its_own_450_in_one_demand(office: Office) -> None:
    office.receive(NORDANVIK, replace(NORDANVIK, number="1011", amount="4 000,00"), on=RECEIVED_ON)
    agree_all(office, NORDANVIK_AB)
    demand(office, 1, 2)

    assert len(office.rows(m.Letter, kind="demand")) == 1
    assert [office.claim(number, DEMAND_ON).costs for number in (1, 2)] == [450_00, 450_00]  # FEE-13


def test_a_claim_that_ripens_later_gets_a_demand_of_its_own(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    demand(office, 1)
    later = replace(ASA, number="1007", issued="2026-03-01", due="2026-03-31")
    office.receive(later, on=date(2026, 3, 7))
    office.days(date(2026, 4, 1), date(2026, 4, 30))
    office.approve(2, date(2026, 4, 30))
    office.day(date(2026, 5, 4))

    assert [x.letter_on for x in office.rows(m.Letter, kind="demand")] == [DEMAND_ON, date(2026, 5, 4)]
    assert [office.claim(number, date(2026, 5, 4)).costs for number in (1, 2)] == [180_00, 180_00]


def test_a_half_run_case_is_not_charged_for_what_was_sent_before_it_came(office: Office) -> None:
    office.receive(replace(SUND, reminded="2026-02-25"), on=date(2026, 3, 2))
    agree_all(office, SUND_KOMMUN)

    assert office.fees() == [("reminder", date(2026, 2, 25), False)]
    assert office.claim(1, date(2026, 3, 2)).costs == 0
