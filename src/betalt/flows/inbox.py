"""Money that waits for a person: it is given to claims, set aside as not ours, or told to be known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from betalt.core.payment.incoming import Direction, IncomingPayment, Reference, ReferenceKind
from betalt.core.payment.matching import Match, match
from betalt.core.payment.sightings import Kind
from betalt.core.payment.suggestions import Suggestion
from betalt.core.process.refused import because
from betalt.flows.aftermath import reckon
from betalt.flows.arrivals import PARTED, Arrived, as_told, found_for, reverse, settle, suggestions_of
from betalt.flows.claims_open import portfolio
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.held_money import book_money
from betalt.flows.one_case import take_case
from betalt.flows.settle import PaymentUnclear, Settled, invoice_in, settled
from betalt.flows.shares import Gift, Share, give
from betalt.flows.stored_reason import as_json
from betalt.records import models as m
from betalt.records import payments
from betalt.records.payments import NewPayment
from betalt.records.scope import acting_for


class To(NamedTuple):
    """What a person says that money is for: a case by its number, and how much of it (None: the rest)."""

    number: int
    invoice: str = ""
    ore: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A payment that a person has told of: given to claims by its reference, or waiting."""

    payment: int
    is_settled: bool


@flow
def match_payment(*, creditor: int, payment: int, to: Sequence[To], on: date, actor: str = "") -> Settled:
    """Give what is left of a payment to cases because a person says so; who pays for whom is remembered.

    Raises PaymentUnclear, CaseUnknown.
    """
    with acting_for([creditor]):
        row = _waiting(creditor, payment)
        kind, left = Kind(row.kind), left_of(row)
        if kind is Kind.TAKEN_BACK:
            raise _unclear(f"payment {payment} takes another one back: say which", "payment_takes_back")
        if kind is Kind.CAME_BACK:
            raise _unclear(
                f"payment {payment} is a payout that came back: say which refund", "payment_came_back"
            )
        shares = _shares(creditor, to, left)
        if kind is Kind.DEDUCTION:
            touched = _deduct(row, shares, on)
        else:
            touched = give(creditor=creditor, gifts=[Gift(row.id, row.booked_on, shares, "hand")], on=on)
            _remember(row, [case for case, _, _ in shares])
        if sum(ore for _, _, ore in shares) == left:
            _settle(row)
        cases = reckon(keys=touched, on=on, kind="matched", actor=actor)
        book_money(creditor=creditor, payments=[row.id], on=on)
        return settled(row, cases)


@flow
def unmatch_payment(*, creditor: int, payment: int, on: date, actor: str = "") -> None:
    """Part a payment from the cases that it was given to by mistake: they owe again, and it waits for a person."""
    with acting_for([creditor]):
        row = _row(creditor, payment)
        given = m.Match.objects.of(creditor).filter(payment=row)
        cases = sorted(set(given.values_list("case_id", flat=True)))
        if not cases or row.kind == "credit" or row.reversed_on is not None:
            raise _unclear(f"payment {payment} is given to no case", "payment_not_given")
        if m.Refund.objects.of(creditor).filter(payment=row).exists():
            raise _unclear(f"payment {payment} was paid with a deduction: it stays", "payment_deducted")
        # What it says of itself was wrong: the rest of what is known of it may be of help.
        told = as_told(row)._replace(references=())
        claims = portfolio(creditor=creditor, payments=[told], on=on)
        found = match(told, open_claims=claims.index(row.booked_on))
        given.delete()
        row.state, row.held, row.why = "open", True, as_json(PARTED)
        row.save(update_fields=["state", "held", "why"])
        payments.suggest(suggestions_of(row.id, _but(found, cases)), creditor=creditor)
        reckon(keys=[(creditor, case) for case in cases], on=on, kind="unmatched", actor=actor)
        book_money(creditor=creditor, payments=[row.id], on=on)


@flow
def ignore_payment(*, creditor: int, payment: int, reason: str, on: date, actor: str = "") -> None:
    """Set money aside that is for no claim here: it holds no letter and is booked where it belongs, not by betalt."""
    if not reason.strip():
        raise _unclear("say why the payment is for no claim", "reason_missing")
    with acting_for([creditor]):
        row = _waiting(creditor, payment)
        if left_of(row) != row.amount_ore:
            raise _unclear(f"a part of payment {payment} is given to a case already", "payment_part_given")
        _set_aside(row, reason, on=on)
        _note(row, kind="payment_ignored", on=on, actor=actor)


