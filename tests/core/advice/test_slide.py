"""A customer slides when the latest payments come a week later than those before."""

import pytest

from betalt.core.advice.slide import Paying, paying

CASES = [
    ((), Paying(count=0, usual=None, before=None, trend="unknown")),
    ((3, 4), Paying(count=2, usual=3, before=None, trend="unknown")),
    ((0, 0, 0, 0, 0, 0), Paying(count=6, usual=0, before=0, trend="steady")),
    ((0, 1, 0, 2, 0, 9, 9, 8, 12, 9), Paying(count=10, usual=9, before=0, trend="sliding")),
    ((20, 20, 20, 20, 20, 2, 2, 2, 2, 2), Paying(count=10, usual=2, before=20, trend="better")),
    ((0, 0, 0, 0, 0, 0, 0, 90, 0, 0), Paying(count=10, usual=0, before=0, trend="steady")),
    ((0, 0, 0, 0, 0, 6, 6, 6, 6, 6), Paying(count=10, usual=6, before=0, trend="steady")),
]


@pytest.mark.parametrize(("days", "expected"), CASES)
def test_how_a_customer_pays(days: tuple[int, ...], expected: Paying) -> None:
    assert paying(days_late=days) == expected
