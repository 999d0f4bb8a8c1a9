"""The three ready ladders lived day by day in 2026; the days were counted by hand in an almanac."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from betalt.core.process.procedure import BUSINESS, CONSUMER, PUBLIC, Procedure
from tests.core.process.cases import a_case
from tests.core.process.life import Life, days

COMPANY: dict[str, Any] = {"debtor_kind": "business", "natural_person": False}


def live(
    procedure: Procedure,
    *,
    due_on: date,
    until: date,
    yes_on: tuple[date, ...] = (),
    changes: Mapping[str, Any] | None = None,
    first: date | None = None,
) -> list[tuple[str, str]]:
    life = Life(a_case(due_on=due_on, **(changes or {})), procedure)
    for day in days(first or due_on, until):
        life.look(day)
        if day in yes_on:
            life.answer_yes()
            life.look(day)
    return life.log


def test_a_consumer_is_led_from_note_to_question() -> None:
    log = live(
        CONSUMER,
        due_on=date(2026, 1, 30),
        until=date(2026, 5, 1),
        yes_on=(date(2026, 2, 19), date(2026, 3, 6)),
    )

    assert log == [
        ("2026-02-03", "note"),  # Friday's due day + 2 banking days
        ("2026-02-07", "reminder reminder"),  # + 8 days; to be paid by Monday 16 February
        ("2026-02-19", "ask release"),  # + 3 banking days
        ("2026-02-19", "demand demand"),  # to be answered by Monday 2 March
        ("2026-03-06", "ask release"),  # 4 banking days of waiting
        ("2026-03-06", "final_notice"),  # to be answered by Monday 16 March
        ("2026-03-20", "ask ladder_climbed"),
        ("2026-03-27", "ask ladder_climbed"),  # asked again after 7 …
        ("2026-04-10", "ask ladder_climbed"),  # … and 21 days
        ("2026-04-24", "ask ladder_climbed"),  # and never in silence
    ]


def test_a_company_gets_no_final_notice_and_owes_late_compensation_with_the_demand_fee_4() -> None:
    log = live(
        BUSINESS,
        due_on=date(2026, 3, 31),
        until=date(2026, 5, 10),
        yes_on=(date(2026, 4, 21),),
        changes=COMPANY,
    )

    assert log == [
        ("2026-04-02", "note"),
        ("2026-04-08", "reminder reminder"),  # to be paid by Thursday 16 April
        ("2026-04-21", "ask release"),
        ("2026-04-21", "demand late_compensation demand"),  # 1 May is a holiday: answer by Monday 4 May
        ("2026-05-08", "ask ladder_climbed"),
    ]


def test_a_sole_trader_gets_a_final_notice_like_a_consumer() -> None:
    log = live(
        BUSINESS,
        due_on=date(2026, 3, 31),
        until=date(2026, 5, 8),
        yes_on=(date(2026, 4, 21), date(2026, 5, 8)),
        changes={"debtor_kind": "business"},
    )

    assert log[-2:] == [("2026-05-08", "ask release"), ("2026-05-08", "final_notice")]


def test_a_public_body_gets_a_demand_only_from_a_person() -> None:
    log = live(
        PUBLIC,
        due_on=date(2026, 6, 4),
        until=date(2026, 7, 15),
        yes_on=(date(2026, 6, 29),),
        changes={"debtor_kind": "public", "natural_person": False},
    )

    assert log == [
        ("2026-06-08", "note"),  # Saturday 6 June is the national day
        ("2026-06-12", "reminder reminder"),  # 20 June is midsummer day: pay by Monday 22 June
        ("2026-06-25", "ask release"),
        ("2026-06-29", "demand late_compensation demand"),  # answer by Thursday 9 July
        ("2026-07-15", "ask ladder_climbed"),
    ]


def test_a_demand_that_is_not_released_is_asked_for_after_7_and_21_days() -> None:
    log = live(CONSUMER, due_on=date(2026, 1, 30), until=date(2026, 3, 26))

    assert log[2:] == [
        ("2026-02-19", "ask release"),
        ("2026-02-26", "ask release"),
        ("2026-03-12", "ask release"),
        ("2026-03-26", "ask release"),
    ]


def test_nothing_is_posted_from_20_december_to_2_january() -> None:
    log = live(
        CONSUMER,
        due_on=date(2026, 11, 27),
        until=date(2027, 1, 10),
        yes_on=(date(2026, 12, 20),),
    )

    assert log == [
        ("2026-12-01", "note"),
        ("2026-12-05", "reminder reminder"),  # to be paid by Monday 14 December
        ("2026-12-17", "ask release"),
        ("2027-01-04", "demand demand"),  # the 3rd is a Sunday
    ]


def test_after_a_missed_month_the_steps_are_caught_up_one_at_a_time() -> None:
    log = live(
        CONSUMER,
        due_on=date(2026, 1, 30),
        first=date(2026, 3, 2),
        until=date(2026, 3, 19),
    )

    assert log == [
        ("2026-03-02", "note"),
        ("2026-03-06", "reminder reminder"),  # four days after the note; to be paid by Monday 16 March
        ("2026-03-19", "ask release"),
    ]


def test_a_debtor_without_e_mail_is_reminded_by_post_on_the_next_business_day() -> None:
    log = live(
        CONSUMER,
        due_on=date(2026, 1, 30),
        until=date(2026, 2, 10),
        changes={"has_email": False},
    )

    assert log == [
        ("2026-02-03", "pass over note"),
        ("2026-02-09", "reminder reminder"),  # 30 January + 8 days is a Saturday
    ]


def test_an_old_invoice_without_e_mail_is_reminded_on_the_first_day() -> None:
    log = live(
        CONSUMER,
        due_on=date(2025, 11, 28),
        first=date(2026, 1, 12),
        until=date(2026, 1, 12),
        changes={"has_email": False},
    )

    assert log == [("2026-01-12", "pass over note"), ("2026-01-12", "reminder reminder")]


def test_a_case_taken_over_after_its_reminder_goes_on_with_the_demand() -> None:
    life = Life(
        a_case(
            due_on=date(2026, 1, 30),
            stage="reminded",
            step_done=CONSUMER.last_of(CONSUMER.steps[1].kind),
            step_done_on=date(2026, 2, 9),
        ),
        CONSUMER,
    )
    for day in days(date(2026, 2, 10), date(2026, 2, 20)):
        life.look(day)

    assert life.log == [("2026-02-20", "ask release")]  # 9 + 8 days, and 3 banking days
