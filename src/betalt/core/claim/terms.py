"""What was agreed, what was invoiced and what happened since: the parts that facts are made of."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

CreditorKind = Literal["business", "private"]
DebtorKind = Literal["consumer", "business", "public"]
Basis = Literal["AA", "A365"]
Allocation = Literal["CIP", "ICP", "PIC"]
InterestKind = Literal["statutory", "margin", "fixed", "none"]
Ground = Literal["error", "goodwill"]
EventKind = Literal[
    "payment_reversed",
    "credit",
    "late_compensation",
    "reminder",
    "demand",
    "plan",
    "application",
    "court_cost",
    "judgment",
    "payment",
    "write_off",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the parties agreed, as far as it moves the sum."""

    due_agreed: bool = True  # the due day was fixed in advance (INT-3); else räntelagen 4 § (INT-4)
    interest_kind: InterestKind = "statutory"
    interest_bps: int = 0  # margin: points over the reference rate; fixed: the rate; basis points
    reminder_fee_agreed: bool = False  # at the latest when the debt arose (FEE-1)
    consumer_credit: bool = False  # caps agreed interest (INT-18)


# Invoices and events are named tuples: a day's run makes a hundred thousand of them, and a frozen dataclass
# with as many fields takes four times as long to make. Give their fields by name.


class Invoice(NamedTuple):
    """One invoice: a claim of its own, with its own costs, interest and principal."""

    id: str
    amount_ore: int
    invoiced_on: date
    due_on: date
    sent_on: date | None = None  # None: sent on the day of the invoice
    interest_notice: bool = False  # the invoice says that non-payment leads to interest (INT-4)
    arose_on: date | None = None
    tax_office_share_ore: int = 0  # the ROT/RUT part of the amount, which the debtor does not owe
    noticed_on: date | None = None  # the day a later letter first said that interest follows (INT-4)


class Event(NamedTuple):
    """One thing that happened on a day; its kind decides which of the other fields matter."""

    on: date
    kind: EventKind
    amount_ore: int | None = None  # payment, credit, court_cost; write_off: None is all
    invoice: str | None = None
    charged: bool = True
    id: str | None = None
    ground: Ground | None = None
    payment: str | None = None  # the id of the payment that is reversed
    application_fee_ore: int | None = None
    work_fee_ore: int | None = None
    costs_ore: int | None = None
    served_on: date | None = None
    at_most: bool = False  # write_off: forgives what is owed, up to the amount
