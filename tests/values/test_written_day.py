"""Days as people and programs write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.values.written_day import DayUnclear, DayUnreadable, read_day

FIRST_OF_MARCH = [
    "2026-03-01", "20260301", "2026/03/01", "2026.3.1", "2026-3-1", "1 mars 2026", "1. mars 2026",
    "1 March 2026",
    "01 mar. 2026", "2026-03-01 00:00:00", "2026-03-01T00:00:00Z", "2026-03-01T10:00:00+01:00",
]  # fmt: skip


@pytest.mark.parametrize("text", FIRST_OF_MARCH)
def test_a_clear_day_is_read(text):
    assert read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["01.03.2026", "1/3/2026", "3-1-26", "260301", "2026311"])
def test_a_day_with_two_readings_is_refused(text):
    with pytest.raises(DayUnclear):
        read_day(text)


@pytest.mark.parametrize("text", ["", "2026-02-30", "46082", "31 mayo 2026", "i morgon", "2026-03-01x"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(DayUnreadable):
        read_day(text)


def test_the_given_form_settles_what_is_unclear():
    assert read_day("01.03.2026", form="%d.%m.%Y") == date(2026, 3, 1)
    assert read_day("46082", form="excel") == date(2026, 3, 1)


@given(text=st.text(max_size=20), form=st.sampled_from(["", "excel", "%d.%m.%Y"]))
def test_any_text_is_read_or_refused(text, form):
    with suppress(DayUnclear, DayUnreadable):
        assert read_day(text, form=form).year
