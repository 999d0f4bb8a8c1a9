"""The coming weeks: a likely sum, a range that holds chance and ignorance, and doubt that is shown."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.advice.forecast import Unpaid, forecast
from betalt.core.advice.habit import Counts, learn

MONDAY = date(2026, 11, 23)
ALL_ON_DUE_DAY = learn(Counts(came={-30: 1000}, paid={0: 1000}))
HALF = learn(Counts(came={-30: 1000}, paid={3: 500}, left={60: 500}))


def claims(due_on: date, *, count: int = 1, each: int = 10_000_00, kind: str = "business") -> Unpaid:
    return Unpaid(
        kind=kind, due_on=due_on, count=count, ore=count * each, squares=count * (each // 100) * (each // 100)
    )


def test_without_history_nothing_is_foretold() -> None:
    assert forecast([claims(MONDAY)], habits={}, on=MONDAY, cases=0).weeks == ()


def test_the_first_week_ends_on_sunday_and_the_others_are_whole() -> None:
    thursday = MONDAY + timedelta(days=3)
    told = forecast([claims(MONDAY)], habits={"business": HALF}, on=thursday, cases=500, weeks=3)

    assert [(week.first_on.day, week.last_on.day, week.number) for week in told.weeks] == [
        (26, 29, 48),
        (30, 6, 49),
        (7, 13, 50),
    ]


def test_the_last_week_of_a_long_year_is_the_53rd() -> None:
    told = forecast([claims(MONDAY)], habits={"business": HALF}, on=date(2026, 12, 28), cases=500, weeks=2)

    assert [week.number for week in told.weeks] == [53, 1]


def test_who_always_pays_on_the_due_day_pays_in_its_week() -> None:
    due_on = MONDAY + timedelta(days=9)
    told = forecast([claims(due_on)], habits={"business": ALL_ON_DUE_DAY}, on=MONDAY, cases=1000, weeks=3)
    likely = [week.likely_ore for week in told.weeks]

    assert (likely[0], likely[2]) == (0, 0)
    assert 9_950_00 < likely[1] <= 10_000_00


def test_a_week_is_a_range_around_what_is_likely() -> None:
    week = forecast([claims(MONDAY, count=100)], habits={"business": HALF}, on=MONDAY, cases=500).weeks[0]

    # Half of a hundred claims of 10 000 kr: five hundred thousand, and 1.28 spreads of 50 000 kr each way.
    assert 499_000_00 < week.likely_ore < 501_000_00
    assert 60_000_00 < week.likely_ore - week.low_ore < 72_000_00
    assert abs((week.high_ore - week.likely_ore) - (week.likely_ore - week.low_ore)) <= 1


def test_few_cases_make_the_range_wide_and_are_told() -> None:
    few = learn(Counts(came={-30: 10}, paid={3: 5}, left={60: 5}))
    unpaid = [claims(MONDAY, count=100)]
    sure = forecast(unpaid, habits={"business": HALF}, on=MONDAY, cases=500)
    unsure = forecast(unpaid, habits={"business": few}, on=MONDAY, cases=5)
    width = [told.weeks[0].high_ore - told.weeks[0].low_ore for told in (sure, unsure)]

    assert width[1] > 2 * width[0]
    assert (sure.is_thin, unsure.is_thin) == (False, True)


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(claims, st.dates(date(2026, 6, 1), date(2027, 2, 1)), count=st.integers(1, 50)), max_size=8
    )
)
def test_no_more_comes_than_is_owed(unpaid: list[Unpaid]) -> None:
    told = forecast(unpaid, habits={"business": HALF}, on=MONDAY, cases=500)

    assert sum(week.likely_ore for week in told.weeks) <= sum(group.ore for group in unpaid)
    assert all(0 <= week.low_ore <= week.likely_ore <= week.high_ore for week in told.weeks)
