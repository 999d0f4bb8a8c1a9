"""Days pass: the same day again changes nothing, missed days are caught up, and no day is run out of turn."""

from datetime import date, timedelta

import pytest

from betalt.core.process.decide import decide
from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.day import DayRefused, run_day
from betalt.flows.facts import know
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flow_guard import raw_rows
from tests.flows.tables import differences, snapshot
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, SUND, Inbox, Office, morning, open_office

pytestmark = pytest.mark.django_db


def day(text: str) -> date:
    return date.fromisoformat(text)


# Days on which something happens to these four: notes, reminders, questions, demands by post.
BUSY_DAYS = ("2026-02-02", "2026-02-17", "2026-02-22", "2026-03-05", "2026-03-12", "2026-03-13", "2026-03-30")


def test_the_same_day_run_twice_changes_nothing(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, SUND, on=day("2026-02-02"))
    office.agree(ASA_OBERG, "due_day", day("2026-01-10"), on=day("2026-02-02"))
    office.agree(ASA_OBERG, "reminder_fee", day("2026-01-10"), on=day("2026-02-02"))
    changed = {}
    for text in BUSY_DAYS:
        office.day(day(text))
        if text == "2026-03-12":
            for number in (1, 2, 3, 4):
                office.approve(number, day(text))
            office.day(day(text))
        before = snapshot()
        office.day(day(text))
        changed[text] = differences(before, snapshot())

    assert changed == {on: [] for on in BUSY_DAYS}
    assert [kind for kind, _ in office.left()] == ["note"] * 4 + ["reminder"] * 4 + ["demand"] * 4


def test_a_missed_month_is_caught_up_one_step_at_a_time(office: Office) -> None:
    office.receive(ASA, on=day("2026-02-02"))
    office.day(day("2026-02-02"))

    steps = {}
    for number in range(1, 20):
        on = day("2026-03-20") + timedelta(days=number)
        before = office.case().step_done
        office.day(on)
        if office.case().step_done != before:
            steps[on.isoformat()] = office.case().step_done

    # The note on the first day that is run, and the reminder after the ladder's four days between letters.
    assert steps == {"2026-03-21": 1, "2026-03-25": 2}


def test_a_case_takes_one_step_a_day_however_late_it_is(office: Office) -> None:
    office.receive(ASA, on=day("2026-02-02"))
    office.day(day("2026-06-01"))
    office.day(day("2026-06-01"))
    office.day(day("2026-06-01"))

    assert office.left() == [("note", day("2026-06-01"))]


def test_a_day_before_the_last_run_is_refused(office: Office) -> None:
    office.receive(ASA, on=day("2026-02-02"))
    office.day(day("2026-02-17"))
    before = snapshot()

    with pytest.raises(
        DayRefused, match="Göta Rör AB was last run for 2026-02-17: 2026-02-16 lies before it"
    ):
        office.day(day("2026-02-16"), bank=False)
    assert differences(before, snapshot()) == []


def test_a_day_to_come_is_refused_but_for_a_demo(office: Office, mail: tuple[Inbox, object]) -> None:
    tomorrow = day("2026-02-18")

    def run(one: Office) -> date:
        today = morning(day("2026-02-17"))
        return run_day(on=tomorrow, at=today, creditors_only=[one.creditor], outlet=office.outlet).on

    with pytest.raises(DayRefused, match="2026-02-18 has not come yet: today is 2026-02-17"):
        run(office)
    demo = open_office(
        bundles=office.outlet.bundles, inbox=mail[0], server=None, name="Demo AB", is_demo=True
    )
    assert run(demo) == tomorrow


def test_an_earlier_day_that_was_missed_may_be_run_today(office: Office) -> None:
    office.receive(ASA, on=day("2026-02-02"))
    run_day(
        on=day("2026-02-02"), at=morning(day("2026-02-17")), creditors_only=[office.creditor],
        outlet=office.outlet,
    )  # fmt: skip

    assert [run.on for run in office.rows(m.Run)] == [day("2026-02-02")]


@pytest.mark.raw_rows
def test_a_case_that_contradicts_itself_is_set_aside_and_stops_nobody(office: Office) -> None:
    office.receive(ASA, BO, on=day("2026-02-02"))
    with_fault = office.case(1)
    # A payment that was reversed before it was made cannot be reckoned with.
    with acting_for([office.creditor]):
        paid = m.Payment.objects.create(
            creditor_id=office.creditor, booked_on=day("2026-02-10"), read_on=day("2026-02-10"), amount_ore=1,
            key="x", reversed_on=day("2026-02-09"),
        )  # fmt: skip
        m.Match.objects.create(
            creditor_id=office.creditor,
            payment=paid,
            case=with_fault,
            amount_ore=1,
            on=day("2026-02-10"),
            why="hand",
        )
    run = office.day(day("2026-02-17"))

    assert [number for (_, number), _ in run.advanced.set_aside] == [with_fault.id]
    assert office.case(1).next_look_on == day("2026-02-18")
    assert office.left() == [("note", day("2026-02-17"))]


def test_a_case_that_only_waits_is_decided_as_if_its_claim_had_been_worked_out(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, SUND, on=day("2026-02-02"))
    office.agree(ASA_OBERG, "reminder_fee", day("2026-01-10"), on=day("2026-02-02"))
    on, early, decided = day("2026-02-02"), 0, 0
    while on < day("2026-04-20"):
        office.day(on)
        if on == day("2026-02-20"):
            office.pay(2, 40_00, on)
        with acting_for([office.creditor]):
            keys = [(case.creditor_id, case.id) for case in m.Case.objects.exclude(stage="closed")]
            for known in know(keys, on=on):
                decision = decide(known.facts, procedure=known.procedure, on=on)
                early, decided = early + (known.early is not None), decided + 1
                assert known.early in (None, decision)
        on += timedelta(days=1)

    assert early > decided / 4


def test_an_open_case_has_a_next_day_after_every_day(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, SUND, on=day("2026-02-02"))
    on = day("2026-02-02")
    while on < day("2026-04-20"):
        office.day(on)
        assert [c.number for c in office.rows(m.Case, next_look_on__lte=on)] == []
        on += timedelta(days=1)


def test_work_that_is_done_is_not_found_again(office: Office) -> None:
    office.receive(ASA, on=day("2026-02-02"))
    keys = due_cases(on=day("2026-02-17"), creditors=[office.creditor])
    advance_cases(keys=keys, on=day("2026-02-17"))

    assert due_cases(on=day("2026-02-17"), creditors=[office.creditor]) == []
    assert advance_cases(keys=keys, on=day("2026-02-17")).counts == {"letters": 0}


def test_a_letter_that_cannot_be_composed_stops_no_other(office: Office, mail: tuple[Inbox, object]) -> None:
    broken = open_office(bundles=office.outlet.bundles, inbox=mail[0], server=None, name="Trasigt AB")
    with raw_rows():
        m.Creditor.objects.filter(id=broken.creditor).update(bankgiro="no number")
    for one in (office, broken):
        one.receive(ASA, on=day("2026-02-02"))
        say_bank_checked(creditor=one.creditor, through=day("2026-02-16"))
    keys = due_cases(on=day("2026-02-17"), creditors=[office.creditor, broken.creditor])
    done = advance_cases(keys=keys, on=day("2026-02-17"))

    assert [key for key, _ in done.set_aside] == [(broken.creditor, broken.case().id)]
    assert (broken.letters(), broken.case().next_look_on) == ([], day("2026-02-18"))
    assert [kind for kind, *_ in office.letters()] == ["note"]
