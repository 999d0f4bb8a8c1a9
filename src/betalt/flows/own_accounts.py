"""Whether a payment in a bank's file came to the creditor, and up to which day such a file tells all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.core.payment.incoming import IncomingPayment
from betalt.flows.choices import Choices
from betalt.flows.look import BankFileRead
from betalt.records import models as m
from betalt.values.days import add_days
from betalt.values.reason import Reason

_DAY_IS_OVER = "17:00"  # what is told earlier on a day may still be added to on that day
_ENDS_WITH_ITS_DAY = "camt.053"  # a statement is made when its day has been closed
_OF_ONE_SIDE = "camt.054"  # a notice of debits is silent on what came in
_KRONOR = "SEK"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccounts:
    """The numbers that the creditor is paid to, as digits by kind; a kind that is not known stands open."""

    by_kind: dict[str, str]

    @classmethod
    def of(cls, home: m.Creditor, choices: Choices) -> OwnAccounts:
        """Gather what is known of a creditor's accounts."""
        iban = _digits(choices.iban)
        numbers = {
            "bankgiro": _digits(home.bankgiro),
            "plusgiro": _digits(home.plusgiro),
            "swish": _digits(home.swish),
            "iban": iban,
        }
        return cls(by_kind={kind: number for kind, number in numbers.items() if number})

    def why_not(self, payment: IncomingPayment, *, on: date) -> Reason | None:
        """Tell why a payment is not taken in on a day, or None if it is.

        Money that came to another account than the creditor's is somebody else's: to take it would be to
        collect for others (inkassolagen 2, 10 §§; INK-3, INK-9).
        """
        if payment.currency != _KRONOR:
            return Reason(code="payment.currency", params=(("currency", payment.currency),))
        if payment.booked_on is None:
            return Reason(code="money.no_day")
        if payment.booked_on > on:
            return Reason(code="money.day_to_come", params=(("day", payment.booked_on.isoformat()),))
        if payment.amount_ore <= 0:
            return Reason(code="money.no_sum")
        if not self.is_own(payment.payee):
            return Reason(code="money.other_payee", params=(("payee", payment.payee),))
        return None

    def is_own(self, payee: str) -> bool:
        """Tell whether an account is the creditor's own, as far as its numbers are known."""
        kind, _, number = payee.partition(":")
        if kind == "bban":
            # The end of an IBAN is the account as the bank itself writes it.
            own = self.by_kind.get("iban", "")
            return not own or own.endswith(_digits(number)[-7:])
        own = self.by_kind.get(kind, "")
        return not own or own == _digits(number)


def covered_through(read: BankFileRead, *, own: OwnAccounts, on: date) -> date | None:
    """Tell the last day whose money the file tells of in full; None if it tells of no day.

    A statement closes its day. Any other file does so when it was written after the day, or late on it. Money
    to other accounts or in other currencies says nothing of what came to the creditor, nor does a notice of debits.
    """
    told = {one.booked_on for one in read.payments if _tells(one, own=own, file=read.file.format)}
    told |= {one.booked_on for one in read.deposits if one.currency == _KRONOR and own.is_own(one.payee)}
    # A day without money has a closing balance all the same.
    told |= {day for account, day in read.file.closed if own.is_own(account)}
    newest = max((day for day in told if day is not None and day <= on), default=None)
    if newest is None:
        return None
    if read.file.format == _ENDS_WITH_ITS_DAY:
        return newest
    written_on, _, at = read.file.created_at.partition("T")
    if written_on:
        is_over = written_on > newest.isoformat() or (
            written_on == newest.isoformat() and at[:5] >= _DAY_IS_OVER
        )
    else:
        is_over = on > newest
    return newest if is_over else add_days(newest, -1)


def _tells(payment: IncomingPayment, *, own: OwnAccounts, file: str) -> bool:
    if payment.currency != _KRONOR or (payment.is_debit and file == _OF_ONE_SIDE):
        return False
    return own.is_own(payment.payee)


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit())
