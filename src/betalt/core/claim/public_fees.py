"""What Kronofogden and the courts charge, in öre, and what of it the debtor can be made to pay."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from betalt import law
from betalt.values.days import add_days, add_years
from betalt.values.money import half_up

WHOLE_BPS = 10_000


def share_ore(*, of_ore: int, bps: int) -> int:
    """Take a share in basis points of a sum in öre, rounded half-up."""
    return half_up(of_ore * bps, WHOLE_BPS)


def small_claims_threshold_ore(*, on: date) -> int:
    """Tell the highest value in öre of a small claim: half a prisbasbelopp (RB 1:3 d, BF-14, P18, P34)."""
    return share_ore(of_ore=law.value("price_base_amount", on), bps=law.value("small_claims_share", on))


def is_small_claim(*, value_ore: int, on: date) -> bool:
    """Tell whether a value in öre without costs makes a small claim on the court's day (RB 1:3 d, P18)."""
    return value_ore <= small_claims_threshold_ore(on=on)


def supplement_ore(*, value_ore: int, on: date) -> int:
    """Tell the court's supplement in öre after hand-over or återvinning (förordning 1987:452, BF-14, P18)."""
    size = "small" if is_small_claim(value_ore=value_ore, on=on) else "other"
    return law.value(f"fee_court_supplement_{size}", on)


def summons_ore(*, value_ore: int, on: date) -> int:
    """Tell the fee in öre of a direct summons (förordning 1987:452)."""
    size = "small" if is_small_claim(value_ore=value_ore, on=on) else "other"
    return law.value(f"fee_summons_{size}", on)


def application_costs_ore(*, on: date) -> int:
    """Tell the highest costs in öre of an application: fee and own work (FEE-6, FEE-7, BF-17, P17)."""
    return law.fee_ore("kfm_application", on) + law.fee_ore("kfm_work", on)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementFee:
    """The fee of one title for one year begun."""

    year: int
    on: date
    amount_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement:
    """One application for enforcement, as far as its fees go."""

    applied_on: date
    titles: int = 1
    unpaid_ore: Mapping[date, int] = field(
        default_factory=dict
    )  # what was left at an anniversary, where known


def enforcement_fees(*, enforcement: Enforcement, on: date) -> tuple[EnforcementFee, ...]:
    """List the fees until a day: one per title and year begun, none anew below the floor (FEE-8, P31).

    A year ends with the day of the same number, so the next one begins on the day after (lag 1930:173 1 §).
    """
    fees = [_enforcement_fee(enforcement, 1, enforcement.applied_on)] if on >= enforcement.applied_on else []
    while (anniversary := add_years(enforcement.applied_on, len(fees))) < on and fees:
        floor_ore = law.value("enforcement_fee_floor", anniversary)
        if enforcement.unpaid_ore.get(anniversary, floor_ore) < floor_ore:
            break
        fees.append(_enforcement_fee(enforcement, len(fees) + 1, add_days(anniversary, 1)))
    return tuple(fees)


def _enforcement_fee(enforcement: Enforcement, year: int, on: date) -> EnforcementFee:
    return EnforcementFee(year=year, on=on, amount_ore=enforcement.titles * law.fee_ore("enforcement", on))


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLimits:
    """The ceilings of a consumer credit on a day, sums in öre and rates in basis points."""

    highest_rate_bps: int | None  # None: no such ceiling that day
    credit_purchase_free_ore: int
    setup_fee_ore: int
    highest_cost_bps: int  # of the credit amount


def credit_limits(*, on: date) -> CreditLimits:
    """Tell the ceilings of a consumer credit (konsumentkreditlagen 19 a-c §§, INT-18, FEE-14, P13, P34)."""
    base_ore = law.value("price_base_amount", on)
    return CreditLimits(
        highest_rate_bps=law.consumer_credit_ceiling_bps(on),
        credit_purchase_free_ore=share_ore(of_ore=base_ore, bps=law.value("credit_purchase_free_share", on)),
        setup_fee_ore=share_ore(of_ore=base_ore, bps=law.value("credit_setup_fee_share", on)),
        highest_cost_bps=law.value("consumer_credit_cost_cap", on),
    )
