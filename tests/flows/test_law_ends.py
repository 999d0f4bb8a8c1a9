"""Past the last published rate, the cases that need it ask and the others go on (design 10, INT-15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from betalt import law
from betalt.flows.doctor import examine
from betalt.flows.law_values import NewValue, enter_value
from betalt.flows.settle import reverse_payment
from betalt.records import models as m
from tests.flows.ledger import assert_books
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, NORDANVIK_AB, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 12, 1)
LAST = date(2026, 12, 31)


@pytest.fixture
def published(tmp_path: Path) -> Iterator[None]:
    """Know the rate of the next half-year, once somebody asks for it."""
    yield
    law.use_additions(folder=None)


def publish(folder: Path) -> None:
    """Enter the rate of the first half of 2027."""
    rate = NewValue(
        table="reference_rate", from_on=date(2027, 1, 1), text="2.00", source="riksbank.se", checked_by="Anna"
    )
    enter_value(new=rate, environment={"BETALT_LAW_DIR": str(folder / "law")}, on=date(2027, 1, 20))


def winter(office: Office) -> None:
    """Three debts that fall due on 18 December: two bear interest, one of them by a fixed rate, and one bears none."""
    dates = {"issued": "2026-11-18", "due": "2026-12-18"}
    office.receive(replace(ASA, **dates), replace(BO, **dates), replace(NORDANVIK, **dates), on=RECEIVED_ON)
    agreed = date(2026, 11, 1)
    office.agree(ASA_OBERG, "due_day", agreed, on=RECEIVED_ON)
    office.agree(NORDANVIK_AB, "due_day", agreed, on=RECEIVED_ON)
    office.agree(NORDANVIK_AB, "interest", agreed, on=RECEIVED_ON, interest_kind="fixed", interest_bps=1800)


def test_what_needs_the_rate_asks_and_the_rest_goes_on(office: Office) -> None:
    winter(office)
    office.days(date(2026, 12, 18), date(2027, 1, 20))

    assert [kind for kind, _ in office.left()] == ["note"] * 3 + ["reminder"] * 2
    assert office.asked(1)["code"] == "process.law_unknown"
    assert office.asked(1)["ground"] == "räntelagen (1975:635) 9 §"
    assert [office.case(number).stage for number in (1, 2, 3)] == ["noted", "reminded", "reminded"]
    findings = examine(creditor=office.creditor, on=date(2027, 1, 20)).findings
    assert [f.reason.code for f in findings if f.serious] == ["doctor.law_ended"]


def test_a_debt_that_falls_due_after_the_tables_end_stops_nobody(office: Office) -> None:
    office.receive(
        replace(ASA, issued="2026-12-08", due="2027-01-08"),
        replace(BO, issued="2026-12-08", due="2027-01-08"), on=date(2026, 12, 10),
    )  # fmt: skip
    office.agree(ASA_OBERG, "due_day", date(2026, 11, 1), on=date(2026, 12, 10))
    office.days(date(2027, 1, 8), date(2027, 2, 1))

    assert ("reminder", date(2027, 1, 16)) in office.left()
    assert office.asked(1)["code"] == "process.law_unknown"
    assert [kind for kind, *_ in office.fees(1)] == []


def test_money_is_taken_in_although_the_rate_is_not_known(office: Office) -> None:
    winter(office)
    office.days(date(2026, 12, 18), date(2027, 1, 5))
    office.pay(1, 3_000_00, date(2027, 1, 5), key="k")

    assert len(office.rows(m.Match)) == 1
    assert office.case(1).stage == "noted"
    reverse_payment(creditor=office.creditor, key="k", on=date(2027, 1, 6))
    assert office.case(1).payment_status == "unpaid"


def test_who_pays_while_the_rate_is_not_known_is_left_in_peace_and_the_case_closes_when_it_is(
    office: Office, published: None, tmp_path: Path
) -> None:
    winter(office)
    office.days(date(2026, 12, 18), date(2027, 1, 5))
    office.pay(1, 3_000_00, date(2027, 1, 5))  # what the note of December asks for
    office.days(date(2027, 1, 6), date(2027, 1, 20))
    assert office.case(1).stage == "noted"
    publish(tmp_path)
    office.days(date(2027, 1, 21), date(2027, 2, 5))

    assert (office.case(1).stage, office.claim(1, date(2027, 2, 5)).total) == ("closed", 0)
    assert_books(office, date(2027, 2, 5))


def test_once_the_rate_is_entered_the_case_goes_on_by_itself(
    office: Office, published: None, tmp_path: Path
) -> None:
    winter(office)
    office.days(date(2026, 12, 18), date(2027, 1, 20))
    publish(tmp_path)
    office.days(date(2027, 1, 21), date(2027, 2, 5))

    assert office.case(1).stage == "reminded"
    assert_books(office, date(2027, 2, 5))
