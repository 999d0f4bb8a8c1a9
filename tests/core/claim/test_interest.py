"""Interest as whole numbers: exact for any days, split where rate or year length change, silent on the unknown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.claim.interest import Policy, day_bps, rates
from betalt.law import LawUnknown, use_additions
from betalt.values.days import year_days

STATUTORY = Policy("statutory", 0, floored=False, capped=False, basis="AA")
POLICIES = [
    STATUTORY,
    STATUTORY._replace(basis="A365"),
    Policy("margin", 25, floored=False, capped=False, basis="AA"),
    Policy("margin", 2575, floored=True, capped=True, basis="A365"),
    Policy("fixed", 1837, floored=False, capped=False, basis="AA"),
    Policy("fixed", 2400, floored=False, capped=True, basis="AA"),
    Policy("fixed", 200, floored=True, capped=False, basis="A365"),
]
KNOWN = st.dates(date(2002, 7, 1), date(2026, 12, 31))


@settings(max_examples=40)
@given(st.sampled_from(POLICIES), KNOWN, st.integers(0, 900))
def test_a_stretch_bears_what_its_days_bear(policy: Policy, first: date, days: int) -> None:
    """INT-7, C2, C3"""
    last = min(first + timedelta(days=days), date(2026, 12, 31))
    found = rates(policy)

    by_day = sum(
        Fraction(day_bps(policy, day), 10_000 * (365 if policy.basis == "A365" else year_days(day.year)))
        for day in every_day(first, last)
    )

    assert Fraction(found.between(first.toordinal() - 1, last.toordinal()), found.whole) == by_day


@settings(max_examples=40)
@given(st.sampled_from(POLICIES), KNOWN, st.integers(0, 900))
def test_segments_are_the_runs_of_equal_days(policy: Policy, first: date, days: int) -> None:
    """R11"""
    last = min(first + timedelta(days=days), date(2026, 12, 31))
    kinds = [
        (day_bps(policy, day), 365 if policy.basis == "A365" else year_days(day.year))
        for day in every_day(first, last)
    ]
    changes = [place for place in range(1, len(kinds)) if kinds[place] != kinds[place - 1]]
    begins = [0, *changes]
    ends = [*changes, len(kinds)]

    assert rates(policy).segments(first.toordinal(), last.toordinal()) == [
        (first.toordinal() + begin, first.toordinal() + end - 1, *kinds[begin])
        for begin, end in zip(begins, ends, strict=True)
    ]


@pytest.mark.parametrize("policy", [policy for policy in POLICIES if policy.kind != "fixed"])
def test_a_day_past_the_known_rates_is_refused(policy: Policy) -> None:
    """R5"""
    with pytest.raises(LawUnknown, match="2027-01-01"):
        rates(policy).between(date(2026, 12, 31).toordinal(), date(2027, 1, 1).toordinal())


def test_a_day_before_the_known_rates_is_refused_but_not_their_eve() -> None:
    """R5"""
    eve = date(2002, 6, 30).toordinal()
    found = rates(STATUTORY)

    assert Fraction(found.between(eve, eve + 1), found.whole) == Fraction(1250, 10_000 * 365)
    with pytest.raises(LawUnknown, match="2002-06-29"):
        found.between(eve - 1, eve + 1)


def test_a_fixed_rate_needs_no_table() -> None:
    """R5"""
    found = rates(Policy("fixed", 1000, floored=False, capped=False, basis="AA"))

    year = found.between(date(2027, 12, 31).toordinal(), date(2028, 12, 31).toordinal())

    assert Fraction(year, found.whole) == Fraction(1, 10)


def test_what_is_remembered_of_a_policy_stays_bounded() -> None:
    found = rates(Policy("fixed", 1000, floored=False, capped=False, basis="AA"))

    for day in range(1, 60_000, 2):
        found.between(day, day + 1)

    assert len(found.sums) < 21_000


def test_a_rate_that_an_operator_enters_is_used_at_once(tmp_path: Path) -> None:
    day = date(2027, 1, 1).toordinal()
    (tmp_path / "reference_rate.toml").write_text(
        'known_until = 2027-06-30\n[[values]]\nfrom = 2027-01-01\nvalue = "2.50"\nsource = "riksbank.se"\n'
        'confidence = "P"\nchecked = 2026-12-30\n',
        encoding="utf-8",
    )

    with additions(tmp_path):
        found = rates(STATUTORY)
        assert Fraction(found.between(day - 1, day), found.whole) == Fraction(1050, 10_000 * 365)
    with pytest.raises(LawUnknown):
        rates(STATUTORY).between(day - 1, day)


@contextmanager
def additions(folder: Path) -> Iterator[None]:
    use_additions(folder=folder)
    try:
        yield
    finally:
        use_additions(folder=None)


def every_day(first: date, last: date) -> Iterator[date]:
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)
