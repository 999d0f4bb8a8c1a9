"""The time machine follows the real portfolio by the live rules, changed beside present, and writes nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from betalt.core.process.pay_curve import MILLION, curves
from betalt.core.process.procedure import CONSUMER, Kind, Procedure
from betalt.flows import time_machine
from betalt.flows.ladder import LadderUnlawful
from betalt.flows.long_work import do_chunk
from betalt.flows.setup import change_choices
from betalt.flows.time_machine import start_time_machine
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import foresight
from betalt.records import models as m
from betalt.records.queries.work import work_of
from betalt.records.scope import acting_for
from tests.flows.conftest import ASA, BO, NORDANVIK, Office
from tests.flows.tables import differences, snapshot
from tests.flows.test_dry_run import SOONER
from tests.flows.test_ladder_versions import FIRST, NO_NOTE, change


def go(office: Office, ladder: Procedure, *, on: date = FIRST, days: int = 90) -> dict[str, Any]:
    work = start_time_machine(creditor=office.creditor, ladder=ladder, on=on, asked_by="Karin", days=days)
    while do_chunk(creditor=office.creditor, work=work, kinds=WORK_KINDS, on=on):
        pass
    with acting_for([office.creditor]):
        done = work_of(creditor=office.creditor, work=work)
    assert done is not None
    assert done.state == "done", done.problem
    return dict(done.result)


def test_what_is_foreseen_is_what_the_live_days_bring(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, on=FIRST)
    foreseen = go(office, CONSUMER, days=60)["present"]
    day, last = FIRST, FIRST + timedelta(days=60)
    while day <= last:
        office.day(day)
        for case in office.rows(m.Case):
            if case.asked_on is not None and office.asked(case.number)["question"] == "release":
                office.approve(case.number, day)
                office.day(day)
        day += timedelta(days=1)

    live: dict[str, int] = {}
    for kind, _ in office.left():
        live[kind] = live.get(kind, 0) + 1
    assert foreseen["letters"] == live
    charged = list(office.rows(m.Measure, charged=True, withdrawn_on=None))
    fees = {"reminder": 60_00, "demand": 180_00, "late_compensation": 450_00}
    assert sum(foreseen["fees"].values()) == sum(fees[x.kind] for x in charged)


def test_the_changed_ladder_goes_beside_the_present_one(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, on=FIRST)
    found = go(office, NO_NOTE)

    assert found["present"]["letters"]["note"] == 3
    assert found["changed"]["letters"]["note"] == 1
    assert found["present"]["letters"]["reminder"] == found["changed"]["letters"]["reminder"] == 3
    assert (found["first"], found["last"]) == ("2026-02-02", "2026-05-03")


def test_only_the_work_itself_is_written(office: Office) -> None:
    office.receive(ASA, NORDANVIK, on=FIRST)
    before = snapshot()
    go(office, SOONER)

    assert set(differences(before, snapshot())) == {"records_longwork", "records_event"}


def test_chunks_give_the_same_figures_as_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.receive(ASA, BO, NORDANVIK, on=FIRST)
    whole = go(office, SOONER)
    monkeypatch.setattr(time_machine, "_DEBTORS", 1)

    assert go(office, SOONER) == whole


def test_a_letter_on_its_way_is_taken_as_left(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA.customer, email="")), on=FIRST)
    office.days(FIRST, date(2026, 2, 22))
    office.day(date(2026, 2, 23), post=False)

    assert go(office, CONSUMER, on=date(2026, 2, 23))["present"]["letters"] == {
        "demand": 1, "final_notice": 1,
    }  # fmt: skip


def test_customers_are_expected_to_pay_as_they_have_paid(office: Office) -> None:
    bills = [
        replace(ASA, number=str(3000 + n), customer=replace(ASA.customer, number=str(n))) for n in range(8)
    ]
    office.receive(*bills, on=FIRST)
    office.days(FIRST, date(2026, 2, 20))
    for number in range(1, 7):
        office.pay(number, 3_000_00, date(2026, 2, 20))
    found = go(office, CONSUMER, on=date(2026, 2, 21))

    assert found["history"]["note"] == [6, 8]
    assert found["present"]["cases"] == 2
    with acting_for([office.creditor]):
        drawn = curves(foresight.payment_history(creditor=office.creditor, on=date(2026, 2, 21)))
    assert drawn["note"].alive_at(3) == MILLION - 6 * MILLION // 8


def test_days_past_the_published_rates_are_marked(office: Office) -> None:
    office.receive(ASA, on=FIRST)

    assert go(office, CONSUMER, days=90)["projected_from"] is None
    assert go(office, CONSUMER, days=365)["projected_from"] == "2027-01-01"


def test_what_a_letter_costs_is_kept_with_the_result(office: Office) -> None:
    office.receive(ASA, on=FIRST)
    change_choices(creditor=office.creditor, choices={"letter_cost_ore": 14_50}, on=FIRST)

    assert go(office, CONSUMER)["letter_cost_ore"] == 14_50


def test_an_unlawful_ladder_is_not_tried(office: Office) -> None:
    with pytest.raises(LadderUnlawful):
        start_time_machine(
            creditor=office.creditor, ladder=change(Kind.DEMAND, answer_days=2), on=FIRST, asked_by="Karin"
        )


def test_an_office_without_cases_has_nothing_ahead(office: Office) -> None:
    assert go(office, CONSUMER)["present"]["letters"] == {}
