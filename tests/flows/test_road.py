"""The main road: a note, a reminder, a demand that a person releases, a final notice, money, and the end."""

from datetime import date

import pytest

from betalt.flows.answer import approve_step
from tests.office import ASA, Office

pytestmark = pytest.mark.django_db


def test_a_consumer_meets_each_step_on_its_day(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))

    office.days(date(2026, 2, 2), date(2026, 3, 20))
    assert [(kind, state, on) for kind, state, on, _ in office.letters()] == [
        ("note", "handed_over", date(2026, 2, 17)),
        ("reminder", "handed_over", date(2026, 2, 22)),
    ]
    assert office.case().asked_step == 3

    approve_step(creditor=office.creditor, number=1, on=date(2026, 3, 20), actor="Karin")
    office.days(date(2026, 3, 20), date(2026, 4, 20))
    assert [kind for kind, *_ in office.letters()] == ["note", "reminder", "demand"]
    assert office.case().stage == "demanded"
