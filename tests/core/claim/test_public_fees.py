"""Fees of Kronofogden and the courts, and the ceilings of a consumer credit."""

from datetime import date

import pytest

from betalt.core.claim import public_fees
from betalt.core.claim.public_fees import CreditLimits, Enforcement
from betalt.law import LawUnknown


@pytest.mark.parametrize(
    ("year", "kronor"), [(2023, 26_250), (2024, 28_650), (2025, 29_400), (2026, 29_600), (2027, 29_800)]
)
def test_p34_a_small_claim_is_at_most_half_a_price_base_amount(year: int, kronor: int) -> None:
    assert public_fees.small_claims_threshold_ore(on=date(year, 6, 1)) == kronor * 100


def test_the_threshold_of_a_year_nobody_knows_is_refused() -> None:
    with pytest.raises(LawUnknown):
        public_fees.small_claims_threshold_ore(on=date(2028, 1, 1))


@pytest.mark.parametrize(
    ("value_ore", "year", "supplement", "summons"),
    [
        (29_600_00, 2026, 600, 900),
        (29_600_01, 2026, 2_500, 2_800),
        (29_400_00, 2025, 600, 900),
        (28_700_00, 2024, 2_500, 2_800),
    ],
)
def test_p18_bf_14_court_fees_follow_the_value(
    value_ore: int, year: int, supplement: int, summons: int
) -> None:
    on = date(year, 6, 1)

    assert public_fees.supplement_ore(value_ore=value_ore, on=on) == supplement * 100
    assert public_fees.summons_ore(value_ore=value_ore, on=on) == summons * 100


def test_p17_fee_6_fee_7_bf_17_an_application_claims_fee_and_work() -> None:
    assert public_fees.application_costs_ore(on=date(2026, 9, 7)) == 680_00


@pytest.mark.parametrize(
    ("on", "titles", "unpaid", "kronor"),
    [
        ("2024-02-29", 1, {}, 0),
        ("2024-03-01", 1, {}, 600),
        ("2024-08-01", 1, {}, 600),
        ("2025-03-01", 1, {}, 600),
        ("2025-03-02", 1, {}, 1_200),
        ("2026-03-02", 1, {}, 1_800),
        ("2026-03-02", 2, {}, 3_600),
        ("2026-03-02", 1, {"2025-03-01": 99_99}, 600),
        ("2026-03-02", 1, {"2026-03-01": 99_99}, 1_200),
        ("2026-03-02", 1, {"2025-03-01": 100_00}, 1_800),
    ],
)
def test_p31_fee_8_enforcement_costs_a_fee_per_title_and_year_begun(
    on: str, titles: int, unpaid: dict[str, int], kronor: int
) -> None:
    enforcement = Enforcement(
        applied_on=date(2024, 3, 1),
        titles=titles,
        unpaid_ore={date.fromisoformat(day): ore for day, ore in unpaid.items()},
    )
    fees = public_fees.enforcement_fees(enforcement=enforcement, on=date.fromisoformat(on))

    assert sum(fee.amount_ore for fee in fees) == kronor * 100
    assert [fee.year for fee in fees] == list(range(1, len(fees) + 1))


def test_p13_p34_int_18_fee_14_the_ceilings_of_a_consumer_credit() -> None:
    assert public_fees.credit_limits(on=date(2026, 9, 1)) == CreditLimits(
        highest_rate_bps=2200,
        credit_purchase_free_ore=1_184_00,
        setup_fee_ore=592_00,
        highest_cost_bps=10_000,
    )
