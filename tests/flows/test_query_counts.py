"""No query per row: one row and three rows cost the same number of statements (design 7)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.adapters.delivery.email import Server
from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.answer import approve_step
from betalt.flows.outlet import Sent
from betalt.flows.print_house import bundle_letters
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.set_in_type import set_in_type
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.office import ASA, ASA_OBERG, Bill, Inbox, Office, open_office, unpaid

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
REMINDER_ON = date(2026, 2, 22)
ASKED_ON = date(2026, 3, 5)
DEMAND_ON = date(2026, 3, 6)


def bills(count: int, *, customers: int | None = None) -> list[Bill]:
    """Make invoices of as many customers (or of so few, told)."""
    return [
        replace(
            ASA,
            number=str(2000 + n),
            customer=replace(
                ASA_OBERG, number=str(n % (customers or count)), name=f"Kund {n % (customers or count)}"
            ),
        )
        for n in range(count)
    ]


def cost(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as ran:
        act()
    return len([query for query in ran if "SAVEPOINT" not in query["sql"]])


@pytest.fixture
def opened(db: None, tmp_path: Path, mail: tuple[Inbox, Server]) -> Callable[[int], Office]:
    def with_bills(count: int) -> Office:
        office = open_office(bundles=tmp_path / str(count), inbox=mail[0], server=None)
        # The first reading of all fills caches of the connection.
        office.receive(*bills(count), on=RECEIVED_ON)
        return office

    return with_bills


def counts(act: Callable[[int], int]) -> tuple[int, int]:
    act(2)
    return act(1), act(3)


def due(office: Office, on: date) -> list[tuple[int, int]]:
    say_bank_checked(creditor=office.creditor, through=on)
    return due_cases(on=on, creditors=[office.creditor])


def test_receiving(opened: Callable[[int], Office]) -> None:
    office = opened(1)

    def receive(count: int) -> int:
        rows = [replace(bill, number=f"{count}-{bill.number}") for bill in bills(count)]
        return cost(
            lambda: receive_invoices(creditor=office.creditor, name="f", data=unpaid(*rows), on=RECEIVED_ON)
        )

    assert counts(receive) == (27, 27)


def test_receiving_what_is_here_already(opened: Callable[[int], Office]) -> None:
    office = opened(3)

    def again(count: int) -> bytes:
        return unpaid(*[replace(bill, issued="2026-01-14") for bill in bills(3)[:count]])

    def receive(count: int) -> int:
        return cost(
            lambda: receive_invoices(
                creditor=office.creditor, name="f", data=again(count), on=RECEIVED_ON, snapshot=True
            )
        )

    assert counts(receive) == (26, 26)


def test_releasing(opened: Callable[[int], Office]) -> None:
    def release(count: int) -> int:
        office = opened(count)
        batch = office.receive(
            *[replace(bill, number=f"x{bill.number}") for bill in bills(count)], on=RECEIVED_ON, release=False
        ).batch
        return cost(lambda: release_batch(creditor=office.creditor, batch=batch))

    assert counts(release) == (6, 6)


def test_a_day_on_which_nothing_is_ready(opened: Callable[[int], Office]) -> None:
    def wait(count: int) -> int:
        office = opened(count)
        keys = due(office, RECEIVED_ON)
        return cost(lambda: advance_cases(keys=keys, on=RECEIVED_ON))

    assert counts(wait) == (5, 5)  # what is known of the cases comes in one trip


def test_a_day_on_which_letters_are_composed(opened: Callable[[int], Office]) -> None:
    def compose(count: int) -> int:
        office = opened(count)
        keys = due(office, date(2026, 2, 17))
        return cost(lambda: advance_cases(keys=keys, on=date(2026, 2, 17)))

    assert counts(compose) == (10, 10)


@pytest.fixture
def demanding(db: None, tmp_path: Path) -> Callable[[int], Office]:
    """Cases without e-mail that were reminded before they came to us, and whose demands are approved."""

    def with_bills(count: int) -> Office:
        office = open_office(bundles=tmp_path / str(count), inbox=Inbox(), server=None)
        office.receive(*[replace(bill, reminded="2026-02-22") for bill in bills(count)], on=RECEIVED_ON)
        office.day(ASKED_ON, post=False)
        for number in range(1, count + 1):
            approve_step(creditor=office.creditor, number=number, on=ASKED_ON, actor="Karin")
        say_bank_checked(creditor=office.creditor, through=ASKED_ON)
        keys = due_cases(on=DEMAND_ON, creditors=[office.creditor])
        advance_cases(keys=keys, on=DEMAND_ON)
        return office

    return with_bills


def test_setting_in_type(demanding: Callable[[int], Office]) -> None:
    def set_them(count: int) -> int:
        office = demanding(count)
        ids = [letter.id for letter in office.rows(m.Letter, state="ready")]
        assert len(ids) == count
        return cost(lambda: set_in_type(creditor=office.creditor, ids=ids, on=DEMAND_ON))

    assert counts(set_them) == (9, 9)


def test_bundling_and_handing_over(demanding: Callable[[int], Office]) -> None:
    def bundle(count: int) -> tuple[int, int]:
        office = demanding(count)
        ids = [letter.id for letter in office.rows(m.Letter, state="ready")]
        set_in_type(creditor=office.creditor, ids=ids, on=DEMAND_ON)
        bundling = cost(
            lambda: bundle_letters(
                creditor=office.creditor, on=DEMAND_ON, folder=office.outlet.bundles, sent=Sent()
            )
        )
        return bundling, cost(lambda: office.posted("2026-03-06-1", DEMAND_ON))

    bundle(2)
    assert (bundle(1), bundle(3)) == ((21, 13), (21, 13))
