"""Builds the facts that the rules read from the rows that are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.claim.limitation import limitation
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Procedure
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.flows.choices import Choices, choices_of
from betalt.law import LawUnknown
from betalt.records import bulk
from betalt.records.bulk import (
    AgreementRow,
    CaseRow,
    CreditorRow,
    InvoiceRow,
    Key,
    Loaded,
    MoneyRow,
    RefundRow,
)
from betalt.values.days import add_days, effective_due


@dataclass(slots=True, kw_only=True)
class Known:
    """One case as the rules see it on a day."""

    row: CaseRow
    creditor: CreditorRow
    choices: Choices
    procedure: Procedure
    invoices: Sequence[InvoiceRow]
    agreements: Sequence[AgreementRow]
    claim_facts: Facts
    claim: Claim | None  # None: the law tables do not reach the day
    matched_later: frozenset[str]  # ids of the claim's payments that were matched later than they came
    refunds: Sequence[RefundRow]
    without_interest: Claim | None = None  # stands in for it then: what is owed at the least
    facts: CaseFacts = field(init=False)

    @property
    def key(self) -> Key:
        """Tell the creditor and the id of the case."""
        return self.row.creditor, self.row.case

    @property
    def is_held(self) -> bool:
        """Tell whether anything holds the case."""
        return self.row.hold != Hold.NONE

    @property
    def has_money(self) -> bool:
        """Tell whether anything has been paid or credited in the case."""
        return any(event.kind in ("payment", "credit") for event in self.claim_facts.events)

    @property
    def credit_ore(self) -> int:
        """Tell what was paid too much and is neither given back nor used, nor about to be, in öre."""
        return (self.claim.overpaid if self.claim else 0) - sum(refund.amount_ore for refund in self.refunds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poisoned:
    """A case that nothing can be said about: its rows contradict themselves."""

    row: CaseRow
    error: Exception


def know(keys: Sequence[Key], *, on: date) -> list[Known]:
    """Load these cases and say what is known of each on a day; the transaction's walls must be open."""
    loaded = bulk.load(keys)
    return [_know(row, loaded, on) for row in loaded.cases]


def know_each(keys: Sequence[Key], *, on: date) -> Iterator[Known | Poisoned]:
    """Say what is known of each of these cases on a day; one that fails does not stop the others."""
    loaded = bulk.load(keys)
    for row in loaded.cases:
        try:
            yield _know(row, loaded, on)
        except Exception as error:
            yield Poisoned(row=row, error=error)


def claim_facts(
    *,
    invoices: Sequence[InvoiceRow],
    agreements: Sequence[AgreementRow],
    events: Iterable[Event],
) -> Facts:
    """Say what the claim of a case follows from; a clause counts from the day it was agreed (FEE-1, INT-3)."""
    first = invoices[0]
    return Facts(
        debtor_kind=first.debtor_kind,  # type: ignore[arg-type]  # the database checks the three kinds
        terms=terms_of(agreements, arose_on=min(i.arose_on for i in invoices)),
        invoices=tuple(_invoice(i) for i in invoices),
        events=tuple(events),
    )


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


@lru_cache(maxsize=256)
def read_choices(stored: str) -> Choices:
    """Read a creditor's choices from the stored JSON."""
    return choices_of(json.loads(stored))


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


def _events(key: Key, loaded: Loaded, numbers: dict[int, str]) -> list[Event]:
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


def _matched_later(money: Sequence[MoneyRow]) -> frozenset[str]:
    return frozenset(_name(paid, place) for place, paid in enumerate(money) if paid.held)


def _know(row: CaseRow, loaded: Loaded, on: date) -> Known:
    key = row.creditor, row.case
    invoices = loaded.invoices[key]
    agreements = loaded.agreements.get((row.creditor, row.party), [])
    creditor = loaded.creditors[row.creditor]
    numbers = {invoice.id: invoice.number for invoice in invoices}
    facts = claim_facts(invoices=invoices, agreements=agreements, events=_events(key, loaded, numbers))
    known = Known(
        row=row,
        creditor=creditor,
        choices=read_choices(creditor.choices),
        procedure=loaded.procedures[row.creditor, row.procedure],
        invoices=invoices,
        agreements=agreements,
        claim_facts=facts,
        claim=claim_or_none(facts, on=on),
        matched_later=_matched_later(loaded.money.get(key, ())),
        refunds=loaded.refunds.get(key, ()),
    )
    if known.claim is None:
        known.without_interest = claim(_interest_free(facts), on=on)
    known.facts = _case_facts(known, loaded, on)
    return known


def claim_or_none(facts: Facts, *, on: date) -> Claim | None:
    """Compute what is owed, or None where the law tables do not reach the day."""
    try:
        return claim(facts, on=on)
    except LawUnknown:
        return None


