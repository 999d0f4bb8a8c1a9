"""Ages of claims, and how many days' sales are owed."""

from datetime import date, timedelta

import pytest

from betalt.core.advice.ageing import ageing
from betalt.core.advice.dso import EUROPE_DAYS, Month, count_back, speeds
from betalt.core.advice.forecast import Unpaid

ON = date(2026, 11, 23)


def late(days: int, kronor: int) -> Unpaid:
    return Unpaid(kind="business", due_on=ON - timedelta(days=days), count=1, ore=kronor * 100, squares=0)


@pytest.mark.parametrize(
    ("days", "place"),
    [(-40, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)],
)
def test_each_claim_has_its_age(days: int, place: int) -> None:
    assert [age.count for age in ageing([late(days, 100)], on=ON).ages] == [int(n == place) for n in range(5)]


def test_ages_name_their_days_and_shares() -> None:
    ages = ageing([late(-3, 600), late(10, 250), late(200, 150)], on=ON)

    assert [(age.first, age.last) for age in ages.ages] == [(0, 0), (1, 30), (31, 60), (61, 90), (91, None)]
    assert (ages.count, ages.ore, ages.late_count, ages.late_ore) == (3, 1000_00, 2, 400_00)
    assert [ages.percent(age.ore) for age in ages.ages] == [60, 25, 0, 0, 15]


def test_nothing_owed_has_no_shares() -> None:
    assert ageing([], on=ON).percent(0) == 0


# Sold: 230 kr in the 23 days of November so far, 310 in October, 300 in September; ten kronor a day.
SOLD = {date(2026, 11, 1): 230_00, date(2026, 10, 1): 310_00, date(2026, 9, 1): 300_00}


@pytest.mark.parametrize(
    ("owed_ore", "days"),
    [(0, 0), (10_00, 1), (100_00, 10), (230_00, 23), (240_00, 24), (540_00, 54), (550_00, 55), (840_00, 84)],
)
def test_what_is_owed_is_counted_back_through_the_sales(owed_ore: int, days: int) -> None:
    assert count_back(owed_ore=owed_ore, on=ON, sold=SOLD) == days


def test_sales_that_do_not_cover_what_is_owed_give_no_figure() -> None:
    assert count_back(owed_ore=841_00, on=ON, sold=SOLD) is None
    assert count_back(owed_ore=0, on=ON, sold={}) is None


def test_a_rush_of_sales_does_not_make_payment_look_slow() -> None:
    # All of November's sales and nothing else are owed: the count is 23 days, though sales were ten times October's.
    rush = {**SOLD, date(2026, 11, 1): 3100_00}

    assert count_back(owed_ore=3100_00, on=ON, sold=rush) == 23


def test_earlier_ends_are_reckoned_from_what_came_and_went_since() -> None:
    months = {
        date(2026, 11, 1): Month(sold_ore=230_00, gone_ore=330_00),
        date(2026, 10, 1): Month(sold_ore=310_00, gone_ore=310_00),
        date(2026, 9, 1): Month(sold_ore=300_00),
    }
    # Owed now 200; at the end of October 200 + 330 - 230 = 300, and at the end of September the same.
    found = speeds(owed_ore=200_00, on=ON, months=months, back=3)

    assert [(speed.on, speed.days) for speed in found] == [
        (date(2026, 9, 30), 30),
        (date(2026, 10, 31), 30),
        (ON, 20),
    ]


def test_the_yardstick_is_the_one_that_peers_name() -> None:
    assert EUROPE_DAYS == 44
