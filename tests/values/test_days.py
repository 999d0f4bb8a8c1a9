"""Days: holidays against an independent calendar, business days, months and due days."""

from datetime import date, timedelta

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.values import days

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2100, 12, 31))


def test_every_day_off_from_1995_to_2100_agrees_with_the_holidays_library() -> None:
    for year in range(1995, 2101):
        theirs = library.Sweden(include_sundays=False, categories=("public", "de_facto"), years=year)
        assert days.days_off(year) == frozenset(theirs), year


@pytest.mark.parametrize(
    ("nominal", "effective"),
    [
        ("2026-12-24", "2026-12-28"),
        ("2026-12-31", "2027-01-04"),
        ("2026-04-03", "2026-04-07"),
        ("2026-05-01", "2026-05-04"),
        ("2026-05-14", "2026-05-15"),
        ("2026-05-15", "2026-05-15"),
        ("2027-01-06", "2027-01-07"),
        ("2026-10-31", "2026-11-02"),
        ("2026-02-28", "2026-03-02"),
        ("2026-06-19", "2026-06-22"),
    ],
)
def test_p08_p09_p10_a_due_day_moves_to_the_next_business_day(nominal: str, effective: str) -> None:
    assert days.effective_due(days.parse_day(nominal)) == days.parse_day(effective)


def test_squeeze_days_maundy_thursday_and_walpurgis_are_business_days() -> None:
    for iso in ("2026-05-15", "2026-04-02", "2026-04-30"):
        assert days.is_business_day(days.parse_day(iso))


@given(DAYS, st.integers(1, 15))
def test_counting_business_days_forth_lands_on_one_with_that_many_between(day: date, n: int) -> None:
    landed = days.add_business_days(day, n)

    assert days.is_business_day(landed)
    assert days.business_days_between(day, landed) == n


@given(DAYS, st.integers(1, 15))
def test_counting_business_days_back_mirrors_counting_forth(day: date, n: int) -> None:
    start = days.next_business_day(day)
    assert days.add_business_days(days.add_business_days(start, n), -n) == start


@given(DAYS)
def test_the_neighbouring_business_days_enclose_a_day(day: date) -> None:
    before, after = days.previous_business_day(day), days.next_business_day(day)

    assert before <= day <= after
    assert (before == day == after) is days.is_business_day(day)
    assert days.business_days_between(before, after) == (0 if before == after else 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-22", 36, "2029-11-22"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_lim_11_months_keep_the_day_number_or_take_the_last_day(day: str, months: int, expected: str) -> None:
    assert days.add_months(days.parse_day(day), months) == days.parse_day(expected)


def test_years_are_twelve_months() -> None:
    assert days.add_years(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert days.add_years(date(2016, 12, 1), 10) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("year", "length"), [(2024, 366), (2025, 365), (1900, 365), (2000, 366), (2100, 365)]
)
def test_c3_a_leap_year_has_366_days(year: int, length: int) -> None:
    assert days.year_days(year) == length


@pytest.mark.parametrize(
    "iso", ["", "20260301", "2026-W01-1", "2026-02-30", "2026-3-1", " 2026-03-01", "0000-01-01"]
)
def test_a_broken_day_is_refused(iso: str) -> None:
    with pytest.raises(days.DayError):
        days.parse_day(iso)


def test_days_outside_the_calendar_are_refused_in_words() -> None:
    last = date(9999, 12, 31)
    for ask in (
        lambda: days.next_business_day(last),
        lambda: days.add_years(last, 1),
        lambda: days.add_days(last, 1),
    ):
        with pytest.raises(days.DayError):
            ask()


@given(DAYS)
def test_a_day_reads_back_from_its_own_print(day: date) -> None:
    assert days.parse_day(day.isoformat()) == day


@given(DAYS)
def test_no_stretch_without_business_days_is_longer_than_five_days(day: date) -> None:
    assert days.next_business_day(day) - day <= timedelta(days=5)
