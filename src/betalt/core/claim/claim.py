"""claim(): the one function that knows what is owed on a day, and the claim that it returns."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from betalt.core.claim.account import NO_EVENT, Reckoning
from betalt.core.claim.allocation import credit, pay, write_off
from betalt.core.claim.corrections import correct
from betalt.core.claim.court import award, charge_application, charge_court_cost
from betalt.core.claim.facts import Facts
from betalt.core.claim.fees import charge_measure, compensate
from betalt.core.claim.history import ORDER, Step

_HANDLERS: dict[str, Callable[[Reckoning, Step], None]] = {
    "credit": credit,
    "late_compensation": compensate,
    "reminder": charge_measure,
    "demand": charge_measure,
    "plan": charge_measure,
    "application": charge_application,
    "court_cost": charge_court_cost,
    "judgment": award,
    "payment": pay,
    "write_off": write_off,
}
_new = tuple.__new__  # the constructor that NamedTuple writes takes twice as long
_BY_RANK = tuple(_HANDLERS.get(kind, pay) for kind in ORDER)


class InvoiceClaim(NamedTuple):
    """What is owed on one invoice, in whole öre."""

    id: str
    effective_due_on: date
    principal: int
    interest: int
    costs: int

    @property
    def total(self) -> int:
        """Add up what is owed on the invoice, in öre."""
        return self.principal + self.interest + self.costs


class Claim(NamedTuple):
    """What is owed on a day, in whole öre, and how it came about."""

    facts: Facts
    on: date
    principal: int
    interest: int
    costs: int
    total: int
    overpaid: int
    bearing: int  # öre of principal that bear interest on the day after
    worked: Reckoning

    @property
    def daily_interest(self) -> Fraction:
        """Tell the exact öre that each further day adds, at the rate of the day itself (R5)."""
        return Fraction(*self.daily_parts)

    @property
    def daily_parts(self) -> tuple[int, int]:
        """Tell the same öre as a numerator and a denominator, unreduced: a tenth of the time of a Fraction."""
        rates, today = self.facts.history.rates, self.on.toordinal()
        grown = rates.between(today - 1, today) if self.bearing else 0
        return self.bearing * grown, rates.whole

    @property
    def invoices(self) -> tuple[InvoiceClaim, ...]:
        """List what is owed on each invoice, in the order of the facts."""
        history = self.facts.history
        found = []
        for place in history.by_document:
            costs, interest, principal = self.worked.accounts[place].owed
            due_on = date.fromordinal(history.openings[place][1])
            found.append(InvoiceClaim(history.queue[place].id, due_on, principal, interest, costs))
        return tuple(found)


def claim(facts: Facts, *, on: date) -> Claim:
    """Work out what is owed at the end of a day: walk through the history up to it (R1–R11)."""
    today = on.toordinal()
    reckoning = Reckoning(facts)
    walk = facts.history.steps
    if facts.history.corrections:
        walk = correct(reckoning, today)
    if walk and walk[-1][0] > today:
        walk = tuple(step for step in walk if step[0] <= today)
    for step in walk:
        _BY_RANK[step[1]](reckoning, step)
    costs = interest = principal = bearing = 0
    for account in reckoning.accounts:
        reckoning.clear(account, 0, reckoning.order, today, NO_EVENT)
        open_costs, open_interest, open_principal = account.owed
        costs += open_costs
        interest += open_interest
        principal += open_principal
        if account.borne_to == today:
            bearing += open_principal
    total = costs + interest + principal
    return _new(Claim, (facts, on, principal, interest, costs, total, reckoning.overpaid, bearing, reckoning))
