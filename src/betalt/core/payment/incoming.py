"""A payment as any bank tells it: one neutral record that every reader fills and the matching works on.

Payments and references are named tuples: a file may hold a million, and a frozen dataclass costs three times more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from betalt.values.reason import Reason


class Direction(StrEnum):
    """Which way the money went."""

    IN = "in"
    OUT = "out"  # a debit, or a deduction that the payer made (BgMax TK21)
    REVERSAL = "reversal"  # an earlier entry taken back


class ReferenceKind(StrEnum):
    """What a reference is known to be."""

    OCR = "ocr"  # the bank vouches for the check digit
    INVOICE = "invoice"
    CREDIT = "credit"  # a credit note that the payer has deducted
    FREE = "free"


class Reference(NamedTuple):
    """What the payer says that it pays."""

    value: str
    kind: ReferenceKind
    amount_ore: int | None = None  # this reference's own part of the payment, always positive


class IncomingPayment(NamedTuple):
    """One payment or deduction; the amount is positive, the direction tells its sign."""

    line: int
    amount_ore: int
    currency: str
    booked_on: date | None
    direction: Direction
    is_debit: bool  # money left the account; tells a payment taken back from a payout that came back
    payee: str  # "bankgiro:991-2346", "plusgiro:28 65 43-4", "iban:SE45…", "bban:…", "swish:…"
    payer: str  # as payee; empty if unknown
    payer_name: str
    payer_org_no: str  # ten digits; empty if unknown
    references: tuple[Reference, ...]
    text: tuple[str, ...]
    bank_id: str  # the same when the same payment comes again, in another file of the same bank


class Deposit(NamedTuple):
    """A sum that the bank put on the account for one or many payments."""

    payee: str
    booked_on: date | None
    currency: str
    amount_ore: int
    payments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """Something in a bank's file that is no payment to take in."""

    line: int
    reason: Reason


@dataclass(slots=True, kw_only=True)
class Totals:
    """What a file sums up to, in and out, as far as it has been read."""

    in_count: int = 0
    in_ore: int = 0
    out_count: int = 0
    out_ore: int = 0
    refused: int = 0

    def add(self, *, amount_ore: int, count: int, is_debit: bool) -> None:
        """Add payments to their side."""
        if is_debit:
            self.out_count += count
            self.out_ore += amount_ore
        else:
            self.in_count += count
            self.in_ore += amount_ore


Item = IncomingPayment | Deposit | RefusedEntry


@dataclass(slots=True, kw_only=True)
class BankFile:
    """A bank's file being read: nothing of it counts until `items` has come to its end without an error."""

    format: str
    file_id: str
    created_at: str  # ISO 8601 as the bank writes it
    test: bool
    items: Iterator[Item]
    totals: Totals = field(default_factory=Totals)
    closed: list[tuple[str, date]] = field(
        default_factory=list
    )  # accounts in kronor, and the day of their closing balance
    notes: list[RefusedEntry] = field(default_factory=list)  # what stops nothing but should be known
