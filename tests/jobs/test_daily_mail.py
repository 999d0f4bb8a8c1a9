"""A worker sends owners the day's e-mail; killed with a mail in its hand, no other sends it again."""

from datetime import date

import pytest

from betalt.core.access import Role
from betalt.flows.queue import Wanted, enqueue_once
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from tests.jobs.workers import SlowInbox, Workers, stop, until
from tests.office import NORDANVIK, Office

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVED_ON = date(2026, 2, 24)  # late already: whether its letters may go is asked the same day

Firm = tuple[Office, SlowInbox, Workers]


@pytest.fixture
def firm(slow: Firm) -> Firm:
    office = slow[0]
    give_place(
        creditor=office.creditor,
        user=add_user(email="agare@gotaror.example"),
        role=Role.OWNER,
        on=RECEIVED_ON,
    )
    office.receive(NORDANVIK, on=RECEIVED_ON, release=False)
    office.day(RECEIVED_ON)
    return slow


def ask() -> None:
    """Put the job of the clock into the queue."""
    enqueue_once(Wanted(task="daily_mail", args={"timestamp": 0}))


def states(office: Office) -> list[str]:
    return [mail.state for mail in office.rows(m.DailyMail)]


def daily(inbox: SlowInbox) -> list[bytes]:
    return [mail for mail in inbox.mails if b"From: betalt <" in mail]


def test_a_worker_mails_the_owners_once(firm: Firm) -> None:
    office, inbox, workers = firm
    worker = workers.start(RECEIVED_ON)
    ask()
    until(lambda: states(office) == ["sent"])
    ask()

    assert stop(worker) == 0
    assert len(daily(inbox)) == 1


def test_a_worker_that_is_killed_with_a_mail_in_its_hand_doubles_nothing(firm: Firm) -> None:
    office, inbox, workers = firm
    inbox.hold = True
    first = workers.start(RECEIVED_ON)
    ask()
    assert inbox.holding.wait(40)
    first.kill()
    first.wait()
    inbox.hold = False
    inbox.let_go.set()
    second = workers.start(RECEIVED_ON)
    ask()
    until(lambda: '"task": "daily_mail"' in workers.log())

    assert stop(second) == 0
    assert states(office) == ["claimed"]
    assert len(daily(inbox)) <= 1  # whether the mail server kept it when the line broke is its own affair
