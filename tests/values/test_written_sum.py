"""Sums as people and programs write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.values.written_sum import SumUnclear, SumUnreadable, read_sum

CLEAR = {
    "1234": 123_400,
    "1 234,50": 123_450,
    "1\u00a0234,50 kr": 123_450,
    "1\u202f234": 123_400,
    "\u22121 234,50": -123_450,
    "1.234,50": 123_450,
    "1,234.50": 123_450,
    "1.234.567": 123_456_700,
    "1'234.50": 123_450,
    "(300,00)": -30_000,
    "300-": -30_000,
    "SEK 12,5": 1_250,
    "1 234:-": 123_400,
    "-kr 5": -500,
    "0,05": 5,
    "1234,500": 123_450,
}
UNREADABLE = [
    "",
    "abc",
    "12 34,50",
    "1,23456E+15",
    "1234,505",
    "--5",
    "12.",
    ".5",
    "1.23.456",
    "٣٤",
    "1 000 000 000 000 000",
]


@pytest.mark.parametrize(("text", "ore"), CLEAR.items())
def test_a_clear_sum_is_read(text, ore):
    assert read_sum(text) == ore


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345"])
def test_a_sum_with_two_readings_is_refused(text):
    with pytest.raises(SumUnclear):
        read_sum(text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(SumUnreadable):
        read_sum(text)


def test_the_decimal_sign_settles_what_is_unclear():
    assert read_sum("1.234", decimal=",") == 123_400
    assert read_sum("1,234", decimal=".") == 123_400


@pytest.mark.parametrize(("text", "decimal"), [("1234.50", ","), ("1234,50", "."), ("1,234", ",")])
def test_a_sum_that_contradicts_the_decimal_sign_is_refused(text, decimal):
    with pytest.raises(SumUnreadable):
        read_sum(text, decimal=decimal)


@given(ore=st.integers(-(10**12), 10**12), space=st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_a_sum_written_the_swedish_way_comes_back(ore, space):
    kronor, rest = divmod(abs(ore), 100)
    text = f"{'-' if ore < 0 else ''}{kronor:,},{rest:02d}".replace(",", space, f"{kronor:,}".count(","))
    assert read_sum(text) == ore


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with suppress(SumUnclear, SumUnreadable):
        assert abs(read_sum(text)) < 10**15
