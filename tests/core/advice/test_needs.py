"""What needs a person: value times urgency, folded so that no kind fills the list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.advice.needs import ALONE, TOGETHER, Item, Need, Total, folded, ranked, urgency, weight

ON = date(2026, 11, 23)


def item(kind: Need = Need.DECIDE, *, ore: int = 1_000_00, **more: object) -> Item:
    return Item(creditor=1, kind=kind, number=more.pop("number", 1), ore=ore, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "weighs"), [(-30, 20), (0, 20), (1, 17), (7, 10), (28, 4), (133, 1), (4000, 1)]
)
def test_a_deadline_weighs_more_the_nearer_it_is(days: int, weighs: int) -> None:
    assert urgency(item(deadline_on=ON + timedelta(days=days)), on=ON) == weighs


@pytest.mark.parametrize(
    ("waited", "weighs"), [(0, 2), (6, 2), (7, 3), (28, 6), (56, 10), (400, 10), (-3, 2)]
)
def test_what_has_no_deadline_weighs_more_the_longer_it_has_waited(waited: int, weighs: int) -> None:
    assert urgency(item(since_on=ON - timedelta(days=waited)), on=ON) == weighs


def test_what_has_no_sum_weighs_as_a_hundred_kronor() -> None:
    assert weight(item(ore=0, since_on=ON), on=ON) == weight(item(ore=100_00, since_on=ON), on=ON)


def test_the_heaviest_stands_first() -> None:
    large = item(number=1, ore=80_000_00, since_on=ON)
    soon = item(Need.DISPUTE, number=2, ore=20_000_00, deadline_on=ON)
    small = item(number=3, ore=500_00, since_on=ON)

    assert [x.number for x in ranked([small, large, soon], on=ON)] == [2, 1, 3]


items = st.builds(
    Item,
    creditor=st.integers(1, 3),
    kind=st.sampled_from(list(Need)),
    number=st.integers(1, 10**6),
    ore=st.integers(0, 10**12),
    since_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    deadline_on=st.none() | st.dates(date(2020, 1, 1), date(2036, 12, 31)),
)


@settings(max_examples=60)
@given(st.lists(items, max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_the_order_they_come_in(some: list[Item], chance: object) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    weights = [weight(x, on=ON) for x in ranked(some, on=ON)]

    assert weights == [weight(x, on=ON) for x in ranked(mixed, on=ON)] == sorted(weights, reverse=True)


@settings(max_examples=60)
@given(items, st.integers(0, 10**12), st.integers(0, 400))
def test_more_value_and_less_time_never_weigh_less(one: Item, more: int, days: int) -> None:
    dearer = replace(one, ore=one.ore + more)
    sooner = replace(one, deadline_on=one.deadline_on and one.deadline_on - timedelta(days=days))

    assert weight(dearer, on=ON) >= weight(one, on=ON)
    assert weight(sooner, on=ON) >= weight(one, on=ON)


def total(kind: Need, some: list[Item], *, count: int = 0, ore: int = 0) -> Total:
    return Total(
        creditor=1, kind=kind, count=count or len(some), ore=ore or sum(x.ore for x in some), since_on=ON
    )


def test_a_few_of_a_kind_stand_by_themselves() -> None:
    some = [item(number=n, ore=n * 1_000_00, since_on=ON) for n in (1, 2, 3)]

    assert [x.number for x in folded(first=some, totals=[total(Need.DECIDE, some)], on=ON)] == [3, 2, 1]


def test_many_of_a_kind_are_two_and_a_line_for_the_rest() -> None:
    some = [item(number=n, ore=n * 1_000_00, since_on=ON) for n in (7, 8, 9)]
    listed = folded(first=some, totals=[total(Need.DECIDE, some, count=40, ore=100_000_00)], on=ON)

    assert [(x.count, x.ore) for x in listed] == [(38, 83_000_00), (1, 9_000_00), (1, 8_000_00)]
    assert sum(x.ore for x in listed) == 100_000_00
    assert [x.is_one for x in listed] == [False, True, True]


@pytest.mark.parametrize("kind", sorted(TOGETHER - {Need.MONEY}))
def test_what_is_answered_on_one_page_is_one_line(kind: Need) -> None:
    one = [item(kind, since_on=ON)]
    single = folded(first=one, totals=[total(kind, one)], on=ON)
    many = folded(first=[], totals=[total(kind, [], count=42, ore=9_000_00)], on=ON)

    assert [(x.number, x.count) for x in single] == [(1, 1)]
    assert [(x.number, x.count, x.ore) for x in many] == [(0, 42, 9_000_00)]


def test_money_is_one_line_even_when_it_is_one_payment() -> None:
    one = [item(Need.MONEY, since_on=ON)]

    assert [x.is_one for x in folded(first=one, totals=[total(Need.MONEY, one)], on=ON)] == [False]


@settings(max_examples=60)
@given(st.lists(items, max_size=20))
def test_folding_loses_nothing(some: list[Item]) -> None:
    groups = {(x.creditor, x.kind) for x in some}
    totals = [
        Total(
            creditor=creditor,
            kind=kind,
            count=sum((x.creditor, x.kind) == (creditor, kind) for x in some),
            ore=sum(x.ore for x in some if (x.creditor, x.kind) == (creditor, kind)),
        )
        for creditor, kind in sorted(groups)
    ]
    first = []
    for creditor, kind in groups:
        first += list(ranked([x for x in some if (x.creditor, x.kind) == (creditor, kind)], on=ON))[:ALONE]
    listed = folded(first=first, totals=totals, on=ON)

    assert sum(x.count for x in listed) == len(some)
    assert sum(x.ore for x in listed) == sum(x.ore for x in some)