def _interest_free(facts: Facts) -> Facts:
    return Facts(
        debtor_kind=facts.debtor_kind,
        invoices=facts.invoices,
        events=facts.events,
        creditor_kind=facts.creditor_kind,
        basis=facts.basis,
        allocation=facts.allocation,
        terms=replace(facts.terms, interest_kind="none"),
    )


def _case_facts(known: Known, loaded: Loaded, on: date) -> CaseFacts:
    row, key, owed, choices = known.row, known.key, known.claim, known.choices
    if owed is not None:
        principal, total = owed.principal, owed.total
    else:
        # Interest that nobody can compute yet is owed all the same: the case must not close.
        assert known.without_interest is not None
        principal, total = known.without_interest.principal, max(known.without_interest.total, 1)
    disputed = loaded.disputed.get(key, 0)
    plan = _plan(key, loaded, on)
    return CaseFacts(
        case=row.case,
        debtor_kind=known.invoices[0].debtor_kind,
        stage=_STAGES[row.stage],
        due_on=_due_on(known),
        principal_ore=principal,
        owed_ore=total,
        natural_person=row.natural,
        payment=_PAYMENTS[row.payment_status],
        round=row.round,
        step_done=row.step_done,
        step_done_on=row.step_done_on,
        answer_by=row.answer_by,
        charged=tuple({m.kind for m in loaded.measures.get(key, ()) if m.charged}),
        letter_pending=key in loaded.letters_pending,
        payment_pending=key in loaded.payments_pending,
        released_step=row.released_step,
        accepted=tuple(row.accepted),
        asked_step=row.asked_step,
        asked_code=row.asked_code,
        asked_on=row.asked_on,
        asked_times=row.asked_times,
        first_run_released=all(i.released for i in known.invoices),
        hold=_HOLDS[row.hold],
        hold_until=row.hold_until,
        plan_kept=plan.kept,
        plan_next_on=plan.next_on,
        disputed_ore=total if disputed is None else disputed,
        bank_data_on=known.creditor.bank_data_on,
        bank_rule=choices.letters_wait_for_bank_data,
        has_email=row.has_email,
        has_address=row.has_address,
        has_mailbox=row.mailbox,
        address_returned=row.address_returned,
        id_valid=row.party_has_number,
        adult_on=row.adult_on,
        guardian=row.guardian,
        protected=row.protected,
        estate=row.estate,
        bankrupt=row.bankrupt,
        reconstruction=row.reconstruction,
        debt_relief=row.debt_relief,
        clause_known=any(a.clause == "reminder_fee" for a in known.agreements),
        reminder_fee_agreed=known.claim_facts.terms.reminder_fee_agreed,
        limitation_on=_limitation_on(known),
        law_known=owed is not None,
        min_reminder_ore=choices.smallest_reminder_ore,
        min_demand_ore=choices.smallest_demand_ore,
    )


# Looking a member up by its value is several times quicker than asking the enumeration to find it.
_STAGES = {stage.value: stage for stage in Stage}
_HOLDS = {hold.value: hold for hold in Hold}
_PAYMENTS = {status.value: status for status in Payment}


def _due_on(known: Known) -> date:
    if known.claim is None:
        return effective_due(max(i.due_on for i in known.invoices))
    return max(i.effective_due_on for i in known.claim.invoices)


@lru_cache(maxsize=4096)
def _unbroken(debtor_kind: str, arose_on: date) -> date | None:
    return limitation(debtor_kind=debtor_kind, arose_on=arose_on).last_on  # type: ignore[arg-type]


def _limitation_on(known: Known) -> date | None:
    """Tell the last day of the oldest claim as if nothing had broken its time: the careful reading (LIM-1, LIM-2)."""
    return _unbroken(known.invoices[0].debtor_kind, min(i.arose_on for i in known.invoices))


class _PlanFacts(NamedTuple):
    kept: bool
    next_on: date | None


_PLAN_GRACE_DAYS = 4  # money needs some days to arrive and be read
_NO_PLAN = _PlanFacts(kept=True, next_on=None)


def _plan(key: Key, loaded: Loaded, on: date) -> _PlanFacts:
    """Tell whether what the plan says should have been paid by now has been paid since it was agreed."""
    parts = loaded.instalments.get(key)
    if not parts:
        return _NO_PLAN
    agreed_on = parts[0].agreed_on
    wanted = sum(part.amount_ore for part in parts if add_days(part.due_on, _PLAN_GRACE_DAYS) <= on)
    paid = sum(
        m.amount_ore for m in loaded.money.get(key, ()) if m.booked_on >= agreed_on and m.reversed_on is None
    )
    days = (add_days(part.due_on, _PLAN_GRACE_DAYS) for part in parts)
    return _PlanFacts(kept=paid >= wanted, next_on=next((day for day in days if day > on), None))
