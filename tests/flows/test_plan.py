"""A look at the rows asks for what is left of a day and nothing else, whatever became of the jobs before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from betalt.flows.advance import advance_cases
from betalt.flows.day import finish_day
from betalt.flows.outlet import Sent
from betalt.flows.plan import Window, plan_work
from betalt.flows.queue import LOOK, Wanted, enqueue, enqueue_once
from betalt.flows.send import mail_letters
from betalt.flows.set_in_type import set_in_type
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from betalt.records.queue import live_jobs
from tests.office import ASA, ASA_OBERG, BO, Office, morning

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
MONDAY = date(2026, 2, 23)
OPEN = Window(begun=True, late=False)
LATE = Window(begun=True, late=True)
ALL = ["withdraw", "advance", "letters", "finish"]


def plan(on: date = NOTE_ON, window: Window = OPEN) -> list[str]:
    """Look, and name the jobs that are new."""
    before = len(live_jobs(tasks=ALL))
    plan_work(on=on, at=morning(on), window=window, by_mail=True)
    return [job.task for job in live_jobs(tasks=ALL)[before:]]


def done(*tasks: str) -> list[Any]:
    """Take jobs out of the queue, as a worker does that has done them; give their arguments."""
    found = [job.args for job in live_jobs(tasks=list(tasks))]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = ANY (%s)", [list(tasks)])
    return found


def advance(on: date) -> None:
    for args in done("advance"):
        advance_cases(keys=[(creditor, case) for creditor, cases in args["debtors"] for case in cases], on=on)


def send(office: Office, on: date) -> Sent:
    sent = Sent()
    for args in done("letters"):
        set_in_type(creditor=office.creditor, ids=args["letters"], on=on)
        mail_letters(
            creditor=office.creditor,
            ids=args["letters"],
            on=on,
            at=morning(on),
            outlet=office.outlet,
            sent=sent,
        )
    return sent


def finish(office: Office, on: date) -> None:
    for args in done("finish"):
        for creditor in args["creditors"]:
            finish_day(creditor=creditor, on=on, outlet=office.outlet)


@pytest.fixture
def firm(office: Office) -> Office:
    office.receive(ASA, BO, on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)
    return office


def test_a_day_goes_through_its_phases_and_then_there_is_nothing_to_ask_for(firm: Office) -> None:
    phases = [plan()]
    advance(NOTE_ON)
    phases.append(plan())
    assert send(firm, NOTE_ON).counts == {"mailed_note": 2}
    finish(firm, NOTE_ON)
    phases.append(plan())

    assert phases == [["advance"], ["letters", "finish"], []]
    assert [run.on for run in firm.rows(m.Run)] == [NOTE_ON]


def test_what_is_asked_for_is_not_asked_for_again_until_its_job_is_gone(firm: Office) -> None:
    assert [plan(), plan()] == [["advance"], []]
    done("advance")
    assert plan() == ["advance"]


def test_nothing_is_asked_for_before_the_hour(firm: Office) -> None:
    assert plan(window=Window(begun=False, late=False)) == []


def test_the_day_begins_when_the_bank_has_spoken_and_late_without_it(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)

    assert plan() == []
    say_bank_checked(creditor=office.creditor, through=NOTE_ON - timedelta(days=1))
    assert plan() == ["advance"]
    done("advance")
    assert plan(NOTE_ON + timedelta(days=3), OPEN) == []
    assert plan(NOTE_ON + timedelta(days=3), LATE) == ["advance"]


def test_a_day_before_the_last_one_is_never_run(firm: Office) -> None:
    firm.day(NOTE_ON)
    say_bank_checked(creditor=firm.creditor, through=NOTE_ON)

    assert plan(NOTE_ON - timedelta(days=1), LATE) == []


def test_days_that_were_missed_are_one_day(firm: Office) -> None:
    much_later = NOTE_ON + timedelta(days=40)
    say_bank_checked(creditor=firm.creditor, through=much_later)
    plan(much_later)
    advance(much_later)
    plan(much_later)
    send(firm, much_later)
    finish(firm, much_later)

    assert [kind for kind, _, on, _ in firm.letters()] == ["note", "note"]
    assert plan(much_later) == []


def test_letters_of_a_day_that_is_over_are_taken_back_before_anything_else(firm: Office) -> None:
    plan()
    advance(NOTE_ON)
    next_day = NOTE_ON + timedelta(days=1)
    say_bank_checked(creditor=firm.creditor, through=next_day)

    assert plan(next_day) == ["withdraw"]


def test_a_debtors_cases_stay_in_one_job(office: Office) -> None:
    bills = [
        replace(ASA, number=f"{customer}-{n}", customer=replace(ASA_OBERG, number=str(customer)))
        for n in range(3)
        for customer in range(150)
    ]
    office.receive(*bills, on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)
    plan()

    chunks = [args["debtors"] for args in done("advance")]
    assert [sum(len(cases) for _, cases in chunk) for chunk in chunks] == [402, 48]
    assert {len(cases) for chunk in chunks for _, cases in chunk} == {3}


def test_letters_that_a_job_waits_with_are_not_given_to_another(firm: Office) -> None:
    plan()
    advance(NOTE_ON)
    plan()
    done("finish")

    assert plan() == ["finish"]
    assert len(live_jobs(tasks=["letters"])) == 1


def test_paper_that_is_released_after_the_days_run_is_gathered_for_a_while(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA_OBERG, email="")), on=RECEIVED_ON)
    office.day(NOTE_ON)  # no address for the note, which is passed over
    say_bank_checked(creditor=office.creditor, through=MONDAY)
    plan(MONDAY)
    finish_day(creditor=office.creditor, on=MONDAY, outlet=office.outlet)
    advance(MONDAY)
    plan(MONDAY)
    send(office, MONDAY)

    assert [(x.kind, x.state, x.channel) for x in office.rows(m.Letter)] == [("reminder", "ready", "post")]
    assert plan(MONDAY) == ["finish"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'finish'")
        assert cursor.fetchall() == [(morning(MONDAY) + timedelta(minutes=10),)]


def test_a_job_stands_or_falls_with_the_transaction_that_needs_it(firm: Office) -> None:
    with transaction.atomic():
        enqueue([Wanted(task="advance", args={"on": "2026-02-17", "creditors": [], "debtors": []})])
        transaction.set_rollback(True)

    assert live_jobs(tasks=ALL) == []


def test_a_second_look_is_not_put_beside_one_that_waits(db: None) -> None:
    wanted = Wanted(task=LOOK, args={"timestamp": 1})

    assert [enqueue_once(wanted), enqueue_once(wanted)] == [True, False]
    assert len(live_jobs(tasks=[LOOK])) == 1
