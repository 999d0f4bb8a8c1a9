"""Money comes, goes back, is too much or too late; letters keep what they promised; the books follow (FEE-15, R8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from betalt.flows.credit import CreditUnclear, credit_invoice, write_off
from betalt.flows.hold import agree_plan
from betalt.flows.settle import PaymentUnclear, reverse_payment
from betalt.flows.setup import change_choices
from betalt.records import models as m
from tests.flows.ledger import assert_books, balances
from tests.office import ASA, ASA_OBERG, NORDANVIK, NORDANVIK_AB, Bill, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 21)
ASKED_ON = date(2026, 3, 5)
DEMAND_ON = date(2026, 3, 6)
ANSWER_BY = date(2026, 3, 16)
BIG = replace(ASA, amount="10 000,00")

# 10 000 kr at 10 % is 2.7397… kr a day. Due on Friday 13 February, so on 6 March 21 days: 57.53.
REMINDED = 10_081_92  # 8 days: 21.92, and 60
DEMANDED = 10_297_53  # 21 days: 57.53, 60 and 180


def reminded(office: Office, *bills: Bill) -> None:
    office.receive(*(bills or (BIG,)), on=RECEIVED_ON)
    for clause in ("due_day", "reminder_fee"):
        office.agree(ASA_OBERG, clause, date(2025, 12, 1), on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON):
        office.day(on)


def demanded(office: Office, *bills: Bill) -> None:
    reminded(office, *bills)
    office.day(ASKED_ON)
    for number in range(1, len(bills or (BIG,)) + 1):
        office.approve(number, ASKED_ON)
    office.day(DEMAND_ON)


def stands(office: Office, number: int = 1) -> tuple[str, str]:
    case = office.case(number)
    return case.stage, case.payment_status


def test_the_sum_of_a_demand_paid_by_its_day_settles_and_the_rest_is_forgiven(office: Office) -> None:
    demanded(office)
    assert office.letters()[-1][3] == DEMANDED
    office.pay(1, DEMANDED, ANSWER_BY)

    assert stands(office) == ("closed", "paid")
    assert office.claim(1, ANSWER_BY).total == 0
    # Ten more days, 27.40: money clears costs, interest and principal in turn, so it is missing on the principal.
    assert [(x.kind, x.amount_ore) for x in office.rows(m.Measure, kind="write_off")] == [
        ("write_off", 27_40)
    ]
    assert (balances(office)["8313"], balances(office)["6351"]) == (-57_53 - 27_40, 27_40)
    assert_books(office, ANSWER_BY)


def test_the_same_sum_a_day_later_leaves_the_interest(office: Office) -> None:
    change_choices(creditor=office.creditor, choices={"costs_left": "chase"}, on=RECEIVED_ON)
    demanded(office)
    late = ANSWER_BY + timedelta(days=1)
    office.pay(1, DEMANDED, late)

    assert stands(office) == ("demanded", "part")
    owed = office.claim(1, late)
    assert (owed.total, owed.costs, owed.interest) == (30_14, 0, 0)  # 11 more days, left on the principal
    assert_books(office, late)


def test_a_letters_sum_may_come_in_parts(office: Office) -> None:
    demanded(office)
    office.pay(1, 10_000_00, date(2026, 3, 10))
    assert stands(office) == ("demanded", "part")
    office.pay(1, DEMANDED - 10_000_00, ANSWER_BY)

    assert stands(office) == ("closed", "paid")
    assert_books(office, ANSWER_BY)


def test_a_payment_that_came_before_the_demand_but_is_read_after_it_owes_no_fee_and_no_interest(
    office: Office,
) -> None:
    demanded(office)
    read_on = date(2026, 3, 9)
    office.pay(1, REMINDED, date(2026, 3, 5), read_on=read_on)

    # FEE-15: what was on the account the day before the demand leaves neither 180 kr nor interest.
    assert stands(office) == ("closed", "paid")
    assert office.claim(1, read_on).total == 0
    assert [kind for kind, *_ in office.fees() if kind != "write_off"] == ["reminder"]
    assert_books(office, read_on)


def test_a_payment_on_the_day_of_the_demand_owes_its_fee(office: Office) -> None:
    demanded(office)
    office.pay(1, REMINDED, DEMAND_ON, read_on=date(2026, 3, 9))

    assert office.claim(1, DEMAND_ON).total == DEMANDED - REMINDED
    assert stands(office) == ("demanded", "part")
    assert_books(office, date(2026, 3, 9))


def test_a_part_that_came_before_the_demand_leaves_its_fee_owed(office: Office) -> None:
    demanded(office)
    office.pay(1, 4_000_00, date(2026, 3, 5), read_on=date(2026, 3, 9))

    assert [kind for kind, _, charged in office.fees() if charged] == ["reminder", "demand"]
    assert office.claim(1, date(2026, 3, 9)).costs == 180_00
    assert_books(office, date(2026, 3, 9))


def test_a_payment_before_the_note_that_is_read_after_it_settles_without_interest(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    office.agree(ASA_OBERG, "due_day", date(2025, 12, 1), on=RECEIVED_ON)
    office.day(NOTE_ON)
    office.pay(1, 10_000_00, date(2026, 2, 16), read_on=date(2026, 2, 18))

    assert stands(office) == ("closed", "paid")
    assert_books(office, date(2026, 2, 18))


def test_who_pays_by_a_plan_pays_the_interest_too(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    office.agree(ASA_OBERG, "due_day", date(2025, 12, 1), on=RECEIVED_ON)
    office.day(NOTE_ON)
    agree_plan(
        creditor=office.creditor, number=1, on=date(2026, 2, 19), instalments=[(date(2026, 3, 16), 10_084_93)]
    )
    office.pay(1, 10_000_00, date(2026, 3, 16))

    assert (stands(office), office.claim(1, date(2026, 3, 16)).total) == (("noted", "part"), 84_93)
    assert_books(office, date(2026, 3, 16))


def test_a_reversed_payment_reopens_the_case_where_it_stood(office: Office) -> None:
    demanded(office)
    untouched = office.claim(1, date(2026, 3, 20))[1:6]
    office.pay(1, DEMANDED, ANSWER_BY, key="k")
    assert stands(office) == ("closed", "paid")
    reverse_payment(creditor=office.creditor, key="k", on=date(2026, 3, 20))

    case = office.case()
    assert (case.stage, case.payment_status, case.step_done, case.answer_by) == (
        "demanded",
        "unpaid",
        3,
        ANSWER_BY,
    )
    assert case.next_look_on == date(2026, 3, 21)
    assert office.claim(1, date(2026, 3, 20))[1:6] == untouched
    assert_books(office, date(2026, 3, 20))
    with pytest.raises(PaymentUnclear, match="was reversed on 2026-03-20"):
        reverse_payment(creditor=office.creditor, key="k", on=date(2026, 3, 21))


def test_what_was_reversed_may_be_paid_again_in_time(office: Office) -> None:
    demanded(office)
    office.pay(1, DEMANDED, date(2026, 3, 10), key="k")
    reverse_payment(creditor=office.creditor, key="k", on=date(2026, 3, 12))
    office.pay(1, DEMANDED, ANSWER_BY)

    assert stands(office) == ("closed", "paid")
    assert_books(office, ANSWER_BY)


def test_a_reversed_payment_brings_back_the_fee_that_it_had_saved(office: Office) -> None:
    demanded(office)
    office.pay(1, REMINDED, date(2026, 3, 5), read_on=date(2026, 3, 9), key="k")
    reverse_payment(creditor=office.creditor, key="k", on=date(2026, 3, 10))

    assert office.claim(1, date(2026, 3, 10)).costs == 240_00
    assert stands(office) == ("demanded", "unpaid")
    assert_books(office, date(2026, 3, 10))


SECOND = replace(ASA, number="1005", amount="4 000,00", due="2026-02-12")


@pytest.mark.parametrize("named", [1, 2])
def test_several_invoices_are_paid_by_the_one_sum_of_their_letter(office: Office, named: int) -> None:
    demanded(office, BIG, SECOND)
    total = office.rows(m.Letter, kind="demand")[0].total_ore
    office.pay(named, total, ANSWER_BY)

    assert [stands(office, number) for number in (1, 2)] == [("closed", "paid")] * 2
    assert_books(office, ANSWER_BY)


def test_more_than_the_letters_sum_is_kept_for_the_payer(office: Office) -> None:
    demanded(office, BIG, SECOND)
    total = office.rows(m.Letter, kind="demand")[0].total_ore
    settled = office.pay(1, total + 500_00, ANSWER_BY)

    assert [stands(office, number) for number in (1, 2)] == [("closed", "paid")] * 2
    # What is more than the letters' sum clears the ten days on 10 000 kr that it would have forgiven.
    assert settled.overpaid_ore == 500_00 - 27_40
    assert_books(office, ANSWER_BY)


def test_a_sum_after_the_letters_day_goes_to_the_named_case_first(office: Office) -> None:
    demanded(office, BIG, SECOND)
    late = date(2026, 3, 20)
    office.pay(1, 12_000_00, late)

    assert stands(office, 1) == ("closed", "paid")
    assert stands(office, 2) == ("demanded", "part")
    assert_books(office, late)


def test_too_much_is_owed_back(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    settled = office.pay(1, 11_000_00, date(2026, 2, 10))

    assert (settled.overpaid_ore, stands(office)) == (1_000_00, ("closed", "paid"))
    assert balances(office) == {"1930": 11_000_00, "2999": -10_000_00, "2420": -1_000_00}
    assert_books(office, date(2026, 2, 10))


def test_money_to_a_closed_case_is_owed_back(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    office.pay(1, 10_000_00, date(2026, 2, 10))
    office.pay(1, 300_00, date(2026, 2, 12))

    assert (stands(office), balances(office)["2420"]) == (("closed", "paid"), -300_00)
    assert_books(office, date(2026, 2, 12))


def test_giving_up_books_the_loss_and_takes_back_the_fees(office: Office) -> None:
    demanded(office)
    office.pay(1, 1_000_00, date(2026, 3, 10))
    on = date(2026, 3, 30)
    left = office.claim(1, on)
    assert write_off(creditor=office.creditor, number=1, on=on) == left.total

    assert stands(office) == ("closed", "written_off")
    assert balances(office)["6351"] == left.principal
    assert_books(office, on)


def test_money_from_before_a_write_off_that_is_read_after_it_lessens_the_loss(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    write_off(creditor=office.creditor, number=1, on=date(2026, 3, 10))
    office.pay(1, 4_000_00, date(2026, 3, 9), read_on=date(2026, 3, 12))

    assert stands(office)[0] == "closed"
    assert (balances(office)["6351"], balances(office)["1930"]) == (6_000_00, 4_000_00)
    assert_books(office, date(2026, 3, 12))


def test_a_credit_of_what_was_given_up_lessens_the_loss(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    write_off(creditor=office.creditor, number=1, on=date(2026, 3, 10))
    credit_invoice(
        creditor=office.creditor,
        invoice="1002",
        amount_ore=3_000_00,
        on=date(2026, 3, 12),
        ground="error",
        key="K",
    )

    assert balances(office)["6351"] == 7_000_00
    assert_books(office, date(2026, 3, 12))


def test_a_case_may_be_given_up_again_after_a_payment_was_reversed(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    office.pay(1, 4_000_00, date(2026, 3, 2), key="k")
    write_off(creditor=office.creditor, number=1, on=date(2026, 3, 10))
    reverse_payment(creditor=office.creditor, key="k", on=date(2026, 3, 12))
    assert (stands(office), office.claim(1, date(2026, 3, 12)).total) == (("open", "part"), 4_000_00)

    assert write_off(creditor=office.creditor, number=1, on=date(2026, 3, 20)) == 4_000_00
    assert stands(office) == ("closed", "written_off")
    assert_books(office, date(2026, 3, 20))


def test_credits_are_no_more_than_the_invoice(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)

    def credit(ore: int, key: str) -> int:
        return credit_invoice(
            creditor=office.creditor, invoice="1002", amount_ore=ore, on=RECEIVED_ON, ground="error", key=key
        )

    assert credit(6_000_00, "K1") == 4_000_00
    with pytest.raises(CreditUnclear, match="is credited by K1 already"):
        credit(6_000_00, "K1")
    with pytest.raises(CreditUnclear, match="at most"):
        credit(4_000_01, "K2")
    assert credit(4_000_00, "K2") == 0
    assert stands(office) == ("closed", "credited")
    assert_books(office, RECEIVED_ON)


def test_what_was_paid_and_is_then_credited_is_owed_back(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    office.pay(1, 10_000_00, date(2026, 2, 10))
    credit_invoice(
        creditor=office.creditor,
        invoice="1002",
        amount_ore=2_500_00,
        on=date(2026, 2, 20),
        ground="goodwill",
        key="K",
    )

    assert balances(office)["2420"] == -2_500_00
    assert_books(office, date(2026, 2, 20))


def test_payments_that_cannot_be_are_refused(office: Office) -> None:
    office.receive(BIG, on=RECEIVED_ON)
    with pytest.raises(PaymentUnclear, match="more than nothing"):
        office.pay(1, 0, RECEIVED_ON)
    with pytest.raises(PaymentUnclear, match="which is after 2026-02-02"):
        office.pay(1, 1_00, date(2026, 2, 3), read_on=RECEIVED_ON)
    office.pay(1, 1_00, RECEIVED_ON, key="once")
    with pytest.raises(PaymentUnclear, match="the payment once is here already"):
        office.pay(1, 1_00, RECEIVED_ON, key="once")
    with pytest.raises(PaymentUnclear, match="there is no payment never"):
        reverse_payment(creditor=office.creditor, key="never", on=RECEIVED_ON)
    assert len(office.rows(m.Payment)) == 1


def test_the_450_that_a_company_pays_is_income_without_vat(office: Office) -> None:
    office.receive(NORDANVIK, on=RECEIVED_ON)
    office.agree(NORDANVIK_AB, "due_day", date(2025, 12, 1), on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON)
    office.pay(1, office.letters()[-1][3], date(2026, 3, 10))

    assert stands(office) == ("closed", "paid")
    assert balances(office)["3990"] == -450_00
    assert_books(office, date(2026, 3, 10))


def test_the_tax_offices_part_stays_apart_in_the_books(office: Office) -> None:
    office.receive(replace(BIG, rot="3 000,00", left="7 000,00"), on=RECEIVED_ON)
    assert balances(office) == {"1510": 7_000_00, "1513": 3_000_00, "2999": -10_000_00}
    office.pay(1, 7_000_00, date(2026, 2, 10))

    assert stands(office) == ("closed", "paid")
    assert balances(office) == {"1930": 7_000_00, "1513": 3_000_00, "2999": -10_000_00}


def test_a_late_payment_after_a_posted_demand_reopens_for_the_fee(office: Office) -> None:
    reminded(office)
    office.day(ASKED_ON)
    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON, post=False)
    office.pay(1, 10_117_53, DEMAND_ON)  # all that was owed that day without the demand, which has not left
    assert stands(office) == ("closed", "paid")
    office.posted("2026-03-06-1", DEMAND_ON)

    # The letter did leave on the day that the money came: its fee is owed, and a person says what comes of it.
    assert stands(office) == ("demanded", "part")
    assert office.claim(1, DEMAND_ON).total == 180_00
    assert_books(office, DEMAND_ON)
    office.days(date(2026, 3, 7), date(2026, 3, 31))
    assert office.asked()["code"] == "process.only_costs_left" or office.asked()["concerns"]
