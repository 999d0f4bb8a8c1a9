"""Fees for reminders, demands and plans, and late compensation (lag 1981:739, FEE-1 to FEE-13, R3, R6)."""

from datetime import date

from betalt.core.claim.account import COSTS, PRINCIPAL, Account, Reckoning
from betalt.core.claim.history import NOWHERE, ORDER, Step
from betalt.law import value
from betalt.values.reason import Reason

_STATUTE = "lag (1981:739) "
_GROUNDS = {"reminder": "2 §", "demand": "3 §", "plan": "3 §"}
_NOT_AGREED = Reason(code="claim.not_agreed", ground=_STATUTE + "2 §")
_CONSUMER = Reason(code="claim.consumer", ground=_STATUTE + "4 a §")
_PRIVATE = Reason(code="claim.private_creditor", ground=_STATUTE + "4 a §")
_TOO_OLD = Reason(code="claim.due_before_the_rule", ground=_STATUTE + "4 a §")
_NOT_LATE = Reason(code="claim.not_late", ground=_STATUTE + "4 a §")
_TWICE = Reason(code="claim.twice", ground=_STATUTE + "4 a §")


def charge_measure(reckoning: Reckoning, step: Step) -> None:
    """Charge a reminder, demand or plan the statutory fee and no more (FEE-1, FEE-2, FEE-3, FEE-9, FEE-10, R6)."""
    day, rank, _, at, fee, place = step
    what = ORDER[rank]
    account = reckoning.owing(place)
    if account is None:
        reckoning.refuse(
            Reason(code="claim.nothing_owed", ground=_STATUTE + _GROUNDS[what]), what=what, at=at
        )
    elif day <= account.due:
        reckoning.refuse(Reason(code="claim.not_due", ground=_STATUTE + _GROUNDS[what]), what=what, at=at)
    elif what == "reminder" and not reckoning.facts.terms.reminder_fee_agreed:
        reckoning.refuse(_NOT_AGREED, what=what, at=at)
    else:
        before = account.fees
        account.fees += fee
        late = account.late
        if late:
            fee = max(late, account.fees) - max(late, before)
        account.owed[COSTS] += fee
        reckoning.measures.append((at, account.place, what, fee, None))


def compensate(reckoning: Reckoning, step: Step) -> None:
    """Charge late compensation in so far as it exceeds the fees: max(450, Σ) (FEE-4, FEE-9, FEE-13, R3)."""
    _, _, _, at, compensation, place = step
    account = reckoning.accounts[place] if place != NOWHERE else _default(reckoning)
    why = _refusal(reckoning, account, step)
    if why is not None:
        reckoning.refuse(why, what="late_compensation", at=at)
        return
    account.late = compensation
    reckoning.charge(account, max(0, compensation - account.fees), what="late_compensation", at=at)


def _default(reckoning: Reckoning) -> Account:
    # Where all is paid R3 still allows the claim: then it is for the oldest invoice that was paid late.
    unpaid = reckoning.owing(NOWHERE)
    if unpaid is not None:
        return unpaid
    late = (account for account in reckoning.accounts if not account.late and _was_late(reckoning, account))
    return next(late, reckoning.accounts[0])


def _refusal(reckoning: Reckoning, account: Account, step: Step) -> Reason | None:
    facts = reckoning.facts
    if facts.debtor_kind == "consumer":
        return _CONSUMER
    if facts.creditor_kind == "private":
        return _PRIVATE
    if not value("fee_late_compensation", date.fromordinal(account.due)):
        return _TOO_OLD
    if step[0] <= account.due or not _was_late(reckoning, account):
        return _NOT_LATE
    return _TWICE if account.late else None


def _was_late(reckoning: Reckoning, account: Account) -> bool:
    # Was principal unpaid at the end of the due day? The first touch after that day shows what there was.
    for _, place, _, day, base, *_ in reckoning.touches:
        if place == account.place and day > account.due:
            return base > 0
    return account.owed[PRINCIPAL] > 0
