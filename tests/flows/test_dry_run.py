"""A dry run says what the live run then does, writes nothing, and shows what a changed ladder would do instead."""

from datetime import date, timedelta

from betalt.core.process.procedure import CONSUMER, Kind, Procedure
from betalt.flows.dry_run import DryRun, dry_run
from betalt.flows.hold import open_dispute
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flows.conftest import ASA, BO, NORDANVIK, Office
from tests.flows.tables import differences, snapshot
from tests.flows.test_ladder_versions import FIRST, NO_NOTE, NOTE_ON, change, save, start

SOONER = change(Kind.REMINDER, delay_days=3, gap_days=1)
REMINDER_ON = date(2026, 2, 22)


def run(office: Office, *, on: date, today: date = FIRST, ladder: Procedure = CONSUMER) -> DryRun:
    with acting_for([office.creditor]):
        return dry_run(creditor=office.creditor, ladder=ladder, today=today, on=on)


def outcome(found: DryRun) -> list[tuple[str, str]]:
    return [(one.what, one.kind) for one in found.present.outcomes.values()]


def test_what_is_tried_is_what_then_happens_day_by_day(office: Office) -> None:
    office.receive(ASA, BO, on=FIRST)
    day = FIRST
    while day < date(2026, 3, 10):
        tried, asked = run(office, on=day, today=day), len(office.rows(m.Question))
        live = office.day(day)
        letters = {k: n for k, n in live.advanced.counts.items() if k.startswith("composed_") and n}
        assert letters == {
            f"composed_{kind}": count
            for kind in ("note", "reminder", "demand", "final_notice")
            if (count := tried.present.count("letter", kind))
        }, day
        new = len(office.rows(m.Question)) - asked
        assert new == (tried.present.count("asks") if not asked else 0), (
            day
        )  # who was asked is not asked again
        day += timedelta(days=1)
    assert office.asked()["kind"] == "demand"


def test_nothing_is_written(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=FIRST)
    before = snapshot()
    run(office, on=NOTE_ON, ladder=SOONER)

    assert differences(before, snapshot()) == []


def test_a_later_day_comes_after_the_days_between(office: Office) -> None:
    office.receive(ASA, on=FIRST)

    assert outcome(run(office, on=date(2026, 2, 16))) == [("waits", "")]
    assert outcome(run(office, on=NOTE_ON)) == [("letter", "note")]
    assert outcome(run(office, on=REMINDER_ON)) == [("letter", "reminder")]


def test_the_changed_ladder_goes_beside_the_present_one(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=FIRST)
    found = run(office, on=date(2026, 2, 18), ladder=SOONER)

    assert (found.cases, found.differing) == (1, 1)
    assert (found.present.count("waits"), found.changed.count("letter", "reminder")) == (1, 1)
    (differs,) = found.shown
    assert (differs.present.next_kind, differs.present.next_on) == ("reminder", REMINDER_ON)
    assert (differs.changed.next_kind, differs.changed.next_on) == ("reminder", date(2026, 2, 18))


def test_what_was_switched_on_then_does_what_the_dry_run_said(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    tried = run(office, on=date(2026, 2, 18), ladder=SOONER)
    start(office, save(office, SOONER), for_all=True, on=FIRST)
    office.days(FIRST, date(2026, 2, 18))

    assert tried.changed.count("letter", "reminder") == 1
    assert office.left() == [("note", NOTE_ON), ("reminder", date(2026, 2, 18))]


def test_fees_and_stops_are_counted(office: Office) -> None:
    office.receive(ASA, BO, on=FIRST)
    office.agree(ASA.customer, "reminder_fee", date(2026, 1, 1), on=FIRST)
    open_dispute(creditor=office.creditor, number=2, on=FIRST, reason="Fel vara")
    found = run(office, on=REMINDER_ON, ladder=NO_NOTE)

    assert (found.present.fees_ore, found.changed.fees_ore) == (60_00, 60_00)
    assert found.present.stops() == {"process.ends_dispute": 1}
    assert found.differing == 0


def test_the_days_question_is_a_question_and_no_letter(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    office.days(FIRST, date(2026, 3, 3))

    today = date(2026, 3, 4)

    assert outcome(run(office, on=date(2026, 3, 5), today=today)) == [("asks", "demand")]
    # A day later the yes of the day before is taken for granted.
    assert outcome(run(office, on=date(2026, 3, 6), today=today)) == [("waits", "")]
