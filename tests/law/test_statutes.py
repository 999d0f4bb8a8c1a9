"""Single numbers of the law, repeated here as an independent witness."""

from datetime import date

import pytest

from betalt import law

ON = date(2026, 9, 1)

WITNESS = {
    "interest_margin": 8_00,  # INT-7
    "refund_margin": 2_00,  # INT-8
    "consumer_credit_margin": 20_00,  # INT-18
    "reference_rate_step": 50,  # INT-15
    "interest_start_days": 30,  # INT-4, INT-5
    "max_payment_term_days": 30,  # INT-13
    "max_inspection_days": 30,  # INT-14
    "fee_beyond_statute": 0,  # FEE-5
    "enforcement_fee_floor": 100_00,  # FEE-8
    "charged_reminders_per_claim": 1,  # FEE-11
    "charged_demands_per_claim": 1,  # FEE-11
    "consumer_credit_cost_cap": 100_00,  # FEE-14
    "credit_purchase_free_share": 2_00,  # FEE-14
    "credit_setup_fee_share": 1_00,  # FEE-14
    "collection_licence_years": 10,  # INK-3
    "answer_days_minimum": 8,  # INK-7
    "answer_days_default": 10,
    "answer_banking_days": 4,
    "presumed_receipt_banking_days": 2,
    "bf_answer_days_maximum": 14,  # BF-11
    "bf_answer_days_usual": 10,
    "bf_handover_days": 28,  # BF-14
    "kfm_copies_free": 25,  # BF-17
    "bf_reopening_months": 1,  # BF-19
    "bf_appeal_days": 21,  # BF-21
    "enforcement_stay_months": 2,
    "enforcement_stays_per_year": 2,
    "bankruptcy_demand_days": 7,
    "bankruptcy_petition_days": 21,
    "limitation_years_other": 10,  # LIM-1
    "limitation_years_consumer": 3,  # LIM-2
    "limitation_unserved_years": 1,  # LIM-6
    "limitation_letters": 2,  # LIM-10
    "vat_standard": 25_00,  # VAT-4
    "vat_reduced": 12_00,
    "vat_low": 6_00,
    "cash_method_limit": 3_000_000_00,  # VAT-12
    "simplified_invoice_limit": 4_000_00,
    "small_business_limit": 120_000_00,
    "retention_years": 7,  # GDPR-3
    "rot_limit": 50_000_00,
    "rot_rut_limit": 75_000_00,
    "rut_share": 50_00,
    "credit_acceleration_months": 1,
    "credit_acceleration_share": 10_00,
    "credit_acceleration_share_two_instalments": 5_00,
    "credit_acceleration_notice_days": 28,
    "credit_record_years": 3,  # KUL-5
    "credit_inquiry_years": 1,
    "fee_bankruptcy_petition": 2_800_00,
}


@pytest.mark.parametrize(("name", "amount"), WITNESS.items())
def test_a_table_says_what_the_statute_says(name: str, amount: int) -> None:
    assert law.value(name, ON) == amount


@pytest.mark.parametrize(
    ("day", "share"),
    [("2025-05-11", 30_00), ("2025-05-12", 50_00), ("2025-12-31", 50_00), ("2026-01-01", 30_00)],
)
def test_the_rot_share_was_raised_for_a_part_of_2025(day: str, share: int) -> None:
    assert law.value("rot_share", date.fromisoformat(day)) == share


@pytest.mark.parametrize(
    ("policy", "reference"),
    [(175, 200), (225, 250), (250, 250), (375, 400), (-25, 0), (-35, 0), (0, 0)],
)
def test_p35_int_15_the_reference_rate_is_rounded_up_to_the_next_half_point(
    policy: int, reference: int
) -> None:
    assert law.expected_reference_rate_bps(policy_rate_bps=policy, on=ON) == reference


def test_p13_int_18_a_consumer_credit_is_capped_from_march_2025() -> None:
    assert law.consumer_credit_ceiling_bps(date(2025, 2, 28)) is None
    assert law.consumer_credit_ceiling_bps(date(2025, 3, 1)) == 23_00
    assert law.consumer_credit_ceiling_bps(ON) == 22_00
