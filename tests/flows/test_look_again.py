"""What waits for the bank, or for a payment that came, leaves the same day it may and no sooner (issue 4)."""

from datetime import date, timedelta

import pytest

from betalt.flows.day import run_day
from betalt.flows.outlet import Outlet
from tests.flows.bank import Paid, camt, take
from tests.office import ASA, BO, Office, morning

pytestmark = pytest.mark.django_db
NOTE_ON = date(2026, 2, 17)
YESTERDAY = NOTE_ON - timedelta(days=1)


@pytest.mark.parametrize("received_on", [date(2026, 2, 2), NOTE_ON], ids=["before", "the same day"])
def test_letters_that_waited_for_the_bank_leave_when_a_person_has_looked(
    office: Office, received_on: date
) -> None:
    office.receive(ASA, on=received_on)

    assert office.day(NOTE_ON, bank=False).advanced.counts["waited_for_bank"] == 1
    assert office.day(NOTE_ON, bank=False).advanced.counts["waited_for_bank"] == 1
    office.day(NOTE_ON)

    assert office.left() == [("note", NOTE_ON)]


def test_letters_that_waited_for_the_bank_leave_when_its_file_is_read(office: Office) -> None:
    office.receive(ASA, BO, on=date(2026, 2, 2))
    office.day(NOTE_ON, bank=False)

    take(office, camt(Paid(amount="3000.00", ocr="1002"), on=YESTERDAY, kind="053"), on=NOTE_ON)
    office.day(NOTE_ON, bank=False)

    left = [(letter, on) for letter, on in office.left() if letter != "thanks"]
    assert (left, office.case(1).payment_status) == ([("note", NOTE_ON)], "paid")


def test_a_letter_that_is_ready_is_not_written_twice_when_the_day_is_run_again(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    silent = Outlet(bundles=office.outlet.bundles, mail_server=None)
    office.outlet, there = silent, office.outlet
    office.day(NOTE_ON)
    office.day(NOTE_ON)
    assert [state for _, state, _, _ in office.letters()] == ["ready"]

    run_day(on=NOTE_ON, at=morning(NOTE_ON), outlet=there, creditors_only=[office.creditor])
    assert office.left() == [("note", NOTE_ON)]


def test_a_part_payment_that_names_its_invoice_in_free_text_holds_the_letter(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    taken = take(office, camt(Paid(amount="60.00", text="Faktura 1002"), on=YESTERDAY), on=NOTE_ON)
    office.day(NOTE_ON)

    assert [one.perhaps for one in taken.waiting] == [(1,)]
    assert office.left() == []
