"""The last day to pay or object: P27 of the law, and the day that is set by default."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.letter.answer_day import answer_by, is_posting_day, minimum_answer_day, next_posting_day
from betalt.core.letter.kinds import LetterKind
from betalt.values.days import is_business_day

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("posted", "earliest"),
    [
        (date(2026, 11, 16), date(2026, 11, 24)),
        (date(2026, 12, 18), date(2026, 12, 30)),
        (date(2026, 4, 1), date(2026, 4, 13)),
    ],
)
def test_p27_shortest_answer_time_is_8_days_and_4_banking_days_after_receipt(posted, earliest):
    assert minimum_answer_day(posted) == earliest


@pytest.mark.parametrize(
    ("posted", "set_day"),
    [
        (date(2026, 11, 16), date(2026, 11, 26)),  # ten days
        (date(2026, 4, 1), date(2026, 4, 13)),  # Easter makes the banking days longer than the ten
        (date(2026, 12, 18), date(2027, 1, 11)),  # the days of the Christmas rest do not count
        (date(2026, 11, 11), date(2026, 11, 23)),  # the tenth day is a Saturday
    ],
)
def test_default_answer_day_of_a_demand(posted, set_day):
    assert answer_by(kind=LetterKind.DEMAND, letter_on=posted) == set_day


def test_a_ladder_cannot_make_the_answer_time_of_a_demand_shorter_than_the_law():
    posted = date(2026, 11, 16)

    assert answer_by(kind=LetterKind.DEMAND, letter_on=posted, answer_days=3) == minimum_answer_day(posted)


def test_a_reminder_may_have_a_shorter_time():
    posted = date(2026, 11, 16)

    assert answer_by(kind=LetterKind.REMINDER, letter_on=posted, answer_days=8) == date(2026, 11, 24)


def test_nothing_is_posted_over_christmas():
    assert [is_posting_day(day) for day in (date(2026, 12, 19), date(2026, 12, 20), date(2027, 1, 2))] == [
        True,
        False,
        False,
    ]
    assert next_posting_day(date(2026, 12, 24)) == date(2027, 1, 3)
    assert next_posting_day(date(2026, 11, 2)) == date(2026, 11, 2)


@given(posted=DAYS, days=st.integers(0, 40))
def test_an_answer_day_is_a_business_day_and_never_before_the_earliest(posted, days):
    set_day = answer_by(kind=LetterKind.FINAL_NOTICE, letter_on=posted, answer_days=days)

    assert is_business_day(set_day)
    assert set_day >= minimum_answer_day(posted) >= posted + timedelta(days=8)
