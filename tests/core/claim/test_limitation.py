"""Limitation: the chain of breaks and the last day (preskriptionslagen 1981:130)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.claim.limitation import Break, BreakError, BreakKind, arose_on, limitation
from betalt.core.claim.terms import DebtorKind
from betalt.words import say


def broken(text: str) -> tuple[Break, ...]:
    """Read "demand 2025-08-05, suit 2026-01-01 2026-03-31" as breaks."""
    breaks = []
    for each in filter(None, text.split(", ")):
        kind, *days = each.split()
        on, ended_on = [date.fromisoformat(day) for day in days] + [None] * (2 - len(days))
        assert on is not None
        breaks.append(Break(kind=BreakKind(kind), on=on, ended_on=ended_on))
    return tuple(breaks)


CASES: list[tuple[str, DebtorKind, str, str, str | None]] = [
    ("P25 LIM-2 LIM-11 consumer on a leap day", "consumer", "2024-02-29", "", "2027-02-28"),
    ("P25 LIM-2 consumer", "consumer", "2026-11-22", "", "2029-11-22"),
    ("P25 LIM-1 business", "business", "2016-12-01", "", "2026-12-01"),
    ("LIM-1 public body", "public", "2016-12-01", "", "2026-12-01"),
    ("P25 LIM-3 LIM-4 letter received", "consumer", "2024-01-10", "demand 2025-08-05", "2028-08-05"),
    ("P25 LIM-5 utslag on a consumer", "consumer", "2025-10-01", "suit 2026-01-15 2026-03-31", "2029-03-31"),
    ("LIM-5 utslag on a business", "business", "2025-10-01", "suit 2026-01-15 2026-03-31", "2036-03-31"),
    ("LIM-3 LIM-4 part payment", "consumer", "2024-01-10", "payment 2026-12-30", "2029-12-30"),
    ("LIM-3 LIM-4 acknowledgement", "business", "2020-05-05", "acknowledgement 2024-06-06", "2034-06-06"),
    ("LIM-3 the last day is in time", "consumer", "2024-01-10", "demand 2027-01-10", "2030-01-10"),
    ("LIM-3 the day after is too late", "consumer", "2024-01-10", "demand 2027-01-11", "2027-01-10"),
    ("LIM-3 a suit that goes on stops the clock", "consumer", "2024-01-10", "suit 2026-12-01", None),
    (
        "LIM-5 a payment during a suit",
        "consumer",
        "2024-01-10",
        "suit 2024-02-01 2026-02-01, payment 2024-06-01",
        "2029-02-01",
    ),
    (
        "LIM-6 unserved, much time left",
        "consumer",
        "2024-01-10",
        "unserved 2024-02-01 2024-06-01",
        "2027-01-10",
    ),
    ("LIM-6 unserved at the end", "consumer", "2024-01-10", "unserved 2027-01-01 2027-05-01", "2028-05-01"),
    (
        "LIM-6 unserved a second time",
        "consumer",
        "2024-01-10",
        "unserved 2027-01-01 2027-05-01, unserved 2028-04-01 2028-09-01",
        "2028-05-01",
    ),
    ("LIM-10 one letter", "consumer", "2024-01-10", "letter 2026-05-05", "2027-01-10"),
    (
        "LIM-10 two letters count from the first",
        "consumer",
        "2024-01-10",
        "letter 2026-05-05, letter 2026-06-15",
        "2029-05-05",
    ),
    (
        "LIM-10 three letters count from the second",
        "consumer",
        "2024-01-10",
        "letter 2026-05-05, letter 2026-06-15, letter 2026-09-01",
        "2029-06-15",
    ),
    (
        "LIM-4 a chain",
        "consumer",
        "2018-01-10",
        "demand 2020-12-01, payment 2023-11-30, demand 2026-11-01",
        "2029-11-01",
    ),
]


@pytest.mark.parametrize(
    ("name", "debtor_kind", "arose", "breaks", "last"), CASES, ids=[case[0] for case in CASES]
)
def test_the_last_day_of_a_claim(
    name: str, debtor_kind: DebtorKind, arose: str, breaks: str, last: str | None
) -> None:
    found = limitation(debtor_kind=debtor_kind, arose_on=date.fromisoformat(arose), breaks=broken(breaks))

    assert found.last_on == (date.fromisoformat(last) if last else None)
    for link in found.chain:
        assert say(link.reason)
        assert say(link.reason, language="en")
    assert say(found.proof)
    assert say(found.proof, language="en")


def test_a_claim_lives_on_its_last_day_and_has_lapsed_the_day_after() -> None:
    found = limitation(debtor_kind="consumer", arose_on=date(2024, 2, 29))

    assert not found.has_lapsed(on=date(2027, 2, 28))
    assert found.has_lapsed(on=date(2027, 3, 1))


def test_lim_8_a_lapsed_claim_is_set_off_against_a_debt_it_met_in_time() -> None:
    found = limitation(debtor_kind="consumer", arose_on=date(2024, 2, 29))

    assert found.may_be_set_off(met_on=date(2027, 2, 28))
    assert not found.may_be_set_off(met_on=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("on", "months"),
    [("2026-02-27", None), ("2026-02-28", 12), ("2026-08-28", 6), ("2026-11-28", 3), ("2027-02-28", 3)],
)
def test_warnings_come_12_6_and_3_months_before(on: str, months: int | None) -> None:
    found = limitation(debtor_kind="consumer", arose_on=date(2024, 2, 29))
    assert found.warning_months(on=date.fromisoformat(on)) == months


def test_lim_1_a_claim_arises_on_the_earliest_day_on_paper() -> None:
    assert arose_on(
        ordered_on=date(2026, 1, 5), delivered_on=date(2026, 1, 3), invoiced_on=date(2026, 1, 20)
    ) == date(2026, 1, 3)
    assert arose_on(ordered_on=None, delivered_on=None, invoiced_on=date(2026, 1, 20)) == date(2026, 1, 20)


def test_the_chain_says_why_a_late_letter_changed_nothing() -> None:
    found = limitation(
        debtor_kind="consumer",
        arose_on=date(2024, 1, 10),
        breaks=broken("demand 2025-08-05, demand 2028-08-06"),
    )

    assert [(link.counted, link.reason.code) for link in found.chain] == [
        (True, "law.broken_by_demand"),
        (False, "law.too_late"),
    ]
    assert found.proof.code == "law.proof_demand"
    assert dict(found.proof.params) == {"day": "2025-08-05"}


@pytest.mark.parametrize("text", ["suit 2026-02-01 2026-01-01", "payment 2026-01-01 2026-02-01"])
def test_a_break_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(BreakError):
        broken(text)


BREAKS = st.lists(
    st.builds(
        Break,
        kind=st.sampled_from([BreakKind.DEMAND, BreakKind.LETTER, BreakKind.PAYMENT]),
        on=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    ),
    max_size=6,
)


@given(BREAKS)
def test_breaks_never_shorten_the_time_and_their_order_of_writing_does_not_matter(
    breaks: list[Break],
) -> None:
    bare = limitation(debtor_kind="consumer", arose_on=date(2020, 1, 1))
    found = limitation(debtor_kind="consumer", arose_on=date(2020, 1, 1), breaks=tuple(breaks))
    turned = limitation(debtor_kind="consumer", arose_on=date(2020, 1, 1), breaks=tuple(reversed(breaks)))

    assert bare.last_on is not None
    assert found.last_on is not None
    assert found.last_on >= bare.last_on
    assert turned.last_on == found.last_on
