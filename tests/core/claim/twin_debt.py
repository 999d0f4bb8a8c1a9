"""What the slow twin keeps of one invoice."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

ZERO = Decimal("0.00")


@dataclass
class Debt:
    """One invoice on its way through the days."""

    given: Json
    due_on: date
    interest_after: date | None
    principal: Decimal
    costs: Decimal = ZERO
    interest: Decimal = ZERO
    stretch: list[tuple[date, Decimal, int, Decimal]] = field(default_factory=list)
    rows: list[Json] = field(default_factory=list)
    fees: Decimal = ZERO
    compensation: Decimal | None = None
    at_kronofogden: Decimal = ZERO
    forgiven: Decimal = ZERO
    unpaid_when_due: bool = True

    @property
    def owed(self) -> Decimal:
        return self.principal + self.interest + self.costs
