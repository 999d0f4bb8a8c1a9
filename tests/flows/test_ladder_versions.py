"""A ladder is changed: saved as a draft, started on its day, for new cases or for all, and nobody is told twice."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from betalt.core.process.document import from_json
from betalt.core.process.procedure import CONSUMER, Channel, Kind, Procedure
from betalt.flows import hold
from betalt.flows.explain import explain_case
from betalt.flows.ladder import (
    LadderUnclear,
    LadderUnlawful,
    call_off,
    drop_draft,
    save_ladder,
    start_ladders,
    switch_on,
)
from betalt.records import models as m
from tests.flows.conftest import ASA, BO, NORDANVIK, Office

FIRST = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 23)


def change(kind: Kind, base: Procedure = CONSUMER, **changes: Any) -> Procedure:
    return replace(base, steps=tuple(replace(s, **changes) if s.kind is kind else s for s in base.steps))


def without(kind: Kind, base: Procedure = CONSUMER) -> Procedure:
    kept = [step for step in base.steps if step.kind is not kind]
    return replace(base, steps=tuple(replace(step, no=no) for no, step in enumerate(kept, 1)))


SLOWER = change(Kind.REMINDER, delay_days=20)
NO_NOTE = without(Kind.NOTE)


def save(office: Office, ladder: Procedure, *, seen: int = 1, on: date = FIRST) -> int:
    return save_ladder(creditor=office.creditor, ladder=ladder, seen=seen, on=on, actor="Karin")


def start(office: Office, procedure: int, *, for_all: bool, on: date, starts_on: date | None = None) -> None:
    switch_on(
        creditor=office.creditor, procedure=procedure, starts_on=starts_on or on, for_all=for_all, on=on,
        actor="Karin",
    )  # fmt: skip


def versions(office: Office) -> list[tuple[int, bool, date | None]]:
    found = office.rows(m.Procedure, kind="consumer")
    return [(row.version, row.active, row.started_on) for row in found]


def test_a_draft_changes_nothing_until_it_is_started(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    save(office, SLOWER)
    office.days(FIRST, REMINDER_ON)

    assert versions(office) == [(1, True, None), (2, False, None)]
    assert office.left() == [("note", NOTE_ON), ("reminder", date(2026, 2, 22))]


def test_a_draft_is_saved_again_over_itself_and_thrown_away(office: Office) -> None:
    first = save(office, SLOWER)
    second = save(office, NO_NOTE, seen=2)

    assert first == second
    assert [len(from_json(row.steps).steps) for row in office.rows(m.Procedure, kind="consumer")] == [5, 4]
    drop_draft(creditor=office.creditor, procedure=second, on=FIRST, actor="Karin")
    assert versions(office) == [(1, True, None)]
    assert [event.kind for event in office.rows(m.Event, kind__startswith="ladder")] == [
        "ladder_saved", "ladder_saved", "ladder_dropped",
    ]  # fmt: skip


def test_what_the_law_forbids_is_not_saved(office: Office) -> None:
    with pytest.raises(LadderUnlawful) as told:
        save(office, change(Kind.DEMAND, answer_days=3, channels=(Channel.EMAIL,)))

    assert {problem.code for problem in told.value.problems} == {
        "process.problem_answer_time", "process.problem_demand_by_email",
    }  # fmt: skip
    assert versions(office) == [(1, True, None)]


def test_two_people_who_save_at_once_are_told(office: Office) -> None:
    save(office, SLOWER)

    with pytest.raises(LadderUnclear) as told:
        save(office, NO_NOTE)
    assert told.value.reason.code == "procedures.changed_meanwhile"
    assert dict(told.value.reason.params) == {"by": "Karin", "version": "2"}


def test_a_ladder_for_new_cases_leaves_the_old_ones_alone(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    start(office, save(office, SLOWER), for_all=False, on=FIRST)
    office.receive(BO, on=FIRST)
    office.days(FIRST, REMINDER_ON)

    assert versions(office) == [(1, False, None), (2, True, FIRST)]
    assert [event.data for event in office.rows(m.Event, kind="ladder_changed")] == []
    assert [x.kind for x in office.rows(m.LetterCase, case__number=1)] == ["note", "reminder"]
    assert [x.kind for x in office.rows(m.LetterCase, case__number=2)] == ["note"]


def test_a_ladder_for_all_takes_the_open_cases_along_where_they_stand(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=FIRST)
    office.days(FIRST, REMINDER_ON)
    new = save(office, NO_NOTE, on=REMINDER_ON)
    start(office, new, for_all=True, on=REMINDER_ON)

    consumer, business = office.case(2), office.case(1)
    if consumer.procedure_id != new:
        consumer, business = business, consumer
    assert (consumer.procedure_id, consumer.step_done, consumer.round) == (new, 1, 2)
    assert (business.procedure.kind, business.step_done, business.round) == ("business", 2, 1)
    (told,) = office.rows(m.Event, kind="ladder_changed")
    assert (told.case_id, told.data["to"], told.data["step"], told.actor) == (consumer.id, new, 1, "Karin")
    office.days(REMINDER_ON, date(2026, 3, 10))
    assert office.asked(consumer.number)["kind"] == "demand"


def test_a_reminder_of_the_new_ladder_is_not_taken_for_one_of_the_old(office: Office) -> None:
    """The second reminder has the number that the first one had: a new round keeps them apart."""
    two = [step for step in CONSUMER.steps if step.kind is not Kind.NOTE]
    again = replace(two[0], charged=False, delay_days=12)
    ladder = replace(
        CONSUMER, steps=tuple(replace(s, no=n) for n, s in enumerate([two[0], again, *two[1:]], 1))
    )
    office.receive(ASA, on=FIRST)
    office.days(FIRST, REMINDER_ON)
    start(office, save(office, ladder, on=REMINDER_ON), for_all=True, on=REMINDER_ON)
    office.days(REMINDER_ON, date(2026, 3, 10))

    assert [kind for kind, _ in office.left()] == ["note", "reminder", "reminder"]


def test_a_ladder_waits_for_its_day_and_can_be_called_off(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    later = date(2026, 2, 10)
    new = save(office, SLOWER)
    start(office, new, for_all=True, on=FIRST, starts_on=later)
    office.days(FIRST, date(2026, 2, 9))
    assert versions(office)[1] == (2, False, None)
    call_off(creditor=office.creditor, procedure=new, on=FIRST, actor="Karin")
    office.days(date(2026, 2, 9), later)
    assert versions(office)[1] == (2, False, None)

    start(office, new, for_all=True, on=later, starts_on=date(2026, 2, 11))
    office.day(date(2026, 2, 11))
    assert versions(office) == [(1, False, None), (2, True, date(2026, 2, 11))]
    office.days(date(2026, 2, 11), REMINDER_ON)
    assert office.left() == [("note", NOTE_ON)]


def test_a_case_with_a_letter_on_its_way_comes_along_when_the_letter_has_left(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA.customer, email="")), on=FIRST)
    start_on = REMINDER_ON
    office.days(FIRST, date(2026, 2, 22))
    run = office.day(start_on, post=False)
    assert run.sent.bundles
    new = save(office, SLOWER, on=start_on)
    start(office, new, for_all=True, on=start_on)
    assert office.case().procedure_id != new

    office.posted(run.sent.bundles[0].partition("/")[2], start_on)
    assert start_ladders(creditors=[office.creditor], on=start_on) == 1
    assert (office.case().procedure_id, office.case().step_done) == (new, 2)


def test_a_held_case_is_not_asked_twice_about_its_hold(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    hold.open_dispute(creditor=office.creditor, number=1, on=FIRST, reason="Fel vara")
    office.days(FIRST, date(2026, 2, 3))
    before = office.case()
    start(office, save(office, NO_NOTE), for_all=True, on=date(2026, 2, 3))
    after = office.case()

    assert (after.next_look_on, after.asked_on, after.asked_times) == (
        before.next_look_on, before.asked_on, before.asked_times,
    )  # fmt: skip


def test_what_has_started_is_changed_no_more(office: Office) -> None:
    new = save(office, SLOWER)
    start(office, new, for_all=False, on=FIRST)

    for act in (drop_draft, call_off):
        with pytest.raises(LadderUnclear) as told:
            act(creditor=office.creditor, procedure=new, on=FIRST, actor="Karin")
        assert told.value.reason.code == "procedures.has_started"
    with pytest.raises(LadderUnclear, match="starts_before_today"):
        start(office, save(office, NO_NOTE, seen=2), for_all=True, on=FIRST, starts_on=date(2026, 2, 1))
    with pytest.raises(LadderUnclear, match="no_such_ladder"):
        drop_draft(creditor=office.creditor, procedure=new + 999, on=FIRST, actor="Karin")


def test_a_day_before_the_change_is_explained_by_the_ladder_that_held_then(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    office.days(FIRST, NOTE_ON)
    start(office, save(office, NO_NOTE, on=NOTE_ON), for_all=True, on=NOTE_ON)

    then = explain_case(creditor=office.creditor, number=1, on=date(2026, 2, 16))
    now = explain_case(creditor=office.creditor, number=1, on=date(2026, 2, 18))
    assert (then.step.kind, now.step.kind) == (Kind.NOTE, Kind.REMINDER)
    assert (then.step.no, now.step.no) == (1, 1)
