"""How days, sums and rates stand in a letter."""

from datetime import date

import pytest

from betalt.core.letter.printing import amount, clean, day, day_short, one_line, rate, weekday_day

MONDAY = date(2026, 12, 14)


def test_days_in_words_keep_together():
    assert day(MONDAY, "sv") == "14\u00a0december\u00a02026"
    assert day_short(MONDAY, "en") == "14\u00a0December"
    assert weekday_day(MONDAY, "sv") == "måndag 14\u00a0december\u00a02026"
    assert weekday_day(MONDAY, "en") == "Monday 14\u00a0December\u00a02026"


def test_sums_follow_the_language():
    assert amount(1_234_500, "sv") == "12\u00a0345,00"
    assert amount(1_234_500, "en") == "12,345.00"


@pytest.mark.parametrize(
    ("bps", "swedish", "english"), [(1000, "10", "10"), (1050, "10,5", "10.5"), (5, "0,05", "0.05")]
)
def test_rates_without_needless_noughts(bps, swedish, english):
    assert (rate(bps, "sv"), rate(bps, "en")) == (swedish, english)


def test_control_and_direction_signs_are_taken_out():
    assert clean("Räv\x00\x1f AB\u202e") == "Räv   AB "
    assert one_line("Räv\r\n\tAB\x1f") == "Räv AB"
