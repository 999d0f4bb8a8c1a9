"""Builds what a claim follows from out of the rows that are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import attrgetter

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.claim.history import effective_due_on
from betalt.law import LawUnknown
from betalt.records.bulk import AgreementRow, InvoiceRow, Key, Loaded, MoneyRow


def claim_facts(key: Key, *, party: int, loaded: Loaded) -> Facts:
    """Say what the claim of a case follows from; a clause counts from the day it was agreed (FEE-1, INT-3)."""
    invoices = loaded.invoices[key]
    agreements = loaded.agreements.get((key[0], party), ())
    return Facts(
        debtor_kind=invoices[0].debtor_kind,  # type: ignore[arg-type]  # the database checks the three kinds
        terms=terms_of(agreements, arose_on=arose_on(invoices)),
        invoices=tuple([_invoice(invoice) for invoice in invoices]),
        events=tuple(_events(key, loaded)) if loaded.has_history(key) else (),
    )


def arose_on(invoices: Sequence[InvoiceRow]) -> date:
    """Tell the day that the oldest of some debts arose."""
    return min(map(_arose_on, invoices))


_arose_on: Callable[[InvoiceRow], date] = attrgetter("arose_on")  # a third of the time of a generator


def last_due_on(invoices: Sequence[InvoiceRow], agreements: Sequence[AgreementRow]) -> date:
    """Tell the effective due day of the invoice that falls due last, as the claim of the same rows does."""
    agreed = terms_of(agreements, arose_on=arose_on(invoices)).due_agreed
    return max(effective_due_on(row.due_on, row.sent_on or row.issued_on, agreed) for row in invoices)


def terms_of(agreements: Sequence[AgreementRow], *, arose_on: date) -> Terms:
    """Say what was agreed when the debt arose; what nobody has proved is not agreed."""
    due_agreed = reminder_fee = False
    interest_kind, interest_bps = "statutory", 0
    for agreement in agreements:
        if agreement.agreed_on > arose_on:
            continue
        if agreement.clause == "due_day":
            due_agreed = True
        elif agreement.clause == "reminder_fee":
            reminder_fee = True
        else:
            interest_kind, interest_bps = agreement.interest_kind, agreement.interest_bps
    return _terms(due_agreed, reminder_fee, interest_kind, interest_bps)


@lru_cache(maxsize=256)
def _terms(due_agreed: bool, reminder_fee: bool, interest_kind: str, interest_bps: int) -> Terms:
    return Terms(
        due_agreed=due_agreed,
        reminder_fee_agreed=reminder_fee,
        interest_kind=interest_kind,  # type: ignore[arg-type]  # written by flows/agree.py from the same words
        interest_bps=interest_bps,
    )


def _invoice(row: InvoiceRow) -> Invoice:
    return Invoice(
        id=row.number,
        amount_ore=row.amount_ore - row.settled_before_ore,
        invoiced_on=row.issued_on,
        due_on=row.due_on,
        sent_on=row.sent_on,
        interest_notice=row.interest_notice,
        noticed_on=row.interest_notice_on,
        arose_on=row.arose_on,
        tax_office_share_ore=row.tax_office_share_ore,
    )


def _events(key: Key, loaded: Loaded) -> list[Event]:
    numbers = {invoice.id: invoice.number for invoice in loaded.invoices[key]}
    events: list[Event] = [
        Event(
            on=m.taken_on,
            kind=m.kind,  # type: ignore[arg-type]  # written by flows from the claim's own words
            invoice=numbers[m.invoice] if m.kind != "write_off" else None,
            charged=m.charged,
            amount_ore=m.amount_ore,
            at_most=True,  # history may still change before what was given up
        )
        for m in loaded.measures.get(key, ())
    ]
    for place, paid in enumerate(loaded.money.get(key, ())):
        name = _name(paid, place)
        events.append(
            Event(
                on=paid.booked_on,
                kind="payment",
                id=name,
                amount_ore=paid.amount_ore,
                invoice=numbers.get(paid.invoice) if paid.invoice else None,
            )
        )
        if paid.reversed_on is not None:
            events.append(Event(on=paid.reversed_on, kind="payment_reversed", payment=name))
    events += [
        Event(on=c.on, kind="credit", invoice=numbers[c.invoice], amount_ore=c.amount_ore, ground=c.ground)  # type: ignore[arg-type]
        for c in loaded.credits.get(key, ())
    ]
    return events


def _name(paid: MoneyRow, place: int) -> str:
    return f"{paid.payment}-{place}"  # a payment may come to a case in several parts


def matched_later(money: Sequence[MoneyRow]) -> frozenset[str]:
    """Name the payments of a claim that were matched later than they came."""
    return frozenset(_name(paid, place) for place, paid in enumerate(money) if paid.held)


def claim_or_none(facts: Facts, *, on: date) -> Claim | None:
    """Compute what is owed, or None where the law tables do not reach the day."""
    try:
        return claim(facts, on=on)
    except LawUnknown:
        return None


def interest_free(facts: Facts) -> Facts:
    """Give the facts of the same claim as if nothing bore interest."""
    return Facts(
        debtor_kind=facts.debtor_kind,
        invoices=facts.invoices,
        events=facts.events,
        creditor_kind=facts.creditor_kind,
        basis=facts.basis,
        allocation=facts.allocation,
        terms=replace(facts.terms, interest_kind="none"),
    )
