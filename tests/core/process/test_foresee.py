"""Cases are followed into the future by the live rules: what is foreseen is what the days then bring."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Wait
from betalt.core.process.foresee import Followed, ForeseenLetter, follow, pass_day
from betalt.core.process.procedure import BUSINESS, CONSUMER, Kind, Procedure
from betalt.core.process.stages import Hold
from tests.core.process.cases import DUE, a_case

FIRST = date(2026, 2, 2)
LAST = FIRST + timedelta(days=90)


def followed(procedure: Procedure = CONSUMER, *, invoices: int = 1, **changes: Any) -> Followed:
    return Followed(facts=a_case(**changes), procedure=procedure, invoices=invoices, next_on=FIRST, since=DUE)


def letters(*debtor: Followed, last: date = LAST) -> list[ForeseenLetter]:
    return list(follow(debtor, last=last))


def told(found: Sequence[ForeseenLetter]) -> list[tuple[str, str, str]]:
    return [(letter.on.isoformat(), letter.kind.value, letter.channel.value) for letter in found]


def test_an_unpaid_case_climbs_its_whole_ladder_and_then_waits_for_its_owner() -> None:
    case = followed()

    assert told(letters(case)) == [
        ("2026-02-03", "note", "email"),
        ("2026-02-07", "reminder", "email"),
        ("2026-02-19", "demand", "post"),
        ("2026-03-06", "final_notice", "post"),
    ]
    assert (case.next_on, case.stopped_by) == (None, "process.ladder_climbed")


def test_what_is_foreseen_is_what_decide_says_day_by_day() -> None:
    foreseen, daily = followed(), followed()
    found = []
    for day in (FIRST + timedelta(days=n) for n in range(91)):
        if not daily.stopped_by:
            daily.next_on = day  # looked at every day, due or not
        found += pass_day([daily], on=day).letters

    assert told(letters(foreseen)) == told(found)


def test_claims_of_one_customer_share_their_letters_and_one_fee() -> None:
    found = letters(followed(case=1), followed(case=2))

    assert [(letter.kind, len(letter.cases)) for letter in found] == [
        (Kind.NOTE, 2), (Kind.REMINDER, 2), (Kind.DEMAND, 2), (Kind.FINAL_NOTICE, 2),
    ]  # fmt: skip
    assert [letter.fees for letter in found] == [(), (("reminder", 60_00),), (("demand", 180_00),), ()]


def test_late_compensation_is_claimed_for_each_invoice() -> None:
    found = letters(
        followed(BUSINESS, debtor_kind="business", natural_person=False, invoices=3), last=date(2026, 2, 28)
    )

    assert found[-1].fees == (("late_compensation", 3 * 450_00), ("demand", 180_00))


def test_what_a_person_must_answer_stands_still() -> None:
    disputed = followed(hold=Hold.DISPUTE)
    minor = followed(adult_on=date(2030, 1, 1))

    assert letters(disputed) == []
    assert disputed.stopped_by == "process.ends_dispute"
    assert told(letters(minor)) == []
    assert minor.stopped_by == "process.minor"


def test_a_pause_ends_by_itself_and_a_kept_plan_rests() -> None:
    paused = followed(hold=Hold.PAUSE, hold_until=date(2026, 3, 2))
    plan = followed(hold=Hold.PLAN, plan_next_on=date(2026, 3, 2))

    assert told(letters(paused))[0] == ("2026-03-02", "note", "email")
    assert letters(plan) == []
    assert plan.stopped_by == "process.held_plan"


def test_money_that_waits_for_a_word_keeps_its_case_still() -> None:
    case = followed(payment_pending=True)

    assert letters(case) == []
    assert case.stopped_by == "process.payment_pending"


def test_nothing_is_taken_for_granted_where_one_day_is_asked_about() -> None:
    case = followed(
        step_done=2, answer_by=date(2026, 1, 20), step_done_on=date(2026, 1, 10), stage="reminded"
    )
    (decided,) = pass_day([case], on=FIRST, says_yes=False).decisions

    assert isinstance(decided[1], Ask)
    assert decided[1].why.code == "process.release"


def test_a_shorter_wait_brings_the_demand_sooner() -> None:
    sooner = replace(
        CONSUMER,
        steps=tuple(replace(s, delay_days=1) if s.kind is Kind.DEMAND else s for s in CONSUMER.steps),
    )
    days = [
        next(letter.on for letter in letters(followed(ladder)) if letter.kind is Kind.DEMAND)
        for ladder in (CONSUMER, sooner)
    ]

    assert days == [date(2026, 2, 19), date(2026, 2, 17)]


def test_no_letter_is_foreseen_over_christmas() -> None:
    case = followed(due_on=date(2026, 12, 11))
    case.next_on = date(2026, 12, 14)

    found = letters(case, last=date(2027, 2, 28))
    assert not [x for x in found if date(2026, 12, 20) <= x.on <= date(2027, 1, 2)]
    assert isinstance(decide(followed().facts, procedure=CONSUMER, on=FIRST), Wait)
