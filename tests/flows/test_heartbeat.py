"""Work that is due and not done is noticed and told, and nothing is told where all is well."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection

from betalt.flows.database import database_moment
from betalt.flows.heartbeat import clock_worries, feel_pulse, is_alarm_hour, raise_alarm, worries
from betalt.flows.queue import Wanted, enqueue
from betalt.flows.setup import say_bank_checked
from tests.office import ASA, BO, Office, morning, open_office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)


def told(on: date) -> list[str]:
    return [worry.code for worry in worries(feel_pulse(on=on, at=datetime.now(UTC)))]


def test_a_firm_whose_days_are_run_has_no_worries(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.day(NOTE_ON)

    assert told(NOTE_ON) == []


def test_days_without_a_run_are_told_with_what_was_due_and_when_a_letter_last_left(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.day(NOTE_ON)
    due_on = office.case().next_look_on
    assert due_on is not None
    later = due_on + timedelta(days=9)
    say_bank_checked(creditor=office.creditor, through=later)
    (late,) = worries(feel_pulse(on=later, at=datetime.now(UTC)))

    assert (late.code, dict(late.params)) == (
        "heartbeat.late",
        {"days": "9", "cases": "2", "last": NOTE_ON.isoformat()},
    )


def test_old_bank_data_is_told_since_letters_wait_for_it(office: Office) -> None:
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)

    assert told(NOTE_ON + timedelta(days=5)) == []
    assert told(NOTE_ON + timedelta(days=6)) == ["heartbeat.without_bank"]


def test_a_letter_of_which_nobody_knows_is_told(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.inbox.drop = True
    office.day(NOTE_ON)

    assert told(NOTE_ON) == ["heartbeat.unknown"]


def test_jobs_that_nobody_does_are_told(office: Office) -> None:
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)
    enqueue([Wanted(task="finish", args={"on": str(NOTE_ON), "creditors": []})])
    assert told(NOTE_ON) == ["heartbeat.no_worker"]

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '20 minutes'")
    assert told(NOTE_ON) == ["heartbeat.queue_slow"]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert told(NOTE_ON) == ["heartbeat.failed"]


def test_the_pulse_is_of_all_creditors(office: Office) -> None:
    other = open_office(
        bundles=office.outlet.bundles, inbox=office.inbox, server=None, name="Annat AB", org_no="559999-0016"
    )
    for one in (office, other):
        one.receive(ASA, on=RECEIVED_ON)

    assert feel_pulse(on=NOTE_ON, at=datetime.now(UTC)).late_cases == 2


def test_an_alarm_is_one_mail_that_says_all_worries_in_both_languages(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    found = worries(feel_pulse(on=NOTE_ON, at=datetime.now(UTC)))
    sent = raise_alarm(worries=found, to="drift@gotaror.example", outlet=office.outlet, at=morning(NOTE_ON))

    (mail,) = (message_from_bytes(mail, policy=default) for mail in office.inbox.mails)
    body = mail.get_content()
    assert (sent, mail["To"], mail["Subject"]) == (
        True,
        "drift@gotaror.example",
        "betalt: arbete som skulle ha gjorts är inte gjort",
    )
    assert "1 ärenden skulle ha setts" in body
    assert "1 cases should have been looked at" in body
    assert "Åsa" not in body


def test_without_a_mail_server_no_alarm_is_said_to_have_left(office: Office) -> None:
    outlet = replace(office.outlet, mail_server=None)

    assert not raise_alarm(worries=[], to="drift@gotaror.example", outlet=outlet, at=morning(NOTE_ON))


def test_the_alarm_has_one_hour_a_day() -> None:
    hours = [hour for hour in range(24) if is_alarm_hour(datetime(2026, 7, 1, hour, tzinfo=UTC))]

    assert hours == [7]


@pytest.mark.parametrize(("minutes", "told"), [(0, []), (4, []), (7, ["7"]), (-90, ["90"])])
def test_a_clock_that_is_not_the_databases_is_told(office: Office, minutes: int, told: list[str]) -> None:
    worries = clock_worries(at=database_moment() + timedelta(minutes=minutes))

    assert [dict(worry.params)["minutes"] for worry in worries] == told
