"""Explaining a day that has passed gives the decision that the run of that day took."""

from datetime import date, timedelta

import pytest

from betalt.core.process.decision import Ask, Take
from betalt.flows.explain import explain_case
from betalt.flows.one_case import CaseUnknown
from tests.office import ASA, ASA_OBERG, Office

pytestmark = pytest.mark.django_db
RECEIVED_ON = date(2026, 2, 2)


def test_each_past_day_is_explained_as_its_run_decided(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    for clause in ("due_day", "reminder_fee"):
        office.agree(ASA_OBERG, clause, date(2025, 12, 1), on=RECEIVED_ON)
    decided = {}
    day = RECEIVED_ON
    while day <= date(2026, 4, 10):
        if day in (date(2026, 3, 6), date(2026, 3, 23)):
            office.approve(1, day)
        decided[day] = [decision for _, _, decision in office.day(day).advanced.decisions]
        day += timedelta(days=1)

    explained = {on: explain_case(creditor=office.creditor, number=1, on=on).decision for on in decided}

    kept = (Take, Ask)
    assert {on: [told] for on, told in explained.items() if isinstance(told, kept)} == {
        on: told for on, told in decided.items() if told
    }
    assert [told.step.kind for told in explained.values() if isinstance(told, Take)] == [
        "note",
        "reminder",
        "demand",
        "final_notice",
    ]


def test_a_closed_case_has_no_next_step(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.pay(1, 3_000_00, date(2026, 2, 10))
    explained = explain_case(creditor=office.creditor, number=1, on=date(2026, 2, 12))
    assert (explained.decision, explained.known.claim and explained.known.claim.total) == (None, 0)


def test_a_case_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(CaseUnknown, match="there is no case 7"):
        explain_case(creditor=office.creditor, number=7, on=RECEIVED_ON)
