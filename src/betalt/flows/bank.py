"""A bank's file of payments comes in: each payment is noted once and given to the claims that its references name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from betalt.core.payment.incoming import Direction, IncomingPayment, RefusedEntry
from betalt.core.payment.matching import Match, match
from betalt.core.payment.open_claims import Index, OpenClaim
from betalt.core.process.stages import Stage
from betalt.flows.aftermath import reckon
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.look import CannotRead, detect, read_payments
from betalt.flows.one_case import take_case
from betalt.flows.settle import PaymentUnclear, Settled, settled
from betalt.flows.shares import Gift, give
from betalt.records import files
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for
from betalt.values.days import add_days
from betalt.values.reason import Reason

# What a person can mend: the file.
EXPECTED = (CannotRead,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A payment that books nothing by itself: why, and the cases that something speaks for, by number."""

    payment: int
    booked_on: date
    amount_ore: int
    payer: str
    why: Reason
    perhaps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsTaken:
    """What became of a file of payments; sums in öre."""

    new: int
    known: int  # were here already
    paid_ore: int
    left_out: tuple[tuple[IncomingPayment, Reason], ...]  # money out, money taken back, other currencies
    unmatched: tuple[Unmatched, ...]
    refused: tuple[RefusedEntry, ...]


def is_bank_file(data: bytes) -> bool:
    """Tell from its content whether a file has one of the banks' own formats; raises CannotRead."""
    return detect(BytesIO(data)) != "table"


@flow
def receive_payments(*, creditor: int, name: str, data: bytes, on: date) -> PaymentsTaken:
    """Take a bank's file in: payments that were here already are passed by, the rest settle what they name.

    Raises CannotRead for a file that cannot be trusted as a whole.
    """
    read = read_payments(data)
    with acting_for([creditor]):
        source, _ = files.keep_source(creditor=creditor, kind="payments", name=name, content=data, on=on)
        index = Index.of(claims=_claims(creditor, on))
        came_in = [payment for payment in read.payments if _is_for_us(payment)]
        stored = _store(creditor, source, came_in, on)
        decided = [(row, told, match(told, open_claims=index)) for row, told in stored]
        touched = _settle(creditor, decided, on)
        if touched:
            reckon(keys=touched, on=on, kind="paid")
        _note_covered(creditor, read.payments, on)
        numbers = dict(m.Case.objects.of(creditor).values_list("id", "number"))
    return PaymentsTaken(
        new=len(stored),
        known=len(came_in) - len(stored),
        paid_ore=sum(told.amount_ore for _, told in stored),
        left_out=tuple(
            (payment, match(payment, open_claims=index).why)
            for payment in read.payments
            if not _is_for_us(payment)
        ),
        unmatched=tuple(
            _unmatched(row, told, found, numbers) for row, told, found in decided if not _books(found)
        ),
        refused=read.refused,
    )


@flow
def match_payment(*, creditor: int, payment: int, number: int, on: date, actor: str = "") -> Settled:
    """Give what is left of a payment to a case because a person says so; raises PaymentUnclear, CaseUnknown."""
    with acting_for([creditor]):
        found = (
            m.Payment.objects.of(creditor).select_for_update().filter(id=payment, reversed_on=None).first()
        )
        if found is None:
            raise PaymentUnclear(f"there is no payment {payment}")
        given = m.Match.objects.of(creditor).filter(payment=found).values_list("amount_ore", flat=True)
        left = found.amount_ore - sum(given)
        if left <= 0:
            raise PaymentUnclear(f"the payment {payment} is matched already")
        case = take_case(creditor=creditor, number=number, closed_too=True)
        gift = Gift(found.id, found.booked_on, [(case.id, None, left)], "hand")
        touched = give(creditor=creditor, gifts=[gift], on=on)
        return settled(found, reckon(keys=touched, on=on, kind="paid", actor=actor))


