"""The day's e-mail to owners: what waits, what left, what came in; once a day each, however a process dies."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.db import connections

from betalt.adapters.delivery.email import Mailer, Server
from betalt.core.access import Role
from betalt.flows.customer import mark_customer
from betalt.flows.daily_mail import creditors_to_mail, mail_owners
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from tests.office import ASA, NORDANVIK, Inbox, Office, morning, open_office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
DEMAND_ASKED_ON = date(2026, 3, 5)
ORIGIN = "https://betalt.example"


def owner(
    office: Office, email: str = "agare@gotaror.example", *, role: Role = Role.OWNER, language: str = "sv"
) -> int:
    user = add_user(email=email, name="Karin", language=language)
    give_place(creditor=office.creditor, user=user, role=role, on=RECEIVED_ON)
    return user


def mail(office: Office, on: date) -> dict[str, int]:
    return dict(
        mail_owners(creditor=office.creditor, on=on, at=morning(on), outlet=office.outlet, origin=ORIGIN)
    )


def texts(office: Office) -> list[tuple[str, str, str]]:
    """Tell receiver, subject and body of the mails that are no letters."""
    mails = [message_from_bytes(data, policy=default) for data in office.inbox.mails]
    ours = [each for each in mails if each["From"].addresses[0].display_name == "betalt"]
    return [(x["To"], x["Subject"], x.get_content().replace("\r\n", "\n")) for x in ours]


@pytest.fixture
def firm(office: Office) -> Office:
    """An office with an owner, on whose first day two notes left."""
    owner(office)
    office.receive(NORDANVIK, ASA, on=RECEIVED_ON)
    office.days(RECEIVED_ON, NOTE_ON)
    return office


def test_the_owner_hears_what_left_once(firm: Office) -> None:
    assert creditors_to_mail(on=NOTE_ON) == [firm.creditor]
    assert [mail(firm, NOTE_ON), mail(firm, NOTE_ON)] == [{"sent": 1}, {}]
    assert creditors_to_mail(on=NOTE_ON) == []
    [(to, subject, body)] = texts(firm)

    assert to == "agare@gotaror.example"
    assert subject == "Göta Rör AB: 2 saker väntar på er"
    assert "DET HÄR HAR GÅTT UT\n17 februari: 2 vänliga besked" in body
    assert "Inga betalningar har lästs in." in body
    assert f"Öppna översikten: {ORIGIN}/k/gota-ror-ab" in body


def test_what_waits_is_listed_and_no_private_person_is_named(firm: Office) -> None:
    firm.days(NOTE_ON + timedelta(days=1), DEMAND_ASKED_ON)
    firm.credit("1001", 12_400_00, on=DEMAND_ASKED_ON, key="k")
    firm.pay(2, 1_000_00, DEMAND_ASKED_ON)
    mail(firm, DEMAND_ASKED_ON)
    [(_, _, body)] = texts(firm)

    assert "DET HÄR VÄNTAR PÅ ER (" in body
    assert "5 mars: en betalning, 1\u00a0000,00 kr" in body
    assert "Åsa" not in body


def test_a_company_is_named_and_a_person_by_the_case(office: Office) -> None:
    owner(office)
    for bill in (NORDANVIK, ASA):
        office.receive(bill, on=RECEIVED_ON)
    office.days(RECEIVED_ON, NOTE_ON)
    for number in (1, 2):
        office.agree((NORDANVIK, ASA)[number - 1].customer, "reminder_fee", date(2026, 1, 1), on=NOTE_ON)
    for number in ("7", "8"):
        mark_customer(creditor=office.creditor, number=number, on=NOTE_ON, flags={"address_returned": True})
    mail(office, NOTE_ON)
    [(_, _, body)] = texts(office)

    assert "Rätta adressen: Nordanvik AB, " in body
    assert "Rätta adressen: ärende 2, " in body


def test_each_owner_reads_its_own_language_and_others_get_none(firm: Office) -> None:
    owner(firm, "owner@gotaror.example", language="en")
    owner(firm, "bok@gotaror.example", role=Role.BOOKKEEPER)

    assert mail(firm, NOTE_ON) == {"sent": 2}
    english = {to: (subject, body) for to, subject, body in texts(firm)}["owner@gotaror.example"]
    assert english[0] == "Göta Rör AB: 2 things wait for you"
    assert "17 February: 2 friendly notes" in english[1]
    assert len(texts(firm)) == 2


def test_a_day_without_news_sends_nothing_and_is_asked_once(firm: Office) -> None:
    firm.credit("1001", 12_500_00, on=NOTE_ON, key="a")
    firm.credit("1002", 3_000_00, on=NOTE_ON, key="b")
    quiet = NOTE_ON + timedelta(days=20)
    firm.days(NOTE_ON, quiet - timedelta(days=1))
    firm.day(quiet)

    assert [mail(firm, quiet), mail(firm, quiet)] == [{"nothing": 1}, {}]
    assert texts(firm) == []


def test_who_has_switched_it_off_gets_none(tmp_path: Path, mail_server: tuple[Inbox, Server]) -> None:
    quiet = open_office(
        bundles=tmp_path, inbox=mail_server[0], server=mail_server[1], choices={"daily_mail": False}
    )
    owner(quiet)
    quiet.receive(NORDANVIK, on=RECEIVED_ON)
    quiet.day(RECEIVED_ON)

    assert quiet.creditor not in creditors_to_mail(on=RECEIVED_ON)
    assert mail(quiet, RECEIVED_ON) == {}


@pytest.fixture
def mail_server(request: pytest.FixtureRequest) -> tuple[Inbox, Server]:
    found: tuple[Inbox, Server] = request.getfixturevalue("mail")
    return found


def test_a_day_that_is_not_run_yet_is_not_told(firm: Office) -> None:
    assert creditors_to_mail(on=NOTE_ON + timedelta(days=1)) == []


def test_what_a_busy_server_did_not_take_is_tried_again(firm: Office) -> None:
    firm.inbox.busy = True
    first = mail(firm, NOTE_ON)
    firm.inbox.busy = False

    assert (first, creditors_to_mail(on=NOTE_ON)) == ({"later": 1}, [firm.creditor])
    assert mail(firm, NOTE_ON) == {"sent": 1}
    assert len(texts(firm)) == 1


def test_an_address_that_is_refused_is_not_tried_again_that_day(firm: Office) -> None:
    firm.inbox.refuse.add("agare@gotaror.example")

    assert [mail(firm, NOTE_ON), mail(firm, NOTE_ON)] == [{"refused": 1}, {}]


def test_a_mail_that_may_have_left_never_leaves_again(firm: Office) -> None:
    firm.inbox.drop = True
    first = mail(firm, NOTE_ON)
    firm.inbox.drop = False

    assert (first, mail(firm, NOTE_ON)) == ({"claimed": 1}, {})
    assert len(texts(firm)) == 1


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_dies_at_the_hand_over_doubles_nothing(
    firm: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    real = Mailer.send

    def dies(line: Mailer, message: object) -> None:
        if when == "after":
            real(line, message)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(Mailer, "send", dies)
    with pytest.raises(Killed):
        mail(firm, NOTE_ON)
    monkeypatch.undo()

    assert mail(firm, NOTE_ON) == {}
    assert len(texts(firm)) == (1 if when == "after" else 0)
    assert [x.state for x in firm.rows(m.DailyMail)] == ["claimed"]
    assert creditors_to_mail(on=NOTE_ON) == []


def test_after_a_silence_all_days_since_the_last_mail_are_told(firm: Office) -> None:
    mail(firm, NOTE_ON)
    firm.days(NOTE_ON + timedelta(days=1), date(2026, 2, 24))
    firm.day(date(2026, 2, 26))
    mail(firm, date(2026, 2, 26))
    body = texts(firm)[-1][2]

    assert "17 februari: 2 vänliga besked\n22 februari: 2 påminnelser" in body


def test_two_processes_at_once_send_one(busy_office: Office) -> None:
    owner(busy_office)
    busy_office.receive(replace(NORDANVIK), on=RECEIVED_ON)
    busy_office.days(RECEIVED_ON, NOTE_ON)

    def send() -> dict[str, int]:
        try:
            return mail(busy_office, NOTE_ON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=4) as pool:
        outcomes = [each.result() for each in [pool.submit(send) for _ in range(4)]]

    assert sum(outcome.get("sent", 0) for outcome in outcomes) == 1
    assert len(texts(busy_office)) == 1
