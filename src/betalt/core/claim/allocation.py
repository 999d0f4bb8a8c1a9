"""What payments, goodwill credits and write-offs clear, and in which order (ALL-1, ALL-3, ALL-5, ALL-6, R7, R8, R9)."""

from itertools import chain

from betalt.core.claim.account import COSTS, ORDERS, Account, Order, Reckoning
from betalt.core.claim.history import NOWHERE, FactsError, Step
from betalt.values.money import plain

_EVERYTHING = 10**30  # öre; more than anybody can owe


def pay(reckoning: Reckoning, step: Step) -> None:
    """Clear the invoice a payment names, then the others oldest first; the rest is overpaid (ALL-1, ALL-5, R7)."""
    day, _, _, at, amount, place = step
    accounts = reckoning.accounts
    # The named account comes again in its turn, with nothing left to clear.
    for account in accounts if place == NOWHERE else chain((accounts[place],), accounts):
        if not amount:
            return
        costs, interest, principal = account.owed
        if principal or interest or costs:
            amount = reckoning.clear(account, amount, reckoning.order, day, at)
    if amount:
        reckoning.overpay(amount, day, at)


def credit(reckoning: Reckoning, step: Step) -> None:
    """Let a goodwill credit reduce principal, then interest, then costs; the rest is overpaid (R8)."""
    day, _, _, at, left, place = step
    account = reckoning.owing(place)
    if account is not None and left:
        left = _forgive(reckoning, account, left, ORDERS["PIC"], day, at)
    if left:
        reckoning.overpay(left, day, at)


def write_off(reckoning: Reckoning, step: Step) -> None:
    """Forgive an amount, or all, in the order of allocation; more than is owed is an error, but for `at_most` (R9)."""
    day, _, _, at, amount, place = step
    event = reckoning.facts.events[at]
    left = _EVERYTHING if event.amount_ore is None else amount
    for account in reckoning.accounts if place == NOWHERE else [reckoning.accounts[place]]:
        if left and any(account.owed):
            left = _forgive(reckoning, account, left, reckoning.order, day, at)
    if left and event.amount_ore is not None and not event.at_most:
        raise FactsError(f"events[{at}].amount", f"{plain(left)} more than is owed on {event.on}")


def _forgive(reckoning: Reckoning, account: Account, amount: int, order: Order, day: int, at: int) -> int:
    # A judgment sets free what was paid; costs that were forgiven were not (R9).
    costs = account.owed[COSTS]
    left = reckoning.clear(account, amount, order, day, at)
    account.forgiven += costs - account.owed[COSTS]
    return left
