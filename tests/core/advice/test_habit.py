"""How long customers take to pay, learnt from paid and unpaid invoices alike."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.advice.habit import EARLIEST, ENOUGH, LATEST, MILLION, Counts, age_of, habits, learn


def test_ages_stay_within_what_is_counted() -> None:
    assert [age_of(days) for days in (-100, -60, 0, 365, 4000)] == [EARLIEST, -60, 0, 365, LATEST]


def test_without_history_nothing_is_ever_paid() -> None:
    habit = learn(Counts())

    assert (habit.cases, habit.unpaid_after(LATEST)) == (0, MILLION)
    assert habit.chance(age=0, first=0, last=30) == 0


def test_a_hand_worked_curve() -> None:
    # Ten come when issued; four are paid on day 0, three on day 10, two are still unpaid on day 5 and one on day 20.
    habit = learn(Counts(came={-30: 10}, paid={0: 4, 10: 3}, left={5: 2, 20: 1}))
    after_0 = Fraction(7, 11)
    after_10 = after_0 * Fraction(2, 5)

    assert habit.unpaid_after(-1) == MILLION
    assert habit.unpaid_after(0) == int(MILLION * after_0)
    assert habit.unpaid_after(9) == habit.unpaid_after(0)
    assert abs(habit.unpaid_after(10) - int(MILLION * after_10)) <= 1
    assert habit.unpaid_after(LATEST + 500) == habit.unpaid_after(10)


def test_who_came_late_says_nothing_of_those_who_paid_before() -> None:
    in_time = Counts(came={-30: 50}, paid={0: 50})
    late = Counts(came={20: 50}, paid={25: 25}, left={40: 25})
    together = learn(in_time + late)

    assert together.unpaid_after(0) == learn(in_time).unpaid_after(0)


def test_the_chance_is_that_of_those_who_have_not_paid_yet() -> None:
    habit = learn(Counts(came={-30: 100}, paid={0: 60, 10: 30}, left={60: 10}))
    young = habit.chance(age=-5, first=8, last=14)
    old = habit.chance(age=5, first=8, last=14)

    assert young < old
    assert (young // 10_000, old // 10_000) == (29, 73)


def test_a_week_that_is_over_brings_nothing() -> None:
    habit = learn(Counts(came={-30: 100}, paid={0: 60}))

    assert habit.chance(age=5, first=5, last=4) == 0


counts = st.dictionaries(st.integers(EARLIEST, LATEST), st.integers(0, 50), max_size=8)


@settings(max_examples=60)
@given(counts, counts, counts)
def test_the_share_unpaid_only_falls_and_no_chance_leaves_nought_to_one(
    came: dict[int, int], paid: dict[int, int], left: dict[int, int]
) -> None:
    habit = learn(Counts(came=came, paid=paid, left=left))
    shares = [habit.unpaid_after(age) for age in range(EARLIEST - 1, LATEST + 2)]

    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= MILLION for share in shares)
    assert all(0 <= habit.chance(age=a, first=a, last=a + 6) <= MILLION for a in range(-70, 370, 5))


def test_a_kind_with_few_payers_shares_the_habit_of_all() -> None:
    many = Counts(came={-30: 100}, paid={5: ENOUGH * 2})
    few = Counts(came={-30: 3}, paid={50: 2})
    learnt = habits({"business": many, "consumer": few})

    assert learnt["business"] == learn(many)
    assert learnt["consumer"] == learn(many + few)
