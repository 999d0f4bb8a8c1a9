"""Real workers are killed, doubled and stopped: every letter leaves once or is `unknown`, and none is lost."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.jobs.workers import SlowInbox, Workers, jobs, stop, until
from tests.office import ASA, ASA_OBERG, NORDANVIK, Office

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 23)
LATER = date(2026, 2, 27)
BILLS = [
    replace(
        ASA, number=str(2000 + n), customer=replace(ASA_OBERG, number=str(n), email=f"kund{n}@example.com")
    )
    for n in range(12)
]

Firm = tuple[Office, SlowInbox, Workers]


def states(office: Office) -> Counter[str]:
    return Counter(letter.state for letter in office.rows(m.Letter))


def receivers(inbox: SlowInbox) -> list[str]:
    heads = [mail.decode("utf-8", "replace").partition("\r\n\r\n")[0] for mail in inbox.mails]
    return sorted(line[4:] for head in heads for line in head.splitlines() if line.startswith("To: "))


def is_done(office: Office, on: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_run_on FROM betalt_homes()")
        return (
            cursor.fetchall() == [(on,)]
            and not jobs(status="todo") + jobs(status="doing")
            and not states(office) & Counter(ready=99, sending=99)
        )


def checked(office: Office, on: date) -> None:
    say_bank_checked(creditor=office.creditor, through=on)


def test_a_worker_runs_the_day_once_and_after_days_of_silence_takes_one_step_and_never_two(
    slow: Firm,
) -> None:
    office, _, workers = slow
    office.receive(ASA, NORDANVIK, on=RECEIVED_ON)
    checked(office, NOTE_ON)
    worker = workers.start(NOTE_ON)
    until(lambda: is_done(office, NOTE_ON))
    assert (stop(worker), states(office)) == (0, {"handed_over": 2})

    checked(office, LATER)
    worker = workers.start(LATER)
    until(lambda: is_done(office, LATER))

    assert stop(worker) == 0
    kinds = Counter((letter.kind, letter.letter_on) for letter in office.rows(m.Letter))
    assert kinds == {("note", NOTE_ON): 2, ("reminder", LATER): 2}
    assert [run.on for run in office.rows(m.Run)] == [NOTE_ON, LATER]
    lines = [json.loads(line) for line in workers.log().splitlines()]
    assert {"job", "task", "event", "at"} <= set(next(line for line in lines if line["event"] == "sent"))
    assert "example.com" not in workers.log()
    assert "Öberg" not in workers.log()


def test_a_worker_that_is_killed_with_a_letter_in_hand_leaves_it_unknown_and_the_others_go_once(
    slow: Firm,
) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS[:4], on=RECEIVED_ON)
    checked(office, NOTE_ON)
    inbox.hold = True
    first = workers.start(NOTE_ON)
    assert inbox.holding.wait(30)
    first.kill()
    first.wait()
    inbox.hold = False
    inbox.let_go.set()

    workers.start(NOTE_ON)
    until(lambda: is_done(office, NOTE_ON))

    assert states(office) == {"unknown": 1, "handed_over": 3}
    assert Counter(receivers(inbox)) <= Counter(bill.customer.email for bill in BILLS[:4])
    assert "stalled" in workers.log()


def test_two_workers_at_once_send_every_letter_once(slow: Firm) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS, on=RECEIVED_ON)
    checked(office, NOTE_ON)
    both = [workers.start(NOTE_ON), workers.start(NOTE_ON)]
    until(lambda: is_done(office, NOTE_ON))

    assert [stop(worker) for worker in both] == [0, 0]
    assert states(office) == {"handed_over": 12}
    assert receivers(inbox) == sorted(bill.customer.email for bill in BILLS)


def test_a_worker_that_is_asked_to_stop_ends_its_letter_and_leaves_the_rest_for_the_next(slow: Firm) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS[:4], on=RECEIVED_ON)
    checked(office, NOTE_ON)
    inbox.hold = True
    worker = workers.start(NOTE_ON)
    assert inbox.holding.wait(30)
    worker.terminate()
    until(lambda: "asked_to_stop" in workers.log())
    inbox.hold = False
    inbox.let_go.set()

    assert worker.wait(timeout=30) == 0
    assert states(office) == {"handed_over": 1, "ready": 3}
    assert jobs(status="doing") == []

    workers.start(NOTE_ON)
    until(lambda: is_done(office, NOTE_ON))
    assert states(office) == {"handed_over": 4}
    assert receivers(inbox) == sorted(bill.customer.email for bill in BILLS[:4])


def test_a_busy_mail_server_does_not_keep_the_day_from_ending_and_is_tried_again_later(slow: Firm) -> None:
    office, inbox, workers = slow
    office.receive(ASA, on=RECEIVED_ON)
    checked(office, NOTE_ON)
    inbox.busy = True
    worker = workers.start(NOTE_ON)
    until(lambda: office.rows(m.Run) and jobs(status="todo") == ["letters"])

    assert stop(worker) == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attempts, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'letters'"
        )
        assert cursor.fetchall() == [(1, True)]
    assert states(office) == {"ready": 1}
