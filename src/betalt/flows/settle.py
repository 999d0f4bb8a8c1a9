"""Money arrives: noted once, given to the cases it is for, and the pursuit stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.process.refused import because
from betalt.flows.aftermath import reckon
from betalt.flows.facts import Known
from betalt.flows.flow import flow
from betalt.flows.held_money import book_money
from betalt.flows.one_case import CaseUnknown, take_case
from betalt.flows.shares import Gift, give
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.reason import Reason

BY_HAND = "hand"  # why a payment was given to a claim: a person told of it


class PaymentUnclear(ValueError):
    """A payment cannot be taken like this; the message says why, and `why` in both languages where a form asks."""

    def __init__(self, said: str, *, why: Reason | None = None, field: str = "") -> None:
        super().__init__(said)
        self.why = why
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a payment did: the cases it touched, with what is still owed in each, in öre."""

    payment: int
    cases: tuple[tuple[int, int, str], ...]  # case number, owed öre, payment status
    overpaid_ore: int


@flow
def record_payment(
    *,
    creditor: int,
    number: int,
    amount_ore: int,
    booked_on: date,
    on: date,
    key: str,
    invoice: str = "",
    actor: str = "",
) -> Settled:
    """Take a payment that a person tells of: for a case by its number, or an invoice in it; `key` makes it one.

    Raises PaymentUnclear for a key that was used before, a day to come or nothing paid.
    """
    if amount_ore <= 0:
        raise PaymentUnclear("a payment is more than nothing", why=because("amount_zero"), field="amount")
    if booked_on > on:
        said = f"the payment is booked on {booked_on}, which is after {on}"
        raise PaymentUnclear(said, why=because("booked_later", on=on), field="booked_on")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        payment, new = m.Payment.objects.get_or_create(
            creditor_id=creditor,
            key=key,
            defaults={"booked_on": booked_on, "read_on": on, "amount_ore": amount_ore},
        )
        if not new:
            raise PaymentUnclear(f"the payment {key} is here already", why=because("payment_here"))
        named = invoice_in(creditor, case, invoice)
        gift = Gift(payment.id, booked_on, [(case.id, named, amount_ore)], BY_HAND)
        touched = give(creditor=creditor, gifts=[gift], on=on)
        return settled(payment, reckon(keys=touched, on=on, kind="paid", actor=actor))


@flow
def reverse_payment(*, creditor: int, key: str, on: date, actor: str = "") -> Settled:
    """Take back a payment that the bank has reversed: its cases owe again and go on where they stood."""
    with acting_for([creditor]):
        payment = m.Payment.objects.of(creditor).select_for_update().filter(key=key).first()
        if payment is None:
            raise PaymentUnclear(f"there is no payment {key}")
        if payment.reversed_on is not None:
            raise PaymentUnclear(f"the payment {key} was reversed on {payment.reversed_on}")
        return settled(payment, take_payment_back(payment, on=on, kind="payment_reversed", actor=actor))


def take_payment_back(payment: m.Payment, *, on: date, kind: str, actor: str) -> list[Known]:
    """Let a payment count as never made, and book what that changes (R8); the walls must be open.

    `kind` is the line of the journal. Returns the cases that it had been given to.
    """
    payment.reversed_on, payment.state = on, "settled"
    payment.save(update_fields=["reversed_on", "state"])
    touched = [(payment.creditor_id, case) for case in _cases_of(payment)]
    cases = reckon(keys=touched, on=on, kind=kind, actor=actor)
    book_money(creditor=payment.creditor_id, payments=[payment.id], on=on, why="payment_reversed")
    return cases


def invoice_in(creditor: int, case: m.Case, number: str) -> int | None:
    """Find an invoice of a case by its number, or none if none is named; raises CaseUnknown."""
    if not number:
        return None
    found = (
        m.Invoice.objects.of(creditor).filter(case=case, number=number).values_list("id", flat=True).first()
    )
    if found is None:
        raise CaseUnknown(f"case {case.number} has no invoice {number}")
    return int(found)


def _cases_of(payment: m.Payment) -> list[int]:
    return sorted(
        set(m.Match.objects.of(payment.creditor_id).filter(payment=payment).values_list("case_id", flat=True))
    )


def settled(payment: m.Payment, cases: Sequence[Known]) -> Settled:
    """Tell what a payment did to the cases that it was given to."""
    status = dict(
        m.Case.objects.of(payment.creditor_id)
        .filter(id__in=[known.row.case for known in cases])
        .values_list("id", "payment_status")
    )
    return Settled(
        payment=payment.id,
        cases=tuple(
            (known.row.number, known.claim.total if known.claim else 0, status[known.row.case])
            for known in cases
        ),
        overpaid_ore=sum(known.claim.overpaid for known in cases if known.claim),
    )
