"""A history of payments becomes a curve; what is cut off by the next letter is counted as long as it was seen."""

from hypothesis import given
from hypothesis import strategies as st

from betalt.core.process.pay_curve import FEWEST_PAYMENTS, MILLION, Curve, Stretch, curves, likely_range


def paid(days: int, count: int = 1) -> Stretch:
    return Stretch("reminder", 0, days, True, count)


def unpaid(days: int, count: int = 1) -> Stretch:
    return Stretch("reminder", 0, days, False, count)


def reminder(*stretches: Stretch) -> Curve:
    return curves(stretches)["reminder"]


def test_half_pays_on_the_second_day_and_half_never() -> None:
    curve = reminder(paid(2, 10), unpaid(8, 10))

    assert [curve.alive_at(day) for day in (0, 1, 2, 3, 400)] == [
        MILLION, MILLION, MILLION // 2, MILLION // 2, MILLION // 2,
    ]  # fmt: skip
    assert curve.waited_until(8) == 2 * MILLION // 2
    assert (curve.payments, curve.cases) == (10, 20)


def test_who_got_the_next_letter_no_longer_counts_as_one_who_could_have_paid() -> None:
    curve = reminder(paid(2, 10), unpaid(3, 5), paid(4, 5))

    assert [curve.alive_at(day) for day in (2, 4)] == [MILLION // 2, 0]


def test_who_came_late_is_not_counted_before_he_came() -> None:
    curve = curves(
        [Stretch("open", 5, 8, True, 5), Stretch("open", 0, 3, True, 5), Stretch("open", 0, 9, False, 5)]
    )

    assert [curve["open"].alive_at(day) for day in (3, 8)] == [MILLION // 2, MILLION // 4]


def test_who_pays_on_the_day_of_the_letter_waits_no_day() -> None:
    curve = reminder(paid(0, 5), unpaid(4, 5))

    assert (curve.alive_at(0), curve.waited_until(9)) == (MILLION // 2, 0)


def test_too_few_payments_give_no_curve() -> None:
    assert curves([paid(2, FEWEST_PAYMENTS - 1), unpaid(9, 900)]) == {}
    assert list(curves([paid(2, FEWEST_PAYMENTS)])) == ["reminder"]


def test_a_share_of_few_cases_is_less_sure_than_one_of_many() -> None:
    assert likely_range(share=500_000, cases=0) == (0, MILLION)
    assert likely_range(share=500_000, cases=10) == (236_589, 763_411)
    assert likely_range(share=500_000, cases=1000) == (469_069, 530_931)


@given(
    st.lists(
        st.builds(
            Stretch,
            st.just("reminder"),
            st.integers(0, 3),
            st.integers(0, 200),
            st.booleans(),
            st.integers(1, 9),
        ),
        max_size=30,
    )
)
def test_a_curve_never_rises_and_never_leaves_its_bounds(stretches: list[Stretch]) -> None:
    for curve in curves(stretches).values():
        assert all(
            0 <= after <= before <= MILLION
            for before, after in zip(curve.alive, curve.alive[1:], strict=False)
        )
        assert list(curve.waited) == sorted(curve.waited)
        assert len(curve.alive) == len(curve.waited)