@flow
def same_payment(*, creditor: int, payment: int, known: int, on: date, actor: str = "") -> None:
    """Say that a payment is one that was here already, told in another way: it counts once."""
    with acting_for([creditor]):
        row, first = _waiting(creditor, payment), _row(creditor, known)
        if row.id == first.id or first.state == "ignored":
            raise _unclear(f"payment {payment} is not told again by payment {known}", "payment_not_again")
        if row.amount_ore != first.amount_ore or row.kind != first.kind:
            raise _unclear(f"payments {payment} and {known} are of different sums", "payment_other_sum")
        m.Sighting.objects.of(creditor).filter(payment=row).update(payment=first)
        _set_aside(row, f"= {first.id}", on=on)
        _note(row, kind="payment_told_again", on=on, actor=actor)


@flow
def take_back(*, creditor: int, payment: int, known: int, on: date, actor: str = "") -> None:
    """Say which payment was taken back by one that the bank has reversed: its cases go on where they stood."""
    with acting_for([creditor]):
        row, first = _waiting(creditor, payment), _row(creditor, known)
        if Kind(row.kind) is not Kind.TAKEN_BACK:
            raise _unclear(f"payment {payment} takes nothing back", "payment_takes_nothing")
        if (first.kind, first.amount_ore, first.reversed_on) != ("in", row.amount_ore, None):
            raise _unclear(f"payment {known} is not what payment {payment} takes back", "payment_not_again")
        _settle(row)
        reverse(creditor=creditor, taken={first.id: row.booked_on}, on=on, actor=actor)
        book_money(creditor=creditor, payments=[row.id], on=on)


@flow
def note_payment(
    *, creditor: int, amount_ore: int, booked_on: date, on: date, key: str, reference: str = "",
    payer: str = "", payer_name: str = "", text: str = "", actor: str = "",
) -> Noted:  # fmt: skip
    """Take a payment that a person tells of without knowing its case (Swish, cash); `key` makes it one.

    It goes the way of a bank file's: its reference books it, or it waits. Raises PaymentUnclear.
    """
    if amount_ore <= 0 or booked_on > on:
        raise PaymentUnclear("a payment is more than nothing, and of a day that has come")
    told = IncomingPayment(
        line=0,
        amount_ore=amount_ore,
        currency="SEK",
        booked_on=booked_on,
        direction=Direction.IN,
        is_debit=False,
        payee="",
        payer=payer,
        payer_name=payer_name,
        payer_org_no="",
        references=(Reference(reference, ReferenceKind.INVOICE),) if reference else (),
        text=(text,) if text else (),
        bank_id=key,
    )
    with acting_for([creditor]):
        found = found_for(told, claims=portfolio(creditor=creditor, payments=[told], on=on))
        ids = payments.store([_new(key, told, found)], creditor=creditor, source=None, on=on)
        if not ids:
            raise _unclear(f"the payment {key} is here already", "payment_here")
        (number,) = ids.values()
        arrived = Arrived(id=number, told=told, kind=Kind.IN, found=found, is_fresh=True)
        outcome = settle(creditor=creditor, arrived=[arrived], on=on, actor=actor)
    return Noted(payment=number, is_settled=bool(outcome.settled))


def left_of(row: m.Payment) -> int:
    """Tell what of a payment nobody has said the claim of, in öre; the walls must be open."""
    given = m.Match.objects.of(row.creditor_id).filter(payment=row).aggregate(ore=Sum("amount_ore"))["ore"]
    used = m.Refund.objects.of(row.creditor_id).filter(payment=row, state="paid")
    taken = used.aggregate(ore=Sum("amount_ore"))["ore"] or 0
    if row.kind == Kind.DEDUCTION.value:
        return int(row.amount_ore - taken)
    return int(row.amount_ore - (given or 0) + taken)


def _unclear(said: str, code: str, **params: object) -> PaymentUnclear:
    return PaymentUnclear(said, why=because(code, **params))


