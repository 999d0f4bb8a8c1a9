"""Time limits of Kronofogden, the courts and bankruptcy."""

from datetime import date

import pytest

from betalt.core.claim import deadlines


@pytest.mark.parametrize(
    ("sent", "by"),
    [("2026-10-01", "2026-10-29"), ("2026-11-26", "2026-12-28"), ("2026-05-22", "2026-06-22")],
)
def test_p33_bf_14_hand_over_is_asked_for_within_four_weeks(sent: str, by: str) -> None:
    assert deadlines.hand_over_by(notice_sent_on=date.fromisoformat(sent)) == date.fromisoformat(by)


@pytest.mark.parametrize(
    ("decided", "by"),
    [("2026-01-30", "2026-03-02"), ("2026-09-15", "2026-10-15"), ("2026-05-19", "2026-06-22")],
)
def test_p33_bf_19_bf_20_an_utslag_is_reopened_within_a_month(decided: str, by: str) -> None:
    assert deadlines.reopening_by(decided_on=date.fromisoformat(decided)) == date.fromisoformat(by)


def test_bf_11_the_debtor_answers_within_two_weeks_of_service() -> None:
    assert deadlines.answer_by(served_on=date(2026, 9, 1)) == date(2026, 9, 15)


def test_bf_21_the_applicant_appeals_within_three_weeks() -> None:
    assert deadlines.appeal_by(decided_on=date(2026, 9, 1)) == date(2026, 9, 22)
    assert deadlines.appeal_by(decided_on=date(2026, 12, 4)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("served", "week_ends", "petition_by"),
    [("2026-09-07", "2026-09-14", "2026-10-05"), ("2026-12-17", "2026-12-28", "2027-01-14")],
)
def test_p32_a_bankruptcy_demand_gives_a_week_and_then_three(
    served: str, week_ends: str, petition_by: str
) -> None:
    served_on = date.fromisoformat(served)

    assert deadlines.bankruptcy_week_ends(served_on=served_on) == date.fromisoformat(week_ends)
    assert deadlines.bankruptcy_petition_by(served_on=served_on) == date.fromisoformat(petition_by)
