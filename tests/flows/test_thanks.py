"""Who has paid is thanked, and told how much less than a letter asked for was paid; on paper where that corrects."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from betalt.core.letter.said import Reading
from betalt.flows.credit_use import credits_of
from betalt.flows.setup import change_choices
from betalt.records import models as m
from tests.flows.bank import Paid, camt, take
from tests.office import ASA, ASA_OBERG, Bill, Office

pytestmark = pytest.mark.django_db
RECEIVED_ON, NOTE_ON, REMINDER_ON = date(2026, 2, 2), date(2026, 2, 17), date(2026, 2, 21)
BIG = replace(ASA, amount="10 000,00")
REMINDED = 10_081_92  # 8 days' interest, 21.92, and the fee of 60


def reminded(office: Office, bill: Bill = BIG) -> None:
    office.receive(bill, on=RECEIVED_ON)
    for clause in ("due_day", "reminder_fee"):
        office.agree(ASA_OBERG, clause, date(2025, 12, 1), on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON):
        office.day(on)


def thanked(office: Office, on: date, of: str = "tagit bort") -> str:
    """Let the days pass until a thank-you has left, and read it if it says these words."""
    office.days(on, on + timedelta(days=3))
    (letter,) = office.rows(m.Letter, kind="thanks")
    assert letter.state == "handed_over"
    text = Reading(letter.content).said.replace("\xa0", " ")
    return text if of in text else ""


def test_who_pays_all_that_was_asked_is_only_thanked(office: Office) -> None:
    reminded(office)
    office.pay(1, REMINDED, REMINDER_ON)

    assert thanked(office, REMINDER_ON + timedelta(days=2)) == ""
    assert len(office.inbox.mails) == 3


def test_interest_that_the_letters_promise_forgave_is_told(office: Office) -> None:
    reminded(office)
    office.pay(1, REMINDED, date(2026, 2, 25))  # 4 more days at 2.74

    assert "10,96 kr" in thanked(office, date(2026, 2, 26))


def test_fees_that_were_left_out_and_forgiven_are_told(office: Office) -> None:
    reminded(office)
    change_choices(creditor=office.creditor, choices={"costs_left_most_ore": 200_00}, on=REMINDER_ON)
    office.pay(1, 10_000_00, date(2026, 2, 25))  # 12 days at 2.74 and 60

    assert office.case().payment_status == "paid"
    assert "92,88 kr" in thanked(office, date(2026, 2, 26))


def test_what_a_letter_asked_for_after_the_money_had_come_is_told(office: Office) -> None:
    reminded(office)
    office.pay(1, 10_000_00, date(2026, 2, 20), read_on=date(2026, 2, 23))

    assert office.case().payment_status == "paid"
    assert "81,92 kr" in thanked(office, date(2026, 2, 24))


def test_that_correction_goes_on_paper_to_who_has_no_mail(office: Office) -> None:
    customer = replace(ASA_OBERG, email="")
    office.receive(replace(BIG, customer=customer), on=RECEIVED_ON)
    office.agree(customer, "reminder_fee", date(2025, 12, 1), on=RECEIVED_ON)
    office.days(date(2026, 2, 16), date(2026, 2, 23))
    (reminder,) = office.rows(m.Letter, kind="reminder")
    assert reminder.channel == "post"
    office.pay(1, 10_000_00, reminder.letter_on - timedelta(days=1), read_on=date(2026, 2, 24))

    assert "60,00 kr" in thanked(office, date(2026, 2, 25))
    (letter,) = office.rows(m.Letter, kind="thanks")
    assert letter.channel == "post"


def test_who_has_no_mail_and_paid_in_time_is_left_in_peace(office: Office) -> None:
    office.receive(replace(BIG, customer=replace(ASA_OBERG, email="")), on=RECEIVED_ON)
    office.days(date(2026, 2, 16), date(2026, 2, 23))
    office.pay(1, 10_000_00, date(2026, 2, 24))
    office.days(date(2026, 2, 25), date(2026, 3, 2))

    assert office.rows(m.Letter, kind="thanks") == []


def test_a_thank_you_says_when_the_money_came_and_how_much(office: Office) -> None:
    reminded(office)
    office.pay(1, REMINDED, REMINDER_ON)
    office.days(REMINDER_ON + timedelta(days=2), REMINDER_ON + timedelta(days=3))

    mail = message_from_bytes(office.inbox.mails[-1], policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "21\xa0februari\xa02026" in body.get_content()
    assert "10\xa0081,92" in body.get_content()


def test_what_was_paid_too_much_is_promised_back_to_the_account_it_came_from(office: Office) -> None:
    reminded(office)
    take(
        office,
        camt(Paid(amount="10581.92", ocr="1002", payer="9912346"), on=REMINDER_ON),
        on=date(2026, 2, 23),
    )

    text = thanked(office, date(2026, 2, 24), "för mycket")
    assert "Du betalade 500,00 kr för mycket." in text
    assert "till kontot de kom från senast 26 mars 2026" in text
    (credit,) = credits_of(creditor=office.creditor, on=date(2026, 2, 25))
    assert (credit.ore, credit.promised_by) == (500_00, date(2026, 3, 26))


def test_who_paid_too_much_from_an_unknown_account_is_asked_for_one(office: Office) -> None:
    reminded(office)
    office.pay(1, REMINDED + 500_00, REMINDER_ON)

    assert "Tala om för oss till vilket konto du vill ha pengarna" in thanked(
        office, date(2026, 2, 24), "för mycket"
    )
    (credit,) = credits_of(creditor=office.creditor, on=date(2026, 2, 25))
    assert credit.promised_by is None


def test_a_letter_that_crossed_money_stands_in_the_journal_once(office: Office) -> None:
    reminded(office)
    office.pay(1, 1_000_00, date(2026, 2, 20), read_on=date(2026, 2, 23), key="k")
    office.pay(1, 1_000_00, date(2026, 2, 24))

    (told,) = office.rows(m.Event, kind="crossed")
    reminder = office.rows(m.Letter, kind="reminder")[0]
    assert (told.data, told.on) == ({"letter": reminder.id, "money_on": "2026-02-20"}, date(2026, 2, 23))
