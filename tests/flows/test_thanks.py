"""Who has paid is thanked, and told how much less than a letter asked for was paid; on paper where that corrects."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from betalt.core.letter.said import Reading
from betalt.flows.setup import change_choices
from betalt.records import models as m
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


def thanked(office: Office, on: date) -> str:
    """Let the days pass until a thank-you has left, and read what it says of what was not paid."""
    office.days(on, on + timedelta(days=3))
    (letter,) = office.rows(m.Letter, kind="thanks")
    assert letter.state == "handed_over"
    text = Reading(letter.content).said.replace("\xa0", " ")
    return text if "tagit bort" in text else ""


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
