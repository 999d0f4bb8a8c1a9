"""The doctor finds nothing after an ordinary road, and names what was tampered with."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from betalt.flows.answer import approve_step
from betalt.flows.doctor import examine
from betalt.flows.queue import Wanted, enqueue
from betalt.flows.settle import record_payment
from tests.flow_guard import raw_rows
from tests.flows.conftest import ASA, NORDANVIK

pytestmark = pytest.mark.django_db


def test_an_ordinary_road_is_healthy(office):
    office.receive(ASA, NORDANVIK, on=date(2026, 2, 2))
    office.days(date(2026, 2, 16), date(2026, 3, 6))
    approve_step(creditor=office.creditor, number=2, on=date(2026, 3, 6), actor="Karin")
    office.days(date(2026, 3, 6), date(2026, 3, 12))
    record_payment(
        creditor=office.creditor,
        number=1,
        amount_ore=1_000_00,
        booked_on=date(2026, 3, 9),
        on=date(2026, 3, 10),
        key="a",
    )
    record_payment(
        creditor=office.creditor,
        number=2,
        amount_ore=20_000_00,
        booked_on=date(2026, 3, 9),
        on=date(2026, 3, 10),
        key="b",
    )

    examined = examine(creditor=office.creditor, on=date(2026, 3, 12))

    assert [f.reason for f in examined.findings if f.serious] == []


def test_a_stage_changed_behind_our_back_is_named(office):
    office.receive(ASA, on=date(2026, 2, 2))
    with raw_rows(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("UPDATE records_case SET stage = 'demanded'")

    codes = [
        f.reason.code for f in examine(creditor=office.creditor, on=date(2026, 2, 3)).findings if f.serious
    ]

    assert codes == ["doctor.journal_differs"]


def damaged(office, *statements: str, on: date = date(2026, 3, 2)) -> list[str]:
    """Change rows behind betalt's back, with every guard off, and list what the doctor finds serious."""
    with raw_rows(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)
    findings = examine(creditor=office.creditor, on=on).findings
    return sorted({finding.reason.code.removeprefix("doctor.") for finding in findings if finding.serious})


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (("UPDATE records_delivery SET state = 'later' WHERE state = 'handed_over'",), ["delivery_differs"]),
        (
            (
                "ALTER TABLE records_event DISABLE TRIGGER event_append_only",
                "DELETE FROM records_event WHERE kind = 'sent'",
            ),
            ["guard_down", "journal_differs", "letter_not_noted"],
        ),
        (("ALTER TABLE records_note DISABLE ROW LEVEL SECURITY",), ["wall_down"]),
        (("UPDATE records_party SET personal_no = 'other key'",), ["numbers_sealed"]),
        (
            (
                "ALTER TABLE records_case DROP CONSTRAINT case_open_has_next_day",
                "UPDATE records_case SET next_look_on = NULL",
            ),
            ["no_next_day"],
        ),
        (("UPDATE records_creditor SET outlet_closed_at = '2026-03-01 04:00+01'",), ["letters_rest"]),
        (
            (
                "ALTER TABLE records_file DISABLE TRIGGER file_append_only",
                "UPDATE records_file SET sha256 = md5(sha256)",
                "ALTER TABLE records_file ENABLE TRIGGER file_append_only",
            ),
            ["file_changed"],
        ),
        (
            (
                "ALTER TABLE records_file DISABLE TRIGGER file_append_only",
                "UPDATE records_file SET content = 'torn'",
                "ALTER TABLE records_file ENABLE TRIGGER file_append_only",
            ),
            ["file_sealed"],
        ),
        (("UPDATE records_letter SET erased_on = '2026-03-01'",), ["tombstone_filled"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_was_damaged_behind_our_back_is_named(office, statements, found):
    office.receive(ASA, on=date(2026, 2, 2))
    for day in (date(2026, 2, 17), date(2026, 2, 24)):
        office.day(day)

    assert damaged(office, *statements) == found


def test_a_claim_whose_time_is_over_is_named(office):
    office.receive(ASA, on=date(2026, 2, 2))
    codes = {
        finding.reason.code for finding in examine(creditor=office.creditor, on=date(2029, 2, 1)).findings
    }

    assert "doctor.lapsed" in codes
    assert "doctor.lapses_soon" not in codes


def test_a_queue_that_nobody_works_at_is_named_where_it_is_asked_about(office):
    enqueue([Wanted(task="look", args={"timestamp": 0})])
    at = datetime(2026, 2, 3, 9, tzinfo=UTC)

    asked = {
        f.reason.code for f in examine(creditor=office.creditor, on=at.date(), at=at).findings if f.serious
    }

    assert [f for f in examine(creditor=office.creditor, on=at.date()).findings if f.serious] == []
    assert "heartbeat.no_worker" in asked


def test_a_case_that_a_run_has_passed_by_is_worth_a_look(office):
    office.receive(ASA, on=date(2026, 2, 2))
    office.day(date(2026, 2, 17))
    assert damaged(office, "UPDATE records_case SET next_look_on = '2026-02-16'") == []
    findings = examine(creditor=office.creditor, on=date(2026, 2, 18)).findings
    assert "doctor.passed_by" in {finding.reason.code for finding in findings}
