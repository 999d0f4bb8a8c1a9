"""A list that should not have come in is taken back as a whole, while nothing of it has reached a customer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from betalt.flows.receive import receive_invoices
from betalt.flows.take_back import NotTakenBack, take_back_import
from betalt.records import models as m
from betalt.words import say
from tests.flows.ledger import assert_books
from tests.office import ASA, BO, NORDANVIK, Office, unpaid

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)
LATER = ON + timedelta(days=1)


def take_back(office: Office, batch: int, *, on: date = LATER) -> int:
    return take_back_import(creditor=office.creditor, batch=batch, on=on, actor="karin")


def test_a_list_is_taken_back_whole_and_its_numbers_are_free(office: Office) -> None:
    received = office.receive(NORDANVIK, replace(ASA, left="2 000,00"), on=ON, release=False)

    assert take_back(office, received.batch) == 2
    assert [(c.stage, c.outcome, c.next_look_on) for c in office.rows(m.Case)] == [
        ("closed", "taken_back", None)
    ] * 2
    assert_books(office, LATER)
    assert office.rows(m.Import)[0].state == "taken_back"

    again = office.receive(NORDANVIK, ASA, on=LATER)
    assert (again.new, again.known) == (2, 0)
    assert [c.stage for c in office.rows(m.Case)] == ["closed", "closed", "open", "open"]
    assert_books(office, LATER)


def test_no_letter_and_no_thanks_follow_a_list_that_was_taken_back(office: Office) -> None:
    received = office.receive(NORDANVIK, ASA, on=ON)
    take_back(office, received.batch)
    office.days(LATER, LATER + timedelta(days=40))

    assert office.letters() == []


def test_what_the_list_held_goes_on_where_it_stood(office: Office) -> None:
    office.receive(NORDANVIK, ASA, on=ON)
    whole = receive_invoices(
        creditor=office.creditor, name="all.csv", data=unpaid(NORDANVIK, BO), on=ON, snapshot=True
    )
    assert [office.case(n).hold for n in (1, 2)] == ["none", "source"]

    assert take_back(office, whole.batch) == 1
    assert [office.case(n).hold for n in (1, 2)] == ["none", "none"]
    assert office.case(2).next_look_on == LATER + timedelta(days=1)


def test_a_list_with_a_letter_out_cannot_be_taken_back(office: Office) -> None:
    received = office.receive(NORDANVIK, ASA, on=ON)
    office.days(ON, ON + timedelta(days=10))
    assert office.letters()

    with pytest.raises(NotTakenBack) as told:
        take_back(office, received.batch, on=ON + timedelta(days=11))
    assert "2 of its invoices have had a letter" in say(told.value.reason, language="en")
    assert office.rows(m.Import)[0].state == "released"


def test_a_list_with_money_in_cannot_be_taken_back(office: Office) -> None:
    received = office.receive(NORDANVIK, on=ON)
    office.pay(1, 100_00, ON)

    with pytest.raises(NotTakenBack) as told:
        take_back(office, received.batch)
    assert "1 have had money or a credit" in say(told.value.reason, language="en")


def test_a_list_is_taken_back_once(office: Office) -> None:
    received = office.receive(NORDANVIK, on=ON)
    take_back(office, received.batch)

    with pytest.raises(NotTakenBack, match=r"flows.no_such_import"):
        take_back(office, received.batch)
