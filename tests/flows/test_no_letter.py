"""Who has paid, is credited, disputes or is held never gets a letter, whenever it becomes known."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.credit import credit_invoice, write_off
from betalt.flows.customer import mark_customer
from betalt.flows.hold import agree_plan, open_dispute, pause_case
from betalt.flows.send import send_letters
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.flows.meanwhile import after_commit_of, elsewhere
from tests.office import ASA, ASA_OBERG, NORDANVIK, Bill, Office, morning

pytestmark = pytest.mark.django_db

NOTE_ON = date(2026, 2, 17)  # two banking days after the due day, Friday 13 February
REMINDER_ON = date(2026, 2, 22)
ASKED_ON = date(2026, 3, 5)  # three banking days after the reminder's own day, 2 March


def pay(office: Office) -> None:
    office.pay(1, 3_000_00, NOTE_ON)


def credit(office: Office) -> None:
    credit_invoice(
        creditor=office.creditor, invoice="1002", amount_ore=3_000_00, on=NOTE_ON, ground="error", key="K1"
    )


def dispute(office: Office) -> None:
    open_dispute(creditor=office.creditor, number=1, on=NOTE_ON, reason="Varan kom aldrig.")


def dispute_a_part(office: Office) -> None:
    open_dispute(creditor=office.creditor, number=1, on=NOTE_ON, reason="En kran läcker.", amount_ore=500_00)


def pause(office: Office) -> None:
    pause_case(creditor=office.creditor, number=1, on=NOTE_ON, until=date(2026, 4, 30), reason="Lön i april.")


def plan(office: Office) -> None:
    parts = [(date(2026, 3, 31), 1_500_00), (date(2026, 4, 30), 1_500_00)]
    agree_plan(creditor=office.creditor, number=1, on=NOTE_ON, instalments=parts)


def give_up(office: Office) -> None:
    write_off(creditor=office.creditor, number=1, on=NOTE_ON)


def leave_the_list(office: Office) -> None:
    office.receive(NORDANVIK, on=NOTE_ON, snapshot=True, release=False)


def be_credited_in_the_list(office: Office) -> None:
    credited = Bill(number="1090", customer=ASA_OBERG, amount="-500,00", kind="kredit", due="2026-03-18")
    office.receive(credited, on=NOTE_ON, release=False)


def protect(office: Office) -> None:
    mark_customer(creditor=office.creditor, number="8", flags={"protected": True}, on=NOTE_ON)


STOPS = (
    pay, credit, dispute, dispute_a_part, pause, plan, give_up, leave_the_list, be_credited_in_the_list, protect,
)  # fmt: skip


@pytest.mark.parametrize("stop", STOPS)
def test_no_letter_after_it_is_known(office: Office, stop: Callable[[Office], None]) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    stop(office)
    office.days(NOTE_ON, date(2026, 3, 31))

    assert [letter for letter in office.letters() if letter[0] != "thanks"] == []


@pytest.mark.parametrize("stop", STOPS)
def test_no_letter_when_it_becomes_known_between_deciding_and_sending(
    office: Office, stop: Callable[[Office], None]
) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 16))
    decided = advance_cases(keys=due_cases(on=NOTE_ON, creditors=[office.creditor]), on=NOTE_ON)
    assert decided.counts["composed_note"] == 1

    stop(office)
    sent = send_letters(on=NOTE_ON, at=morning(NOTE_ON), creditors=[office.creditor], outlet=office.outlet)

    assert (sent.counts, office.inbox.mails) == ({}, [])
    assert [state for _, state, _, _ in office.letters()] == ["withdrawn"]
    assert [kind for kind, *_ in office.fees() if kind != "write_off"] == []


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.django_db(transaction=True)
def test_no_letter_when_it_becomes_known_between_claim_and_hand_over(
    busy_office: Office, stop: Callable[[Office], None]
) -> None:
    office = busy_office
    office.receive(ASA, on=date(2026, 2, 2))

    with after_commit_of('INSERT INTO "records_delivery"', lambda: stop(office)):
        office.day(NOTE_ON)

    assert office.inbox.mails == []
    assert [(kind, state) for kind, state, *_ in office.letters()] == [("note", "withdrawn")]
    assert [(d.state, d.attempt) for d in office.rows(m.Delivery)] == [("later", 1)]


@pytest.mark.django_db(transaction=True)
def test_money_that_is_noted_while_the_mail_server_answers_waits_for_its_answer(busy_office: Office) -> None:
    office = busy_office
    office.receive(ASA, on=date(2026, 2, 2))
    paying = threading.Thread(target=elsewhere(lambda: pay(office)))
    office.inbox.meanwhile = paying.start

    office.day(NOTE_ON)
    paying.join()

    # The letter left first, and its hand-over was noted first: nothing was taken back in the middle.
    assert office.happened() == ["received", "sent", "paid"]
    assert office.case().payment_status == "paid"


@pytest.mark.parametrize("stop", STOPS)
def test_a_letter_on_paper_is_not_bundled_when_it_becomes_known(
    office: Office, stop: Callable[[Office], None]
) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    office.approve(1, ASKED_ON)
    demand_on = date(2026, 3, 6)
    say_bank_checked(creditor=office.creditor, through=ASKED_ON)
    advance_cases(keys=due_cases(on=demand_on, creditors=[office.creditor]), on=demand_on)
    assert office.letters()[-1][:2] == ("demand", "ready")

    stop(office)
    sent = send_letters(
        on=demand_on, at=morning(demand_on), creditors=[office.creditor], outlet=office.outlet
    )

    assert sent.bundles == []
    assert office.letters()[-1][:2] == ("demand", "withdrawn")
    assert not office.outlet.bundles.exists()


def test_a_reminder_is_not_sent_where_a_part_was_paid_meanwhile_but_one_with_the_new_sum_is(
    office: Office,
) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    office.days(NOTE_ON, date(2026, 2, 21))
    say_bank_checked(creditor=office.creditor, through=REMINDER_ON)
    advance_cases(keys=due_cases(on=REMINDER_ON, creditors=[office.creditor]), on=REMINDER_ON)

    office.pay(1, 1_000_00, date(2026, 2, 20), read_on=REMINDER_ON)
    office.day(REMINDER_ON)

    assert office.letters()[1:] == [
        ("reminder", "withdrawn", REMINDER_ON, 3_000_00),
        ("reminder", "handed_over", REMINDER_ON, 2_000_00),
    ]
