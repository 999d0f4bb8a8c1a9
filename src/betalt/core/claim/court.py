"""Costs at Kronofogden and in court; they stand outside the 450 (FEE-6, FEE-7, BF-17, R9)."""

from betalt.core.claim.account import COSTS, Account, Reckoning
from betalt.core.claim.allocation import pay
from betalt.core.claim.history import NOWHERE, Step, statutory_fee
from betalt.core.claim.terms import Event
from betalt.values.reason import Reason

_GROUNDS = {
    "application": "lag (1990:746) 2 §",
    "application_fee": "förordning (1992:1094) 1 §",
    "work_fee": "lag (1990:746) 48 §",
    "court_cost": "rättegångsbalken 18 kap.",
    "judgment": "lag (1990:746) 46 §",
}


def charge_application(reckoning: Reckoning, step: Step) -> None:
    """Charge what an application claims up to the ceilings, and begin interest (FEE-6, FEE-7, INT-6, R9)."""
    account = _find(reckoning, step, "application")
    if account is None:
        return
    at = step[3]
    event = reckoning.facts.events[at]
    _claim_up_to_ceiling(reckoning, account, at, "application_fee", event.application_fee_ore or 0)
    _claim_up_to_ceiling(reckoning, account, at, "work_fee", event.work_fee_ore or 0)
    _begin_interest(reckoning, account, event)


def charge_court_cost(reckoning: Reckoning, step: Step) -> None:
    """Charge a cost in court (R9)."""
    account = _find(reckoning, step, "court_cost")
    if account is not None:
        _, _, _, at, amount, _ = step
        reckoning.charge(account, amount, what="court_cost", at=at)


def award(reckoning: Reckoning, step: Step) -> None:
    """Let costs awarded replace those applied for; what was paid above them is allocated anew (BF-16, R9)."""
    account = _find(reckoning, step, "judgment")
    if account is None:
        return
    day, rank, _, at, _, _ = step
    costs = reckoning.facts.events[at].costs_ore or 0
    above = max(0, account.applied - costs - account.owed[COSTS])
    # Costs forgiven before they fell away are not taken off twice, and nobody paid them.
    forgiven = min(above, account.forgiven)
    account.forgiven -= forgiven
    reckoning.charge(account, costs - account.applied + forgiven, what="judgment", at=at)
    account.applied = costs
    if above > forgiven:
        account.owed[COSTS] = 0
        pay(reckoning, (day, rank, False, at, above - forgiven, account.place))


def _find(reckoning: Reckoning, step: Step, what: str) -> Account | None:
    place = step[5]
    account = reckoning.owing(NOWHERE) if place == NOWHERE else reckoning.accounts[place]
    if account is None and what == "judgment":
        account = next((applied for applied in reckoning.accounts if applied.applied), None)
    if account is None:
        reckoning.refuse(Reason(code="claim.nothing_owed", ground=_GROUNDS[what]), what=what, at=step[3])
    return account


def _claim_up_to_ceiling(reckoning: Reckoning, account: Account, at: int, what: str, asked: int) -> None:
    if not asked:
        return
    kind = "kfm_application" if what == "application_fee" else "kfm_work"
    ceiling = statutory_fee(kind, reckoning.facts.events[at].on)
    allowed = min(asked, ceiling)
    account.applied += allowed
    reckoning.charge(account, allowed, what=what, at=at)
    if asked > ceiling:
        params = (("ceiling_ore", str(ceiling)), ("excess_ore", str(asked - ceiling)))
        why = Reason(code="claim.above_ceiling", params=params, ground=_GROUNDS[what])
        reckoning.refuse(why, what=what, at=at)


def _begin_interest(reckoning: Reckoning, account: Account, event: Event) -> None:
    # Räntelagen 4 § 4 st. (INT-6, R10): service starts the interest of a consumer who had no notice of it, at the
    # latest: of two services the first counts.
    waits = account.borne_to > event.on.toordinal() and reckoning.facts.terms.interest_kind != "none"
    if event.served_on is not None and waits:
        account.borne_to = min(account.borne_to, max(account.due, event.served_on.toordinal()))
