"""The state of a claim while it is worked out: one account for each invoice, in whole öre, day by day."""

from typing import Final

from betalt.core.claim.facts import Facts
from betalt.core.claim.history import NOWHERE, Opening
from betalt.values.reason import Reason

COSTS: Final = 0
INTEREST: Final = 1
PRINCIPAL: Final = 2
Order = tuple[int, int, int]
ORDERS: dict[str, Order] = {
    "CIP": (COSTS, INTEREST, PRINCIPAL),
    "ICP": (INTEREST, COSTS, PRINCIPAL),
    "PIC": (PRINCIPAL, INTEREST, COSTS),
}
NO_EVENT: Final = -1

# What one event did to one invoice: its place in Facts.events and the invoice's place in the queue; the day
# after which and the day to which interest ran (ordinals), its base and its öre; the öre cleared, in the order
# of allocation. Öre that no invoice needed stand as cleared NOWHERE. A plain tuple: a claim makes several.
Touch = tuple[int, int, int, int, int, int, int, int, int]

# What a measure led to: its place in Facts.events, the invoice's place in the queue, what, öre, why it is refused.
Measure = tuple[int, int, str, int, Reason | None]


class Account:
    """What is owed on one invoice, and how far its interest has been worked out."""

    __slots__ = ("applied", "borne_to", "due", "fees", "forgiven", "late", "owed", "place")

    def __init__(self, opening: Opening) -> None:
        # borne_to is the last day whose interest is rounded and owed.
        self.place, self.due, self.borne_to, principal = opening
        self.owed = [0, 0, principal]
        self.fees = self.late = self.applied = 0  # öre charged so far: FEE-1…3, FEE-4, and at Kronofogden
        self.forgiven = 0  # öre of costs that no payment cleared


class Reckoning:
    """All accounts and what has happened to them so far; each event adds to it in the order of R1."""

    __slots__ = ("accounts", "facts", "measures", "order", "overpaid", "rates", "touches")

    def __init__(self, facts: Facts) -> None:
        history = facts.history
        self.facts = facts
        self.rates = history.rates
        self.order = ORDERS[facts.allocation]
        self.accounts = list(map(Account, history.openings))
        self.touches: list[Touch] = []
        self.measures: list[Measure] = []
        self.overpaid = 0

    def clear(self, account: Account, amount: int, order: Order, day: int, at: int) -> int:  # budget: speed
        """Crystallise interest through a day, clear öre in an order of parts, return what is left (R2, C1, C4, C6).

        Interest is simple and borne by principal alone (INT-16, INT-17); it is exact up to here and rounded
        half-up once a day, since `borne_to` has then reached the day.
        """
        owed = account.owed
        base, since, interest = owed[PRINCIPAL], account.borne_to, 0
        if day > since:
            account.borne_to = day
            if base:
                rates = self.rates
                sums = rates.sums
                try:
                    grown = sums[day] - sums[since]
                except KeyError:
                    grown = rates.between(since, day)
                # values.money.half_up written out: here it is asked for once an event.
                interest = (base * grown + rates.half) // rates.whole
                owed[INTEREST] += interest
        i, j, k = order
        first, second, third = owed[i], owed[j], owed[k]
        left = 0
        if amount <= first:
            owed[i] = first - amount
            first, second, third = amount, 0, 0
        elif (amount := amount - first) <= second:
            owed[i], owed[j] = 0, second - amount
            second, third = amount, 0
        elif (amount := amount - second) <= third:
            owed[i], owed[j], owed[k] = 0, 0, third - amount
            third = amount
        else:
            owed[i], owed[j], owed[k] = 0, 0, 0
            left = amount - third
        self.touches.append((at, account.place, since, day, base, interest, first, second, third))
        return left

    def owing(self, place: int) -> Account | None:
        """Find the account an event names, or else the oldest, if anything is owed on it (R6, R7)."""
        for account in self.accounts if place == NOWHERE else (self.accounts[place],):
            costs, interest, principal = account.owed
            if principal or interest or costs:
                return account
        return None

    def charge(self, account: Account, amount: int, *, what: str, at: int) -> None:
        """Add öre of costs to an account."""
        account.owed[COSTS] += amount
        self.measures.append((at, account.place, what, amount, None))

    def refuse(self, why: Reason, *, what: str, at: int) -> None:
        """Keep a measure that may not be charged, with its ground."""
        self.measures.append((at, NOWHERE, what, 0, why))

    def overpay(self, amount: int, day: int, at: int) -> None:
        """Keep öre that no invoice needs (R7)."""
        self.overpaid += amount
        self.touches.append((at, NOWHERE, day, day, 0, 0, amount, 0, 0))
