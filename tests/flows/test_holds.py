"""A case that is held rests; when the hold ends it goes on where it stood, and no hold forgets another."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.core.process.refused import Refused
from betalt.flows.answer import NothingAsked
from betalt.flows.credit import credit_invoice
from betalt.flows.hold import (
    agree_plan,
    open_dispute,
    pause_case,
    release_hold,
    settle_dispute,
)
from betalt.flows.one_case import CaseClosed, CaseUnknown
from betalt.flows.settle import reverse_payment
from betalt.records import models as m
from tests.flows.ledger import assert_books
from tests.office import ASA, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 22)
PARTS = [(date(2026, 3, 16), 1_500_00), (date(2026, 4, 15), 1_500_00)]


@pytest.fixture
def noted(office: Office) -> Office:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)
    return office


def dispute(office: Office, on: date = NOTE_ON, **more: object) -> None:
    open_dispute(creditor=office.creditor, number=1, on=on, reason="Kranen läcker.", **more)


def settle(office: Office, on: date, outcome: str) -> None:
    settle_dispute(creditor=office.creditor, number=1, on=on, outcome=outcome, reason="Vi talade.")


def plan(office: Office, on: date = NOTE_ON) -> None:
    agree_plan(creditor=office.creditor, number=1, on=on, instalments=PARTS)


def test_a_dispute_that_nobody_ends_is_asked_about_on_its_day_and_never_ends_by_itself(noted: Office) -> None:
    dispute(noted, deadline_on=date(2026, 3, 2))
    noted.days(date(2026, 2, 18), date(2026, 4, 1))

    assert (noted.asked()["code"], noted.asked()["question"]) == ("process.ends_dispute", "hold")
    assert noted.asked()["ground"] == "inkassolagen (1974:182) 8 §"
    assert [q.asked_on for q in noted.rows(m.Question)][:2] == [date(2026, 3, 2), date(2026, 3, 9)]
    with pytest.raises(NothingAsked, match="release it, or end the dispute"):
        noted.approve(1, date(2026, 4, 1))
    with pytest.raises(Refused, match="say_how_dispute_ended"):
        release_hold(creditor=noted.creditor, number=1, on=date(2026, 4, 1))
    assert [kind for kind, _ in noted.left()] == ["note"]


@pytest.mark.parametrize("outcome", ["rejected", "settled"])
def test_a_case_goes_on_after_its_dispute(noted: Office, outcome: str) -> None:
    dispute(noted)
    settle(noted, date(2026, 3, 2), outcome)
    noted.days(date(2026, 3, 2), date(2026, 3, 4))

    assert noted.left()[1:] == [("reminder", date(2026, 3, 3))]


def test_a_dispute_that_is_upheld_closes_the_case_by_its_credit(noted: Office) -> None:
    dispute(noted)
    credit_invoice(
        creditor=noted.creditor,
        invoice="1002",
        amount_ore=3_000_00,
        on=date(2026, 3, 2),
        ground="error",
        key="K",
    )
    settle(noted, date(2026, 3, 2), "upheld")
    noted.days(date(2026, 3, 2), date(2026, 4, 2))

    assert (noted.case().stage, noted.case().payment_status, noted.case().hold) == (
        "closed",
        "credited",
        "none",
    )
    # Nobody who has objected is thanked.
    assert [kind for kind, _ in noted.left()] == ["note"]
    assert_books(noted, date(2026, 4, 2))


def test_a_second_objection_waits_for_the_first(noted: Office) -> None:
    dispute(noted)
    with pytest.raises(Refused, match="disputed_already"):
        dispute(noted)
    with pytest.raises(Refused, match="plan_disputed"):
        plan(noted)
    with pytest.raises(Refused, match="outcome_unknown"):
        settle(noted, NOTE_ON, "won")


def test_a_plan_that_is_disputed_is_a_plan_again_after_the_dispute(noted: Office) -> None:
    plan(noted)
    dispute(noted, on=date(2026, 3, 1))
    settle(noted, date(2026, 3, 5), "rejected")
    noted.days(date(2026, 3, 5), date(2026, 3, 19))

    assert noted.case().hold == "plan"
    assert [kind for kind, _ in noted.left()] == ["note"]
    noted.days(date(2026, 3, 20), date(2026, 3, 25))
    assert noted.asked()["code"] == "process.plan_broken"


def test_a_pause_that_is_disputed_lasts_as_long_as_it_was_to(noted: Office) -> None:
    pause_case(creditor=noted.creditor, number=1, on=NOTE_ON, until=date(2026, 3, 31), reason="Sjuk.")
    dispute(noted, on=date(2026, 3, 1))
    settle(noted, date(2026, 3, 5), "rejected")
    noted.days(date(2026, 3, 5), date(2026, 4, 2))

    assert noted.left()[1:] == [("reminder", date(2026, 4, 1))]


def test_a_plan_that_was_kept_to_its_end_is_noted_as_kept(noted: Office) -> None:
    plan(noted)
    noted.pay(1, 1_500_00, date(2026, 3, 16))
    noted.days(date(2026, 3, 16), date(2026, 3, 31))
    noted.pay(1, 1_500_00, date(2026, 4, 15))

    (kept,) = noted.rows(m.Plan)
    assert (kept.outcome, kept.ended_on) == ("kept", date(2026, 4, 15))
    assert (noted.case().stage, noted.case().hold) == ("closed", "none")


def test_a_new_plan_may_be_agreed_on_after_the_last_one(noted: Office) -> None:
    plan(noted)
    noted.pay(1, 3_000_00, date(2026, 3, 16), key="k")
    reverse_payment(creditor=noted.creditor, key="k", on=date(2026, 3, 20))
    agree_plan(
        creditor=noted.creditor, number=1, on=date(2026, 3, 21), instalments=[(date(2026, 4, 30), 3_000_00)]
    )

    assert [x.outcome for x in noted.rows(m.Plan)] == ["kept", ""]
    assert noted.case().hold == "plan"


def test_a_broken_plan_is_ended_by_a_person_and_the_ladder_goes_on(noted: Office) -> None:
    plan(noted)
    noted.days(date(2026, 2, 18), date(2026, 3, 20))
    assert noted.asked()["code"] == "process.plan_broken"
    release_hold(creditor=noted.creditor, number=1, on=date(2026, 3, 20), reason="Betalade inte.")
    noted.day(date(2026, 3, 21))

    assert noted.left()[1:] == [("reminder", date(2026, 3, 21))]
    assert noted.rows(m.Plan)[0].outcome == "broken"


def test_a_pause_ends_by_itself_and_says_so(noted: Office) -> None:
    pause_case(creditor=noted.creditor, number=1, on=NOTE_ON, until=date(2026, 3, 15), reason="Lön den 25:e.")
    noted.days(date(2026, 2, 18), date(2026, 3, 16))

    assert noted.left()[1:] == [("reminder", date(2026, 3, 16))]
    assert (noted.case().hold, noted.happened()[-2:]) == ("none", ["pause_ended", "sent"])
    assert noted.rows(m.Pause)[0].ended_on == date(2026, 3, 16)


def test_what_cannot_be_is_refused(noted: Office) -> None:
    with pytest.raises(Refused, match="until_past"):
        pause_case(creditor=noted.creditor, number=1, on=NOTE_ON, until=NOTE_ON, reason="")
    with pytest.raises(Refused, match="plan_empty"):
        agree_plan(creditor=noted.creditor, number=1, on=NOTE_ON, instalments=[])
    with pytest.raises(Refused, match="not_held"):
        release_hold(creditor=noted.creditor, number=1, on=NOTE_ON)
    with pytest.raises(CaseUnknown, match="there is no case 77"):
        release_hold(creditor=noted.creditor, number=77, on=NOTE_ON)
    noted.pay(1, 3_000_00, NOTE_ON)
    with pytest.raises(CaseClosed, match="case 1 is closed"):
        dispute(noted)


def test_an_objection_to_one_invoice_does_not_hold_the_customers_others(office: Office) -> None:
    office.receive(ASA, replace(ASA, number="1012"), on=RECEIVED_ON)
    dispute(office, on=RECEIVED_ON)
    office.day(NOTE_ON)

    letters = office.rows(m.LetterCase)
    assert [part.case_id for part in letters] == [office.case(2).id]