def _is_for_us(payment: IncomingPayment) -> bool:
    return payment.direction == Direction.IN and not payment.is_debit and payment.currency == "SEK"


def _books(found: Match) -> bool:
    return bool(found.allocations) and all(part.amount_ore > 0 for part in found.allocations)


def _claims(creditor: int, on: date) -> Iterator[OpenClaim]:
    """List every invoice; what is owed is worked out for open cases, a closed one is known by its reference."""
    open_cases = (
        m.Case.objects.of(creditor).exclude(stage=Stage.CLOSED).order_by("id").values_list("id", flat=True)
    )
    asked = dict(
        m.LetterCase.objects.of(creditor)
        .filter(live=True, letter__state="handed_over")
        .order_by("letter_id")
        .values_list("case_id", "total_ore")
    )
    owed: dict[str, tuple[int, int]] = {}
    for known in know([(creditor, case) for case in open_cases], on=on):
        for each in known.claim.invoices if known.claim is not None else ():
            owed[each.id] = each.total, each.principal
    rows = m.Invoice.objects.of(creditor).filter(case__isnull=False).order_by("id")
    for row in rows.values_list("case_id", "id", "party_id", "number", "ocr", "party__name", "party__org_no"):
        case, invoice, party, number, ocr, name, org_no = row
        total, principal = owed.get(number, (0, 0))
        yield OpenClaim(
            case=case, invoice=invoice, party=party, number=number, ocr=ocr, owed_ore=total,
            principal_ore=principal, letter_ore=asked.get(case, 0) if total else 0, name=name, org_no=org_no,
        )  # fmt: skip


def _store(
    creditor: int, source: int, payments: Sequence[IncomingPayment], on: date
) -> list[tuple[m.Payment, IncomingPayment]]:
    keys = [payment.bank_id for payment in payments]
    here = set(m.Payment.objects.of(creditor).filter(key__in=keys).values_list("key", flat=True))
    new = []
    for payment in payments:
        if payment.bank_id in here:
            continue
        here.add(payment.bank_id)
        row = m.Payment(
            creditor_id=creditor, key=payment.bank_id, source_id=source, booked_on=payment.booked_on or on,
            read_on=on, amount_ore=payment.amount_ore, payer=payment.payer, payer_name=payment.payer_name,
            references=[[one.value, one.kind.value, one.amount_ore] for one in payment.references],
            text=list(payment.text),
        )  # fmt: skip
        new.append((row, payment))
    m.Payment.objects.bulk_create(row for row, _ in new)
    return new


def _settle(
    creditor: int, decided: Sequence[tuple[m.Payment, IncomingPayment, Match]], on: date
) -> list[Key]:
    settling = [(row, found) for row, _, found in decided if _books(found)]
    gifts = [
        Gift(
            row.id,
            row.booked_on,
            [(part.claim.case, part.claim.invoice, part.amount_ore) for part in found.allocations],
            found.why.code.partition(".")[2],
        )
        for row, found in settling
    ]
    return give(creditor=creditor, gifts=gifts, on=on)


def _note_covered(creditor: int, payments: Sequence[IncomingPayment], on: date) -> None:
    """Note the last whole day that the file tells of; what is booked on the day itself may still grow."""
    days = [payment.booked_on for payment in payments if payment.booked_on is not None]
    if days:
        through = min(max(days), add_days(on, -1))
        m.Creditor.objects.filter(id=creditor).exclude(bank_data_on__gte=through).update(bank_data_on=through)


def _unmatched(row: m.Payment, told: IncomingPayment, found: Match, numbers: dict[int, int]) -> Unmatched:
    perhaps = dict.fromkeys(numbers[claim.case] for one in found.suggestions for claim in one.claims)
    return Unmatched(
        payment=row.id,
        booked_on=row.booked_on,
        amount_ore=row.amount_ore,
        payer=told.payer_name or told.payer,
        why=found.why,
        perhaps=tuple(perhaps),
    )
