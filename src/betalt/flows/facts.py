"""Builds the facts that the rules read from the rows that are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Procedure
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.flows.choices import Choices, choices_of
from betalt.law import LawUnknown
from betalt.records import bulk
from betalt.records.bulk import AgreementRow, CaseRow, CreditorRow, InvoiceRow, Key, Loaded


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
    facts: CaseFacts

    @property
    def key(self) -> Key:
        """Tell the creditor and the id of the case."""
        return self.row.creditor, self.row.case


def know(keys: Sequence[Key], *, on: date) -> list[Known]:
    """Load these cases and say what is known of each on a day; the transaction's walls must be open."""
    loaded = bulk.load(keys)
    return [_know(row, loaded, on) for row in loaded.cases]


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
        arose_on=row.arose_on,
        tax_office_share_ore=row.tax_office_share_ore,
    )


def _events(key: Key, loaded: Loaded, numbers: dict[int, str]) -> list[Event]:
    events: list[Event] = [
        Event(
            on=m.taken_on,
            kind=m.kind,  # type: ignore[arg-type]  # written by flows from the claim's own words
            invoice=numbers[m.invoice],
            charged=m.charged,
            amount_ore=m.amount_ore,
        )
        for m in loaded.measures.get(key, ())
    ]
    for paid in loaded.money.get(key, ()):
        name = str(paid.payment)
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


def _know(row: CaseRow, loaded: Loaded, on: date) -> Known:
    key = row.creditor, row.case
    invoices = loaded.invoices[key]
    agreements = loaded.agreements.get((row.creditor, row.party), [])
    creditor = loaded.creditors[row.creditor]
    choices = read_choices(creditor.choices)
    facts = claim_facts(
        invoices=invoices,
        agreements=agreements,
        events=_events(key, loaded, {i.id: i.number for i in invoices}),
    )
    owed = claim_or_none(facts, on=on)
    return Known(
        row=row,
        creditor=creditor,
        choices=choices,
        procedure=loaded.procedures[row.creditor, row.procedure],
        invoices=invoices,
        agreements=agreements,
        claim_facts=facts,
        claim=owed,
        facts=_case_facts(row, loaded, invoices, agreements, creditor, choices, facts, owed, on),
    )


def claim_or_none(facts: Facts, *, on: date) -> Claim | None:
    """Compute what is owed, or None where the law tables do not reach the day."""
    try:
        return claim(facts, on=on)
    except LawUnknown:
        return None


def _case_facts(
    row: CaseRow,
    loaded: Loaded,
    invoices: Sequence[InvoiceRow],
    agreements: Sequence[AgreementRow],
    creditor: CreditorRow,
    choices: Choices,
    facts: Facts,
    owed: Claim | None,
    on: date,
) -> CaseFacts:
    key = row.creditor, row.case
    principal = owed.principal if owed is not None else sum(i.amount_ore for i in facts.invoices)
    total = owed.total if owed is not None else principal
    disputed = loaded.disputed.get(key, 0)
    return CaseFacts(
        case=row.case,
        debtor_kind=invoices[0].debtor_kind,
        stage=Stage(row.stage),
        due_on=max(i.effective_due_on for i in owed.invoices)
        if owed is not None
        else max(i.due_on for i in invoices),
        principal_ore=principal,
        owed_ore=total,
        natural_person=row.natural,
        payment=Payment(row.payment_status),
        round=row.round,
        step_done=row.step_done,
        step_done_on=row.step_done_on,
        answer_by=row.answer_by,
        charged=tuple({m.kind for m in loaded.measures.get(key, ()) if m.charged}),
        letter_pending=key in loaded.letters_pending,
        released_step=row.released_step,
        accepted=tuple(row.accepted),
        asked_step=row.asked_step,
        asked_code=row.asked_code,
        asked_on=row.asked_on,
        asked_times=row.asked_times,
        first_run_released=all(i.released for i in invoices),
        hold=Hold(row.hold),
        hold_until=row.hold_until,
        plan_kept=_plan_kept(key, loaded, on),
        disputed_ore=total if disputed is None else disputed,
        bank_data_on=creditor.bank_data_on,
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
        clause_known=any(a.clause == "reminder_fee" for a in agreements),
        reminder_fee_agreed=facts.terms.reminder_fee_agreed,
        law_known=owed is not None,
        min_reminder_ore=choices.smallest_reminder_ore,
        min_demand_ore=choices.smallest_demand_ore,
    )


def _plan_kept(key: Key, loaded: Loaded, on: date) -> bool:
    """Tell whether what the plan says should have been paid before a day has been paid since it was agreed."""
    parts = loaded.instalments.get(key)
    if not parts:
        return True
    agreed_on = parts[0].agreed_on
    wanted = sum(part.amount_ore for part in parts if part.due_on < on)
    paid = sum(
        m.amount_ore for m in loaded.money.get(key, ()) if m.booked_on >= agreed_on and m.reversed_on is None
    )
    return paid >= wanted
