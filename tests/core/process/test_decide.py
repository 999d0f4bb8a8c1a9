"""The order of things: closed, paid, pending, held, too early, checked, released."""

from datetime import date
from typing import Any

import pytest

from betalt.core.process.decide import CaseClosedError, decide, still_due
from betalt.core.process.decision import Ask, Close, Question, Take, Wait
from betalt.core.process.procedure import BUSINESS, CONSUMER, Kind
from betalt.core.process.stages import Hold, Payment, Stage
from tests.core.process.cases import a_case, before, step_of

ON = date(2026, 3, 6)


def test_a_closed_case_is_not_decided() -> None:
    with pytest.raises(CaseClosedError):
        decide(a_case(stage=Stage.CLOSED), procedure=CONSUMER, on=ON)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Payment.UNPAID, Payment.PAID),
        (Payment.PART, Payment.PAID),
        (Payment.PAID, Payment.PAID),
        (Payment.CREDITED, Payment.CREDITED),
        (Payment.WRITTEN_OFF, Payment.WRITTEN_OFF),
    ],
)
@pytest.mark.parametrize("hold", list(Hold))
def test_a_case_with_nothing_owed_is_closed_whatever_holds_it(
    hold: Hold, status: Payment, outcome: Payment
) -> None:
    decision = decide(a_case(owed_ore=0, hold=hold, payment=status), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Close)
    assert decision.outcome is outcome


def test_a_letter_that_is_not_handed_over_makes_the_case_wait() -> None:
    decision = decide(before(Kind.DEMAND, letter_pending=True), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Wait)
    assert (decision.until, decision.why.code) == (date(2026, 3, 7), "process.letter_pending")


HOLDS = [hold for hold in Hold if hold is not Hold.NONE]


@pytest.mark.parametrize("hold", HOLDS)
def test_a_held_case_waits_for_the_day_of_its_hold(hold: Hold) -> None:
    decision = decide(before(Kind.DEMAND, hold=hold, hold_until=date(2026, 3, 9)), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Wait)
    assert (decision.until, decision.why.code) == (date(2026, 3, 9), f"process.held_{hold}")


