"""Money: reading, printing and the only rounding there is."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.values import money

ORE = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("text", "ore"), [("20000.00", 2_000_000), ("0.01", 1), ("-3.05", -305), ("0.00", 0), ("-0.00", 0)]
)
def test_a_sum_is_read_as_whole_ore(text: str, ore: int) -> None:
    assert money.parse_ore(text) == ore


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "1.000",
        "1,00",
        " 1.00",
        "1.00\n",
        "+1.00",
        "1e2",
        "NaN",
        "١.٠٠",
        ".50",
        "1 000.00",
        "9" * 5000,
    ],
)
def test_anything_else_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(money.MoneyError) as refusal:
        money.parse_ore(text)

    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 120


@given(ORE)
def test_a_printed_sum_reads_back_as_itself(ore: int) -> None:
    assert money.parse_ore(money.plain(ore)) == ore


@pytest.mark.parametrize(
    ("ore", "plain", "swedish", "english"),
    [
        (2_000_000, "20000.00", "20\u00a0000,00", "20,000.00"),
        (123_456_789, "1234567.89", "1\u00a0234\u00a0567,89", "1,234,567.89"),
        (-5, "-0.05", "\u22120,05", "\u22120.05"),
        (0, "0.00", "0,00", "0.00"),
    ],
)
def test_a_sum_is_printed_for_data_and_for_both_languages(
    ore: int, plain: str, swedish: str, english: str
) -> None:
    assert (money.plain(ore), money.swedish(ore), money.english(ore)) == (plain, swedish, english)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_agrees_with_decimal_half_up(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    doubled = 2 * numerator % denominator == 0 and numerator % denominator != 0
    if doubled or abs(exact - exact.to_integral_value()) < Decimal("0.4999999"):
        assert money.half_up(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(("numerator", "rounded"), [(5, 1), (4, 0), (15, 2), (-5, -1), (-4, 0), (-15, -2)])
def test_a_half_goes_away_from_zero(numerator: int, rounded: int) -> None:
    assert money.half_up(numerator, 10) == rounded


@pytest.mark.parametrize(
    ("exact", "to_pay"),
    [
        ("1234.49", "1234.00"),
        ("1234.50", "1235.00"),
        ("1234.99", "1235.00"),
        ("0.50", "1.00"),
        ("0.49", "0.00"),
    ],
)
def test_p24_a_sum_to_pay_is_rounded_to_whole_kronor(exact: str, to_pay: str) -> None:
    assert money.plain(money.whole_kronor(money.parse_ore(exact))) == to_pay


@pytest.mark.parametrize(("text", "bps"), [("18.00", 1800), ("18", 1800), ("18.5", 1850), ("-0.50", -50)])
def test_a_percentage_is_read_as_basis_points(text: str, bps: int) -> None:
    assert money.parse_percent(text) == bps


@pytest.mark.parametrize("text", ["", "1.234", "18%", "1,5", "--1", "12345"])
def test_a_broken_percentage_is_refused(text: str) -> None:
    with pytest.raises(money.MoneyError):
        money.parse_percent(text)


def test_a_percentage_is_printed_with_two_decimals() -> None:
    assert [money.percent(bps) for bps in (1800, -50, 5)] == ["18.00", "-0.50", "0.05"]
