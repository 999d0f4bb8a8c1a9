"""One case or one letter fails by itself: it is set aside with its reason, and the others go their way."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection

from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.flow_guard import raw_rows
from tests.jobs.test_workers import BILLS, NOTE_ON, RECEIVED_ON, Firm, is_done, jobs, states
from tests.jobs.workers import stop, until
from tests.office import NORDANVIK, Office

pytestmark = pytest.mark.django_db(transaction=True)

REFUSE = """
CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id = {case} THEN RAISE EXCEPTION 'a fault of this case alone' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER test_refuse BEFORE INSERT ON records_lettercase FOR EACH ROW EXECUTE FUNCTION test_refuse();
"""


@contextmanager
def no_letter_for(case: int) -> Iterator[None]:
    """Let the database refuse every letter of a case."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE.format(case=case))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER test_refuse ON records_lettercase; DROP FUNCTION test_refuse()")


def look(office: Office, number: int) -> date | None:
    return office.case(number).next_look_on


def test_a_case_that_breaks_its_chunk_is_set_aside_and_the_others_get_their_letters(slow: Firm) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS[:4], on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)
    with no_letter_for(office.case(2).id):
        worker = workers.start(NOTE_ON)
        until(lambda: is_done(office, NOTE_ON))

    assert stop(worker) == 0
    assert (states(office), len(inbox.mails)) == ({"handed_over": 3}, 3)
    assert look(office, 2) == NOTE_ON + timedelta(days=1)
    (event,) = office.rows(m.Event, kind="set_aside")
    assert (event.case_id, event.data) == (office.case(2).id, {"error": "IntegrityError"})
    assert "a fault of this case" not in workers.log()


def test_a_letter_that_cannot_be_set_is_taken_back_and_the_others_leave(slow: Firm) -> None:
    office, inbox, workers = slow
    office.receive(*BILLS[:2], NORDANVIK, on=RECEIVED_ON)
    say_bank_checked(creditor=office.creditor, through=NOTE_ON)
    inbox.busy = True
    worker = workers.start(NOTE_ON)
    until(lambda: jobs(status="todo") == ["letters"])
    stop(worker)
    with raw_rows(), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
        cursor.execute(
            "UPDATE records_letter SET pdf_id = NULL, content = '{}' WHERE id = (SELECT max(id) FROM records_letter)"
        )
    inbox.busy = False
    workers.start(NOTE_ON)
    until(lambda: not jobs() and "ready" not in states(office))

    assert states(office) == Counter(handed_over=2, failed=1)
    assert len(inbox.mails) == 2
    assert [look(office, n) for n in (1, 2, 3)].count(NOTE_ON + timedelta(days=1)) >= 1
