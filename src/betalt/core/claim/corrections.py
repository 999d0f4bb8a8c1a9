"""Error credits and reversed payments: once known, history is worked out as if they had never been (R8)."""

from betalt.core.claim.account import PRINCIPAL, Reckoning
from betalt.core.claim.facts import Facts
from betalt.core.claim.history import Step


def correct(reckoning: Reckoning, today: int) -> tuple[Step, ...]:
    """Take what was never owed off the accounts, and return the steps without the reversed payments (R8)."""
    facts = reckoning.facts
    for day, _, _, at, amount, place in facts.history.corrections:
        if day <= today and facts.events[at].kind == "credit":
            _take_off(reckoning, place, amount, day, at)
    return standing(facts, today)


def standing(facts: Facts, today: int) -> tuple[Step, ...]:
    """List the steps that stand on a day: without payments that have been reversed by then (R8)."""
    # Asked for an earlier day the old history holds: a later correction is not yet known.
    known = [facts.events[step[3]] for step in facts.history.corrections if step[0] <= today]
    reversed_ids = {event.payment for event in known if event.kind == "payment_reversed"}
    if not reversed_ids:
        return facts.history.steps
    return tuple(
        step
        for step in facts.history.steps
        if facts.events[step[3]].kind != "payment" or facts.events[step[3]].id not in reversed_ids
    )


def _take_off(reckoning: Reckoning, place: int, amount: int, day: int, at: int) -> None:
    owed = reckoning.accounts[place].owed
    never_owed = min(amount, owed[PRINCIPAL])
    owed[PRINCIPAL] -= never_owed
    if amount > never_owed:
        reckoning.overpay(amount - never_owed, day, at)