def _row(creditor: int, payment: int) -> m.Payment:
    row = m.Payment.objects.of(creditor).select_for_update(of=("self",)).filter(id=payment).first()
    if row is None:
        raise _unclear(f"there is no payment {payment}", "payment_unknown")
    found: m.Payment = row
    return found


def _waiting(creditor: int, payment: int) -> m.Payment:
    row = _row(creditor, payment)
    if row.state != "open":
        raise _unclear(f"payment {payment} does not wait: it is {row.state}", "payment_done")
    return row


def _shares(creditor: int, to: Sequence[To], left: int) -> list[Share]:
    """Read what a person says that money is for; one part may be left to be the rest."""
    named = sum(part.ore or 0 for part in to)
    open_parts = [part for part in to if part.ore is None]
    rest = left - named
    if not to or len(open_parts) > 1 or rest < 0 or (open_parts and rest == 0):
        raise _unclear(f"the parts do not make the {left} öre that are left", "payment_parts", left_ore=left)
    shares = []
    for part in to:
        ore = rest if part.ore is None else part.ore
        if ore <= 0:
            raise _unclear("a part is more than nothing", "amount_zero")
        case = take_case(creditor=creditor, number=part.number, closed_too=True)
        shares.append((case.id, invoice_in(creditor, case, part.invoice), ore))
    return shares


def _deduct(row: m.Payment, shares: Sequence[Share], on: date) -> list[tuple[int, int]]:
    keys = [(row.creditor_id, case) for case, _, _ in shares]
    credit: dict[int, Known] = {known.row.case: known for known in know(sorted(keys), on=on)}
    for case, _, ore in shares:
        if credit[case].credit_ore < ore:
            raise _unclear(
                f"case {credit[case].row.number} has less than that to its credit", "payment_no_credit"
            )
    m.Refund.objects.bulk_create(
        m.Refund(
            creditor_id=row.creditor_id, case_id=case, payment=row, way="deducted", state="paid", amount_ore=ore,
            proposed_on=on, paid_on=row.booked_on,
        )
        for case, _, ore in shares
    )  # fmt: skip
    return keys


def _remember(row: m.Payment, cases: Sequence[int]) -> None:
    """Remember for whom the payer's account paid, so that its next payment is suggested by it."""
    if not row.payer:
        return
    parties = m.Case.objects.of(row.creditor_id).filter(id__in=cases).values_list("party_id", flat=True)
    m.KnownPayer.objects.bulk_create(
        [
            m.KnownPayer(creditor_id=row.creditor_id, account=row.payer, party_id=party)
            for party in sorted(set(parties))
        ],
        ignore_conflicts=True,
    )


def _settle(row: m.Payment) -> None:
    row.state, row.why = "settled", {"code": "money.by_hand"}
    row.save(update_fields=["state", "why"])
    payments.forget_suggestions([row.id], creditor=row.creditor_id)


def _set_aside(row: m.Payment, reason: str, *, on: date) -> None:
    row.state, row.note = "ignored", reason
    row.save(update_fields=["state", "note"])
    payments.forget_suggestions([row.id], creditor=row.creditor_id)
    book_money(creditor=row.creditor_id, payments=[row.id], on=on)


def _note(row: m.Payment, *, kind: str, on: date, actor: str) -> None:
    m.Event.objects.create(
        creditor_id=row.creditor_id, on=on, kind=kind, data={"payment": row.id}, actor=actor
    )


def _but(found: Match, cases: Sequence[int]) -> Match:
    """Suggest what a payment may be for beside the cases that it was parted from."""
    named = [Suggestion(claims=(part.claim,), reasons=(found.why,), weight=100) for part in found.allocations]
    others = [
        each for each in (*named, *found.suggestions) if not {claim.case for claim in each.claims} & {*cases}
    ]
    return Match(suggestions=tuple(others), why=PARTED)


def _new(key: str, told: IncomingPayment, found: Match) -> NewPayment:
    assert told.booked_on is not None
    return NewPayment(
        key=key,
        kind=Kind.IN.value,
        state="open",
        held=True,
        booked_on=told.booked_on,
        amount_ore=told.amount_ore,
        payee="",
        payer=told.payer,
        payer_name=told.payer_name,
        payer_org_no="",
        references=[[each.value, each.kind.value, each.amount_ore] for each in told.references],
        text=list(told.text),
        twin="",
        why=as_json(found.why),
    )
