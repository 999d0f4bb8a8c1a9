"""The statute and the rule ids behind each row of a statement."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from betalt.core.claim.interest import Policy, day_bps
from betalt.law import reference_rate_bps, table
from betalt.law.book import forget_when_changed

_REMEMBERED = 4096  # the letters of a day cite few policies and days


class Ground(NamedTuple):
    """A statute as it is cited, and the ids of the rules that were used."""

    statute: str
    rules: tuple[str, ...]


CLEARED_BY = {
    "payment": ("ALL-1", "ALL-3", "ALL-5", "R7"),
    "credit": ("R8",),
    "write_off": ("R9",),
    "judgment": ("BF-16", "R9"),
}
_TABLES = {
    "reminder": "fee_reminder",
    "demand": "fee_demand",
    "plan": "fee_plan",
    "late_compensation": "fee_late_compensation",
    "application_fee": "fee_kfm_application",
    "work_fee": "fee_kfm_work",
}
_COURT = {
    "court_cost": Ground("rättegångsbalken 18 kap.", ("R9",)),
    "judgment": Ground("lag (1990:746) 46 §", ("BF-16", "R9")),
}


def cost_ground(what: str) -> Ground:
    """Cite the statute that lets a cost be charged (lag 1981:739, lag 1990:746)."""
    if what in _COURT:
        return _COURT[what]
    law = table(_TABLES[what])
    return Ground(law.statute, law.rules)


@lru_cache(maxsize=_REMEMBERED)
def interest_ground(policy: Policy, on: date) -> Ground:
    """Cite what decides the rate of a day: statute, agreement or a limit (INT-1, INT-7, INT-11, INT-18)."""
    statutory = table("interest_margin")
    if policy.kind == "statutory":
        return Ground(statutory.statute, statutory.rules)
    bps = day_bps(policy, on)
    agreed = policy.bps + (reference_rate_bps(on) if policy.kind == "margin" else 0)
    if bps > max(agreed, 0):
        return Ground(f"{statutory.statute} 2 st.", ("INT-11",))
    if bps < agreed:
        return Ground(table("consumer_credit_margin").statute, ("INT-18",))
    return Ground("avtal, räntelagen (1975:635) 1 §", ("INT-1",))


forget_when_changed(forget=interest_ground.cache_clear)
