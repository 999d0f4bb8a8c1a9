"""What the statutes say, as dated values with their sources; asking past what is known raises LawUnknown."""

from datetime import date
from functools import lru_cache

from betalt.law.book import forget_when_changed, table, table_names, use_additions
from betalt.law.table import DatedValue, LawTableError, LawUnknown, Table
from betalt.values.money import up_to_step

__all__ = [
    "DatedValue",
    "LawTableError",
    "LawUnknown",
    "Table",
    "consumer_credit_ceiling_bps",
    "expected_reference_rate_bps",
    "fee_ore",
    "margin_bps",
    "projected_reference_rate_bps",
    "reference_rate_bps",
    "reference_rate_known_until",
    "reference_rate_series",
    "table",
    "table_names",
    "use_additions",
    "value",
]

_CACHED_DAYS = 16_384


@lru_cache(maxsize=_CACHED_DAYS)
def value(name: str, on: date) -> int:
    """Tell what a law table says on a day, in its whole units: öre, basis points, days, years or a number."""
    return table(name).value(on)


@lru_cache(maxsize=_CACHED_DAYS)
def reference_rate_bps(on: date) -> int:
    """Tell the reference rate of a day in basis points (räntelagen 9 §, INT-15)."""
    return table("reference_rate").value(on)


@lru_cache(maxsize=1)
def reference_rate_series() -> tuple[tuple[date, int], ...]:
    """List the half-yearly reference rates, rising: first day and basis points (räntelagen 9 §, INT-15)."""
    return tuple((dated.from_on, dated.value) for dated in table("reference_rate").values)


@lru_cache(maxsize=1)
def reference_rate_known_until() -> date:
    """Tell the last day whose reference rate is published; no interest is computed past it."""
    known_until = table("reference_rate").known_until
    if known_until is None:
        raise LawTableError("law table reference_rate: known_until is missing")
    return known_until


def projected_reference_rate_bps(on: date) -> int:
    """Carry the last published reference rate on, in basis points: for forecasts, never for claims."""
    return reference_rate_bps(min(on, reference_rate_known_until()))


def expected_reference_rate_bps(*, policy_rate_bps: int, on: date) -> int:
    """Tell the reference rate that follows from Riksbanken's policy rate (räntelagen 9 §, INT-15, P35)."""
    return up_to_step(policy_rate_bps, value("reference_rate_step", on))


def consumer_credit_ceiling_bps(on: date) -> int | None:
    """Tell the highest rate of a consumer credit in basis points, or None before there was one (INT-18)."""
    if on < table("consumer_credit_margin").values[0].from_on:
        return None
    return reference_rate_bps(on) + value("consumer_credit_margin", on)


def margin_bps(on: date) -> int:
    """Tell the basis points that late interest lies over the reference rate (räntelagen 6 §, INT-7)."""
    return value("interest_margin", on)


def fee_ore(kind: str, on: date) -> int:
    """Tell the highest fee in öre for a measure taken on a day (lag 1981:739 4, 4 a §§); 0 before it existed.

    Kinds: reminder (FEE-1), demand (FEE-2), plan (FEE-3), late_compensation (FEE-4), kfm_work (FEE-6),
    kfm_application (FEE-7), enforcement (FEE-8); beyond_statute is everything else (FEE-5).
    """
    return value(f"fee_{kind}", on)


def _forget() -> None:
    for cached in (value, reference_rate_bps, reference_rate_series, reference_rate_known_until):
        cached.cache_clear()


forget_when_changed(forget=_forget)
