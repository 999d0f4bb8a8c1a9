"""The doctor finds nothing after an ordinary road, and names what was tampered with."""

from datetime import date

import pytest
from django.db import connection

from betalt.flows.answer import approve_step
from betalt.flows.doctor import examine
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
