"""Long work is done chunk by chunk, each once, and what cannot be done says so."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from betalt.flows.long_work import (
    FAILED,
    GAVE_UP,
    MOST_TRIES,
    Chunk,
    Going,
    WorkFailed,
    WorkKind,
    cancel_work,
    do_chunk,
    start_work,
    take_up_work,
    tell_progress,
)
from betalt.flows.queue import LONG_WORK
from betalt.records import models as m
from betalt.records.queries.work import WorkShown, recent_work, work_of
from betalt.records.queue import live_jobs
from betalt.records.scope import acting_for
from betalt.values.reason import Reason
from tests.flows.conftest import Office

ON = date(2026, 2, 2)


def count(going: Going) -> Chunk:
    """Count to ten by threes, writing a note of each chunk into the journal."""
    to = min(going.done + 3, 10)
    m.Event.objects.create(creditor_id=going.creditor, on=going.on, kind=f"counted_{to}")
    return Chunk(done=to, total=10, place={"at": to}, result={"sum": to} if to == 10 else None)


def kinds(chunk: Callable[[Going], Chunk], *, alone: bool = False) -> dict[str, WorkKind]:
    return {"count": WorkKind(chunk=chunk, alone=alone)}


def start(office: Office) -> int:
    return start_work(creditor=office.creditor, kind="count", on=ON, asked_by="Karin", arguments={"n": 10})


def shown(office: Office, work: int) -> WorkShown:
    with acting_for([office.creditor]):
        found = work_of(creditor=office.creditor, work=work)
    assert found is not None
    return found


def once(office: Office, work: int, chunk: Callable[[Going], Chunk] = count, *, alone: bool = False) -> bool:
    return do_chunk(creditor=office.creditor, work=work, kinds=kinds(chunk, alone=alone), on=ON)


def asked_jobs() -> int:
    return len(live_jobs(tasks=[LONG_WORK]))


def lose_the_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_work_is_done_in_chunks_and_ends_with_a_result(office: Office) -> None:
    work = start(office)
    far = []
    while once(office, work):
        far.append((shown(office, work).state, shown(office, work).percent))

    assert far == [("running", 30), ("running", 60), ("running", 90)]
    done = shown(office, work)
    assert (done.state, done.done, done.result, done.is_left) == ("done", 10, {"sum": 10}, False)
    assert [event.kind for event in office.rows(m.Event, kind__startswith="counted")] == [
        "counted_3", "counted_6", "counted_9", "counted_10",
    ]  # fmt: skip


def test_each_chunk_asks_for_the_next_in_its_own_transaction(office: Office) -> None:
    lose_the_queue()
    work = start(office)
    assert asked_jobs() == 1
    once(office, work)
    assert asked_jobs() == 2


def test_a_chunk_that_fails_leaves_nothing_behind_and_is_tried_again(office: Office) -> None:
    work = start(office)

    def break_down(going: Going) -> Chunk:
        count(going)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(office, work, break_down)
    assert office.rows(m.Event, kind__startswith="counted") == []
    assert (shown(office, work).state, shown(office, work).tries) == ("running", 1)
    assert once(office, work)
    assert (shown(office, work).done, shown(office, work).tries) == (3, 0)


def test_what_fails_every_time_is_said_to_have_failed(office: Office) -> None:
    work = start(office)

    def break_down(_going: Going) -> Chunk:
        raise ZeroDivisionError

    for _ in range(MOST_TRIES - 1):
        with pytest.raises(ZeroDivisionError):
            once(office, work, break_down)
    assert not once(office, work, break_down)
    failed = shown(office, work)
    assert failed.state == "failed"
    assert failed.problem == Reason(code=FAILED, params=(("error", "ZeroDivisionError"),))
    assert office.rows(m.Event, kind="work_failed")[0].data == {"work": work, "kind": "count"}


def test_what_kills_its_worker_every_time_is_given_up(office: Office) -> None:
    work = start(office)

    def kill(_going: Going) -> Chunk:
        raise KeyboardInterrupt  # as little is noted as when a process is killed

    for _ in range(MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            once(office, work, kill)
    assert not once(office, work)
    assert (shown(office, work).state, shown(office, work).problem) == ("failed", Reason(code=GAVE_UP))


def test_what_cannot_be_done_as_asked_says_why_at_once(office: Office) -> None:
    work = start(office)
    why = Reason(code="work.failed", params=(("error", "x"),))

    def refuse(_going: Going) -> Chunk:
        raise WorkFailed(why)

    assert not once(office, work, refuse)
    assert shown(office, work).problem == why


def test_work_of_an_unknown_kind_fails(office: Office) -> None:
    work = start(office)

    assert not do_chunk(creditor=office.creditor, work=work, kinds={}, on=ON)
    assert shown(office, work).state == "failed"


def test_work_that_is_called_off_is_done_no_further(office: Office) -> None:
    work = start(office)
    once(office, work)

    assert cancel_work(creditor=office.creditor, work=work, on=ON, actor="Karin")
    assert not cancel_work(creditor=office.creditor, work=work, on=ON, actor="Karin")
    assert not once(office, work)
    assert (shown(office, work).state, shown(office, work).done) == ("cancelled", 3)


def test_work_alone_tells_its_progress_and_hears_that_it_is_called_off(office: Office) -> None:
    work = start(office)
    far = []

    def alone(going: Going) -> Chunk:
        tell_progress(going=going, done=4, total=8)
        far.append(shown(office, work).percent)
        cancel_work(creditor=office.creditor, work=work, on=ON, actor="Karin")
        tell_progress(going=going, done=5, total=8)
        raise AssertionError

    assert not once(office, work, alone, alone=True)
    assert far == [50]
    assert shown(office, work).state == "cancelled"


def test_work_alone_ends_with_its_result(office: Office) -> None:
    work = start(office)

    assert not once(office, work, lambda _going: Chunk(done=1, total=1, result={"rows": 1}), alone=True)
    assert (shown(office, work).state, shown(office, work).result) == ("done", {"rows": 1})


def test_work_that_the_queue_has_lost_is_asked_for_again(office: Office) -> None:
    work = start(office)
    lose_the_queue()

    assert take_up_work() == 1
    assert take_up_work() == 0
    once(office, work)
    lose_the_queue()
    while once(office, work):
        pass
    lose_the_queue()
    assert take_up_work() == 0


def test_the_latest_work_is_listed_first(office: Office) -> None:
    first, second = start(office), start(office)

    with acting_for([office.creditor]):
        assert [work.id for work in recent_work(creditor=office.creditor)] == [second, first]
        assert recent_work(creditor=office.creditor, kind="other") == ()


def test_another_creditors_work_is_not_shown(office: Office) -> None:
    work = start(office)

    with acting_for([office.creditor + 1]):
        assert work_of(creditor=office.creditor + 1, work=work) is None
        assert work_of(creditor=office.creditor, work=work) is None
