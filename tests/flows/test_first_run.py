"""A list is released on the day that asked for it, and the same day may ask again."""

from datetime import date

import pytest

from betalt.flows.day import run_day
from betalt.flows.first_run import ask_before_letters
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.flows.conftest import ASA, Office
from tests.office import morning, unpaid

pytestmark = pytest.mark.django_db

ON = date(2026, 2, 18)


def test_a_yes_to_the_list_and_a_question_before_the_letter_on_one_day(office: Office) -> None:
    ask_before_letters(creditor=office.creditor, kinds=["consumer", "business"], on=ON, actor="user:1")
    batch = receive_invoices(creditor=office.creditor, name="a.csv", data=unpaid(ASA), on=ON).batch
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 17))
    for _ in range(2):
        run_day(on=ON, at=morning(ON), creditors_only=[office.creditor], outlet=office.outlet)
        release_batch(creditor=office.creditor, batch=batch)

    assert office.rows(m.Letter) == []
    assert [row.reason["code"] for row in office.rows(m.Question)] != []
    assert {row.answered_on for row in office.rows(m.Question)} == {None}
