"""Accounting years: the calendar's, broken ones, and several at once."""

from datetime import date

import pytest

from betalt.core.books.years import accounting_years


@pytest.mark.parametrize(
    ("first", "last", "begins", "years"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 1, [(date(2026, 1, 1), date(2026, 12, 31))]),
        (date(2026, 5, 1), date(2026, 8, 31), 9, [(date(2025, 9, 1), date(2026, 8, 31))]),
        (
            date(2026, 8, 31),
            date(2026, 9, 1),
            9,
            [(date(2026, 9, 1), date(2027, 8, 31)), (date(2025, 9, 1), date(2026, 8, 31))],
        ),
        (date(2024, 3, 1), date(2024, 3, 1), 3, [(date(2024, 3, 1), date(2025, 2, 28))]),
    ],
)
def test_the_years_that_the_days_touch_are_listed_newest_first(
    first: date, last: date, begins: int, years: list[tuple[date, date]]
) -> None:
    assert accounting_years(first=first, last=last, begins=begins) == tuple(years)
