"""The slow twin of the engine: the same answers from the text of the contract, in plain Decimal, a day at a time.

It shares no code with the engine and knows the law by tables of its own. Whoever changes one of the two reads the
contract anew for the other.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import groupby

from betalt.values.days import effective_due
from tests.core.claim.twin_debt import ZERO, Debt, Json
from tests.core.claim.twin_rates import REFERENCE

ORE = Decimal("0.01")
DAY = timedelta(days=1)

_ORDER = "credit late_compensation reminder demand plan application court_cost judgment payment write_off"
ORDER = _ORDER.split()
PARTS = {"C": "costs", "I": "interest", "P": "principal"}


class TwinUnknown(Exception):
    """The reference rate of a day that is needed is not known."""


class TwinError(Exception):
    """The document says what cannot be."""


class Twin:
    """A claim on a day, worked out by living through every day up to it."""

    def __init__(self, document: Json, on: date) -> None:
        self.document, self.on = document, on
        self.terms = document.get("terms", {})
        self.debtor = document["debtor"]["kind"]
        self.creditor = document.get("creditor", {}).get("kind", "business")
        self.order = document.get("allocation", "CIP")
        self.overpaid = ZERO
        self.cost_rows: list[Json] = []
        self.payments: list[Json] = []
        self.refused: list[tuple[str, str]] = []
        self.debts = [self._open(given) for given in document["invoices"]]
        self.oldest_first = sorted(self.debts, key=lambda debt: debt.due_on)
        self._live()

    def reference(self, day: date) -> Decimal:
        key = (day.year, 0 if day.month <= 6 else 1)
        if key not in REFERENCE:
            raise TwinUnknown(f"{day}")
        return REFERENCE[key]

    def rate(self, day: date) -> Decimal:
        interest = self.terms.get("interest", {"kind": "statutory"})
        if interest["kind"] == "statutory":
            return max(self.reference(day) + 8, Decimal(0))
        if interest["kind"] == "margin":
            rate = self.reference(day) + Decimal(interest["points"])
        else:
            rate = Decimal(interest["percent"])
        if self.debtor == "public" and self.creditor == "business":
            rate = max(rate, self.reference(day) + 8)
        if self.terms.get("consumer_credit", False) and day >= date(2025, 3, 1):
            rate = min(rate, self.reference(day) + 20)
        return max(rate, Decimal(0))

    def year_days(self, day: date) -> int:
        leap = (date(day.year, 12, 31) - date(day.year, 1, 1)).days == 365
        return 366 if leap and self.document.get("basis", "AA") == "AA" else 365

    def _open(self, given: Json) -> Debt:
        due_on = effective_due(date.fromisoformat(given["due_on"]))
        agreed = self.terms.get("due_agreed", True)
        if not agreed:
            sent_on = date.fromisoformat(given.get("sent_on", given["invoiced_on"]))
            due_on = max(due_on, sent_on + 30 * DAY)
        silent = not agreed and self.debtor == "consumer" and not given.get("interest_notice", False)
        none = self.terms.get("interest", {}).get("kind") == "none"
        owed = Decimal(given["amount"]) - Decimal(given.get("tax_office_share", "0.00"))
        return Debt(given, due_on, None if silent or none else due_on, owed)

    def _live(self) -> None:
        known = [
            (at, event)
            for at, event in enumerate(self.document.get("events", []))
            if date.fromisoformat(event["on"]) <= self.on
        ]
        gone = {event["payment"] for _, event in known if event["kind"] == "payment_reversed"}
        events: dict[date, list[tuple[int, Json]]] = {}
        for at, event in known:
            if event["kind"] == "credit" and event["ground"] == "error":
                self._never_owed(event)
            elif event["kind"] != "payment_reversed" and not (
                event["kind"] == "payment" and event.get("id") in gone
            ):
                events.setdefault(date.fromisoformat(event["on"]), []).append((at, event))
        day = min([debt.due_on for debt in self.debts] + list(events), default=self.on)
        while day <= self.on:
            self._one_day(day, events.get(day, []))
            day += DAY

    def _never_owed(self, event: Json) -> None:
        debt = self._named(event)
        amount = Decimal(event["amount"])
        self.overpaid += max(amount - debt.principal, ZERO)
        debt.principal = max(debt.principal - amount, ZERO)

    # --- one day ----------------------------------------------------------------------------------------------

    def _one_day(self, day: date, events: list[tuple[int, Json]]) -> None:
        for debt in self.debts:
            if debt.interest_after is not None and day > debt.interest_after and debt.principal > 0:
                debt.stretch.append((day, self.rate(day), self.year_days(day), debt.principal))
        for _, event in sorted(
            events, key=lambda pair: (ORDER.index(pair[1]["kind"]), "invoice" not in pair[1], pair[0])
        ):
            getattr(self, f"_{event['kind']}")(day, event)
        for debt in self.debts:
            if day == debt.due_on:
                debt.unpaid_when_due = debt.principal > 0

    def _crystallise(self, debt: Debt) -> None:
        if not debt.stretch:
            return
        rows = self._stretch_rows(debt)
        debt.rows += rows
        debt.interest += sum((Decimal(row["amount"]) for row in rows), ZERO)
        debt.stretch = []

    def _stretch_rows(self, debt: Debt) -> list[Json]:
        rows, over_365, over_366, shown = [], Decimal(0), Decimal(0), ZERO
        with localcontext() as context:
            context.prec = 60
            for (rate, length, base), days in groupby(debt.stretch, key=lambda each: each[1:]):
                run = list(days)
                if length == 365:
                    over_365 += base * rate * len(run)
                else:
                    over_366 += base * rate * len(run)
                exact = over_365 / 36500 + over_366 / 36600
                reached = exact.quantize(ORE, ROUND_HALF_UP)
                rows.append(
                    {
                        "from": run[0][0].isoformat(),
                        "to": run[-1][0].isoformat(),
                        "days": len(run),
                        "percent": f"{rate:.2f}",
                        "base": f"{base:.2f}",
                        "year_days": length,
                        "amount": f"{reached - shown:.2f}",
                    }
                )
                shown = reached
        return rows

    # --- whom an event meets ----------------------------------------------------------------------------------

    def _named(self, event: Json) -> Debt:
        return next(debt for debt in self.debts if debt.given["id"] == event["invoice"])

    def _oldest_unpaid(self) -> Debt | None:
        return next((debt for debt in self.oldest_first if debt.owed > 0), None)

    def _meets(self, event: Json) -> Debt | None:
        return self._named(event) if "invoice" in event else self._oldest_unpaid()

    def _refuse(self, day: date, what: str) -> None:
        self.refused.append((day.isoformat(), what))

    def _charge(self, day: date, debt: Debt, what: str, amount: Decimal) -> None:
        debt.costs += amount
        self.cost_rows.append(
            {
                "on": day.isoformat(),
                "invoice": debt.given["id"],
                "what": what,
                "amount": f"{amount:.2f}",
            }
        )

    # --- measures ---------------------------------------------------------------------------------------------

    def _fee(self, day: date, event: Json, new: int, old: int) -> None:
        if not event.get("charged", True):
            return
        debt = self._meets(event)
        agreed = event["kind"] != "reminder" or self.terms.get("reminder_fee_agreed", False)
        if debt is None or debt.owed == 0 or day <= debt.due_on or not agreed:
            self._refuse(day, event["kind"])
            return
        before = max(debt.compensation or ZERO, debt.fees)
        debt.fees += new if day >= date(2013, 3, 16) else old
        self._charge(day, debt, event["kind"], max(debt.compensation or ZERO, debt.fees) - before)

    def _reminder(self, day: date, event: Json) -> None:
        self._fee(day, event, 60, 50)

    def _demand(self, day: date, event: Json) -> None:
        self._fee(day, event, 180, 160)

    def _plan(self, day: date, event: Json) -> None:
        self._fee(day, event, 170, 150)

    def _late_compensation(self, day: date, event: Json) -> None:
        if not event.get("charged", True):
            return
        debt = self._meets(event)
        if debt is None:  # all is paid; R3 allows it also then
            late = [each for each in self.oldest_first if self._late(each, day) and each.compensation is None]
            debt = late[0] if late else self.oldest_first[0]
        if (
            self.debtor == "consumer"
            or self.creditor == "private"
            or not self._late(debt, day)
            or debt.due_on < date(2013, 3, 16)
            or debt.compensation is not None
        ):
            self._refuse(day, "late_compensation")
            return
        debt.compensation = Decimal(450)
        self._charge(day, debt, "late_compensation", max(Decimal(450) - debt.fees, ZERO))

    def _late(self, debt: Debt, day: date) -> bool:
        return day > debt.due_on and debt.unpaid_when_due

    def _application(self, day: date, event: Json) -> None:
        debt = self._meets(event)
        if debt is None:
            self._refuse(day, "application")
            return
        for what, ceiling in (("application_fee", Decimal(300)), ("work_fee", Decimal(380))):
            asked = Decimal(event.get(what, "0.00"))
            if asked:
                self._charge(day, debt, what, min(asked, ceiling))
                debt.at_kronofogden += min(asked, ceiling)
            if asked > ceiling:
                self._refuse(day, what)
        wanted = self.terms.get("interest", {}).get("kind") != "none"
        if "served_on" in event and wanted and (debt.interest_after or date.max) > day:
            served_on = max(debt.due_on, date.fromisoformat(event["served_on"]))
            debt.interest_after = min(debt.interest_after or date.max, served_on)

    def _court_cost(self, day: date, event: Json) -> None:
        debt = self._meets(event)
        if debt is None:
            self._refuse(day, "court_cost")
            return
        self._charge(day, debt, "court_cost", Decimal(event["amount"]))

    def _judgment(self, day: date, event: Json) -> None:
        debt = self._meets(event)
        if debt is None:
            debt = next((each for each in self.oldest_first if each.at_kronofogden), None)
        if debt is None:
            self._refuse(day, "judgment")
            return
        awarded = Decimal(event["costs"])
        above = max(debt.at_kronofogden - awarded - debt.costs, ZERO)
        never_paid = min(above, debt.forgiven)
        debt.forgiven -= never_paid
        self._charge(day, debt, "judgment", awarded - debt.at_kronofogden + never_paid)
        debt.at_kronofogden = awarded
        if debt.costs < 0:
            freed, debt.costs = -debt.costs, ZERO
            taken = {"costs": -freed, "interest": ZERO, "principal": ZERO}
            row = self._pay(day, freed, debt)
            allocated = [{"invoice": debt.given["id"], **_shown(taken)}, *row["allocated"]]
            self.payments.append({**row, "amount": "0.00", "allocated": allocated})

    # --- money ------------------------------------------------------------------------------------------------

    def _payment(self, day: date, event: Json) -> None:
        first = self._named(event) if "invoice" in event else None
        self.payments.append(self._pay(day, Decimal(event["amount"]), first))

    def _pay(self, day: date, amount: Decimal, first: Debt | None) -> Json:
        queue = [first] if first else []
        queue += [debt for debt in self.oldest_first if debt is not first]
        allocated, left = [], amount
        for debt in queue:
            if left > 0 and debt.owed > 0:
                taken = self._clear(debt, left, self.order)
                left -= sum(taken.values(), ZERO)
                allocated.append({"invoice": debt.given["id"], **_shown(taken)})
        self.overpaid += left
        return {
            "on": day.isoformat(),
            "amount": f"{amount:.2f}",
            "allocated": allocated,
            "overpaid": f"{left:.2f}",
        }

    def _clear(self, debt: Debt, amount: Decimal, order: str) -> dict[str, Decimal]:
        self._crystallise(debt)
        taken = {"costs": ZERO, "interest": ZERO, "principal": ZERO}
        for letter in order:
            part = PARTS[letter]
            taken[part] = min(amount, getattr(debt, part))
            setattr(debt, part, getattr(debt, part) - taken[part])
            amount -= taken[part]
        return taken

    def _forgive(self, debt: Debt, amount: Decimal, order: str) -> Decimal:
        taken = self._clear(debt, amount, order)
        debt.forgiven += taken["costs"]
        return sum(taken.values(), ZERO)

    def _credit(self, day: date, event: Json) -> None:
        debt, amount = self._named(event), Decimal(event["amount"])
        if amount > 0 and debt.owed > 0:
            amount -= self._forgive(debt, amount, "PIC")
        self.overpaid += amount

    def _write_off(self, day: date, event: Json) -> None:
        left = Decimal(event["amount"]) if "amount" in event else None
        for debt in [self._named(event)] if "invoice" in event else self.oldest_first:
            if debt.owed > 0 and left != 0:
                if left is None:
                    self._crystallise(debt)
                    self._forgive(debt, debt.owed, self.order)
                else:
                    left -= self._forgive(debt, left, self.order)
        if left:
            raise TwinError("more than is owed is written off")

    # --- the answer -------------------------------------------------------------------------------------------

    def answer(self) -> Json:
        """Tell the answer of the contract, but for the sentences and the grounds."""
        invoices = [self._answer_invoice(debt) for debt in self.debts]
        sums = {
            part: sum((Decimal(each[part]) for each in invoices), ZERO)
            for part in ("principal", "interest", "costs", "total")
        }
        return {
            "on": self.on.isoformat(),
            "currency": "SEK",
            **{part: f"{amount:.2f}" for part, amount in sums.items()},
            "overpaid": f"{self.overpaid:.2f}",
            "daily_interest": self._daily(),
            "invoices": invoices,
            "costs_rows": self.cost_rows,
            "payments": self.payments,
            "refused": [{"on": on, "what": what} for on, what in self.refused],
        }

    def _answer_invoice(self, debt: Debt) -> Json:
        open_rows = self._stretch_rows(debt)
        interest = debt.interest + sum((Decimal(row["amount"]) for row in open_rows), ZERO)
        return {
            "id": debt.given["id"],
            "effective_due_on": debt.due_on.isoformat(),
            "principal": f"{debt.principal:.2f}",
            "interest": f"{interest:.2f}",
            "costs": f"{debt.costs:.2f}",
            "total": f"{debt.principal + interest + debt.costs:.2f}",
            "interest_rows": debt.rows + open_rows,
        }

    def _daily(self) -> str:
        bearing = [
            debt.principal
            for debt in self.debts
            if debt.principal and debt.interest_after is not None and self.on >= debt.interest_after
        ]
        if not bearing:
            return "0.000000"
        with localcontext() as context:
            context.prec = 60
            exact = sum(bearing) * self.rate(self.on) / (100 * self.year_days(self.on))
            return f"{exact.quantize(Decimal('0.000001'), ROUND_HALF_UP):.6f}"


def _shown(taken: dict[str, Decimal]) -> dict[str, str]:
    return {part: f"{amount:.2f}" for part, amount in taken.items()}


def twin(document: Json, on: date) -> Json:
    """Work a claim out the slow way."""
    return Twin(document, on).answer()