@pytest.mark.parametrize("hold", HOLDS)
def test_a_hold_without_end_is_asked_about(hold: Hold) -> None:
    decision = decide(before(Kind.DEMAND, hold=hold), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert (decision.question, decision.why.code) == (Question.HOLD, f"process.ends_{hold}")


@pytest.mark.parametrize("hold", [hold for hold in HOLDS if hold is not Hold.PAUSE])
def test_a_hold_whose_day_has_come_is_asked_about(hold: Hold) -> None:
    decision = decide(before(Kind.DEMAND, hold=hold, hold_until=ON), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert decision.question is Question.HOLD


def test_a_pause_ends_by_itself_on_its_day() -> None:
    assert isinstance(
        decide(before(Kind.DEMAND, hold=Hold.PAUSE, hold_until=ON), procedure=CONSUMER, on=ON), Take
    )


def test_a_broken_plan_is_asked_about_before_its_day() -> None:
    facts = before(Kind.DEMAND, hold=Hold.PLAN, hold_until=date(2026, 6, 1), plan_kept=False)

    decision = decide(facts, procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert decision.why.code == "process.plan_broken"


@pytest.mark.parametrize(
    ("plan_next_on", "answer"),
    [(date(2026, 4, 30), Wait), (ON, Ask), (None, Ask)],
)
def test_a_kept_plan_waits_for_its_next_instalment_and_is_asked_about_after_the_last(
    plan_next_on: date | None, answer: type
) -> None:
    facts = before(Kind.DEMAND, hold=Hold.PLAN, hold_until=ON, plan_next_on=plan_next_on)

    assert type(decide(facts, procedure=CONSUMER, on=ON)) is answer


@pytest.mark.parametrize(
    ("changes", "on", "until", "why"),
    [
        ({}, date(2026, 1, 30), date(2026, 2, 3), "not_due"),
        ({}, date(2026, 2, 2), date(2026, 2, 3), "too_early_note"),
        (
            {"step_done": 1, "step_done_on": date(2026, 2, 5)},
            date(2026, 2, 8),
            date(2026, 2, 9),
            "too_early_reminder",
        ),
        (
            {"step_done": 2, "step_done_on": date(2026, 2, 9), "answer_by": date(2026, 2, 17)},
            date(2026, 2, 17),
            date(2026, 2, 20),
            "answer_time",
        ),
        (
            {"step_done": 2, "step_done_on": date(2026, 2, 9), "answer_by": date(2026, 2, 17)},
            date(2026, 2, 18),
            date(2026, 2, 20),
            "too_early_demand",
        ),
    ],
)
def test_a_step_that_is_too_early_waits_for_its_day(
    changes: dict[str, Any], on: date, until: date, why: str
) -> None:
    decision = decide(a_case(**changes), procedure=CONSUMER, on=on)

    assert isinstance(decision, Wait)
    assert (decision.until, decision.why.code) == (until, f"process.{why}")


@pytest.mark.parametrize("kind", [Kind.DEMAND, Kind.FINAL_NOTICE])
def test_a_collection_letter_is_released_by_a_person_section_15(kind: Kind) -> None:
    unreleased = decide(before(kind, released_step=0), procedure=CONSUMER, on=ON)
    released = decide(before(kind), procedure=CONSUMER, on=ON)

    assert isinstance(unreleased, Ask)
    assert (unreleased.question, unreleased.again_on) == (Question.RELEASE, date(2026, 3, 13))
    assert isinstance(released, Take)


def test_the_release_of_another_step_releases_nothing() -> None:
    assert isinstance(decide(before(Kind.FINAL_NOTICE, released_step=3), procedure=CONSUMER, on=ON), Ask)


def test_an_import_waits_for_a_yes_before_its_first_letters() -> None:
    facts = before(Kind.NOTE, imported_on=date(2026, 3, 1), first_run_released=False)

    decision = decide(facts, procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert (decision.question, decision.why.code) == (Question.RELEASE, "process.first_run")


@pytest.mark.parametrize(
    ("asked_on", "times", "until"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 9)),
        (date(2026, 3, 2), 2, date(2026, 3, 16)),
        (ON, 5, date(2026, 3, 20)),
    ],
)
def test_an_unanswered_question_waits_for_its_next_day(asked_on: date, times: int, until: date) -> None:
    facts = before(Kind.DEMAND, released_step=0, asked_step=3, asked_on=asked_on, asked_times=times)

    decision = decide(facts, procedure=CONSUMER, on=ON)

    assert isinstance(decision, Wait)
    assert (decision.until, decision.why.code) == (until, "process.unanswered")


def test_another_question_about_the_same_step_is_asked_at_once() -> None:
    facts = before(
        Kind.DEMAND, bankrupt=True, asked_step=3, asked_on=ON, asked_times=1, asked_code="process.release"
    )

    assert isinstance(decide(facts, procedure=CONSUMER, on=ON), Ask)


def test_a_case_past_its_last_rung_is_asked_about_and_never_silent() -> None:
    facts = before(Kind.ASK, step_done=5, stage=Stage.DECISION)

    assert isinstance(decide(facts, procedure=CONSUMER, on=date(2026, 9, 1)), Ask)


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, Take),
        ({"owed_ore": 0}, Close),
        ({"hold": Hold.DISPUTE, "hold_until": date(2026, 4, 1)}, Wait),
        ({"hold": Hold.DISPUTE}, Ask),
        ({"payment_pending": True}, Wait),
        ({"released_step": 0}, Ask),
    ],
)
def test_a_ready_letter_is_tried_again_before_it_is_sent(changes: dict[str, Any], answer: type) -> None:
    facts = before(Kind.DEMAND, letter_pending=True, **changes)

    decision = still_due(facts, step=step_of(CONSUMER, Kind.DEMAND), procedure=CONSUMER, on=ON)

    assert type(decision) is answer


def test_a_taken_step_tells_what_was_checked() -> None:
    decision = decide(before(Kind.REMINDER), procedure=BUSINESS, on=ON)

    assert isinstance(decision, Take)
    assert decision.checks == (
        "due",
        "unpaid",
        "hold",
        "payment_pending",
        "bank_stale",
        "quiet_days",
        "no_day_for_post",
        "law_unknown",
        "lapsed",
        "sold",
        "protected",
        "disputed_part",
        "awaits_answer",
        "out_of_order",
        "only_costs_left",
        "no_channel",
        "incomplete",
        "minor",
        "guardian",
        "estate",
        "bankrupt",
        "reconstruction",
        "debt_relief",
        "address_returned",
        "small_on_paper",
    )
