"""Several workers at once, each with its own connection: every case moves once, every letter leaves once."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from betalt.flows.advance import Advanced, advance_cases, due_cases
from betalt.flows.day import run_day
from betalt.flows.print_house import PostingUnclear
from betalt.flows.settle import PaymentUnclear
from betalt.flows.setup import say_bank_checked
from betalt.flows.thank import thank_payers
from betalt.records import models as m
from tests.flows.ledger import assert_books
from tests.office import ASA, ASA_OBERG, Office, morning

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
CASES = 12
BILLS = [
    replace(
        ASA, number=str(2000 + n), customer=replace(ASA_OBERG, number=str(n), email=f"kund{n}@example.com")
    )
    for n in range(CASES)
]


def at_once(act: Callable[[], Any], *, workers: int = 2) -> list[Any]:
    """Let several threads do the same at the same moment; give what each returned or raised."""
    start, done = threading.Barrier(workers), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            done.append(act())
        except Exception as fault:
            done.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return done


def test_two_workers_that_advance_at_once_move_each_case_once(busy_office: Office) -> None:
    office = busy_office
    office.receive(*BILLS, on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 16))
    keys = due_cases(on=NOTE_ON, creditors=[office.creditor])

    done = at_once(lambda: advance_cases(keys=keys, on=NOTE_ON), workers=3)

    total: Counter[str] = Counter()
    for one in done:
        assert isinstance(one, Advanced), one
        total.update(one.counts)
    assert total["composed_note"] == CASES
    assert len(office.rows(m.Letter)) == len(office.rows(m.LetterCase, live=True)) == CASES
    assert {case.version for case in office.rows(m.Case)} == {2}


def test_two_workers_that_run_a_day_at_once_send_each_letter_once(busy_office: Office) -> None:
    office = busy_office
    office.receive(*BILLS, on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 16))

    def day() -> object:
        return run_day(
            on=NOTE_ON, at=morning(NOTE_ON), creditors_only=[office.creditor], outlet=office.outlet
        )

    faults = [fault for fault in at_once(day) if isinstance(fault, Exception)]
    day()

    assert faults == []
    assert [state for _, state, *_ in office.letters()] == ["handed_over"] * CASES
    assert len(office.inbox.mails) == CASES
    assert office.happened(1).count("sent") == 1


def test_two_workers_that_thank_at_once_thank_once(busy_office: Office) -> None:
    office = busy_office
    office.receive(*BILLS, on=RECEIVED_ON)
    office.day(NOTE_ON)
    for number in range(1, CASES + 1):
        office.pay(number, 3_000_00, date(2026, 2, 18))

    done = at_once(lambda: thank_payers(creditors=[office.creditor], on=date(2026, 2, 19)))

    assert sum(done) == CASES
    assert len(office.rows(m.Letter, kind="thanks")) == CASES


def test_the_same_payment_told_twice_at_once_counts_once(busy_office: Office) -> None:
    office = busy_office
    office.receive(ASA, on=RECEIVED_ON)

    done = at_once(lambda: office.pay(1, 3_000_00, date(2026, 2, 10), key="the same"))

    assert sorted(type(one).__name__ for one in done) == ["PaymentUnclear", "Settled"]
    assert isinstance(next(one for one in done if isinstance(one, Exception)), PaymentUnclear)
    assert len(office.rows(m.Match)) == 1
    assert_books(office, date(2026, 2, 10))


def test_the_same_list_read_twice_at_once_is_taken_in_once(busy_office: Office) -> None:
    office = busy_office

    done = at_once(lambda: office.receive(*BILLS, on=RECEIVED_ON))

    assert [fault for fault in done if isinstance(fault, Exception)] == []
    assert sum(received.new for received in done) == len(office.rows(m.Invoice)) == CASES
    assert sorted(case.number for case in office.rows(m.Case)) == list(range(1, CASES + 1))


def test_a_bundle_that_two_people_confirm_at_once_is_posted_once(busy_office: Office) -> None:
    office = busy_office
    office.receive(replace(ASA, customer=replace(ASA_OBERG, email="")), on=RECEIVED_ON)
    office.day(date(2026, 2, 22))
    reminder_on = date(2026, 2, 23)
    office.day(reminder_on, post=False)

    done = at_once(lambda: office.posted("2026-02-23-1", reminder_on))

    assert sorted(type(one).__name__ for one in done) == ["Posted", "PostingUnclear"]
    assert any(isinstance(one, PostingUnclear) for one in done)
    assert office.happened().count("sent") == 1
    assert office.fees() == [("reminder", reminder_on, False)]
