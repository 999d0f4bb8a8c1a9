"""Builds the facts that the rules read from the rows that are stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from betalt.core.books.accounts import Accounts, changed_accounts
from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Facts
from betalt.core.claim.limitation import limitation
from betalt.core.process.decide import too_early
from betalt.core.process.decision import Wait
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Procedure, with_four_eyes
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.core.process.timing import Standing
from betalt.flows.choices import Choices, choices_of
from betalt.flows.claim_facts import (
    arose_on,
    claim_facts,
    claim_or_none,
    interest_free,
    last_due_on,
    matched_later,
)
from betalt.records import bulk
from betalt.records.bulk import (
    AgreementRow,
    CaseRow,
    CreditorRow,
    InvoiceRow,
    Key,
    Loaded,
    MeasureRow,
    RefundRow,
)
from betalt.values.days import add_days


@dataclass(kw_only=True)  # without slots, since what is asked of it is worked out once
class Known:
    """One case as the rules see it on a day."""

    row: CaseRow
    loaded: Loaded  # the rows that it was loaded with
    on: date
    key: Key = field(init=False)  # of the case: its creditor and id
    invoices: Sequence[InvoiceRow] = field(init=False)  # of the case, the oldest first

    def __post_init__(self) -> None:
        """Find what is asked for again and again."""
        self.key = self.row.creditor, self.row.case
        self.invoices = self.loaded.invoices[self.key]

    @property
    def creditor(self) -> CreditorRow:
        """Give what the rules need to know about the creditor."""
        return self.loaded.creditors[self.row.creditor]

    @property
    def choices(self) -> Choices:
        """Give what the creditor has chosen."""
        return _read_choices(self.creditor.choices)

    @property
    def accounts(self) -> Accounts:
        """Give the accounts that the case is booked on."""
        return accounts_of(self.creditor.choices)

    @property
    def procedure(self) -> Procedure:
        """Give the ladder that the case climbs."""
        ladder = self.loaded.procedures[self.row.creditor, self.row.procedure]
        return with_four_eyes(ladder) if self.choices.demands_need_two else ladder

    @property
    def agreements(self) -> Sequence[AgreementRow]:
        """List the clauses that the debtor has accepted."""
        return self.loaded.agreements.get((self.row.creditor, self.row.party), ())

    @property
    def refunds(self) -> Sequence[RefundRow]:
        """List what was paid too much and is given back or used, or is about to be."""
        return self.loaded.refunds.get(self.key, ())

    @property
    def matched_later(self) -> frozenset[str]:
        """Name the claim's payments that were matched later than they came."""
        return matched_later(self.loaded.money.get(self.key, ()))

    @cached_property
    def claim_facts(self) -> Facts:
        """Give what the claim follows from."""
        return claim_facts(self.key, party=self.row.party, loaded=self.loaded)

    @cached_property
    def claim(self) -> Claim | None:
        """Give what is owed on the day, or None where the law tables do not reach it."""
        return claim_or_none(self.claim_facts, on=self.on)

    @cached_property
    def without_interest(self) -> Claim | None:
        """Give what stands in for a claim that nobody can compute yet: what is owed at the least."""
        return claim(interest_free(self.claim_facts), on=self.on) if self.claim is None else None

    @cached_property
    def early(self) -> Wait | None:
        """Let the case wait without working its claim out, where only its days tell what to do; else None."""
        row, loaded, invoices = self.row, self.loaded, self.invoices
        held = row.hold != Hold.NONE or row.stage == Stage.CLOSED or self.key in loaded.letters_pending
        if held or loaded.has_clearing(self.key) or not any(map(_is_owed, invoices)):
            return None
        due_on = last_due_on(invoices, self.agreements)
        climbed = Standing(row.natural, due_on, row.step_done, row.step_done_on, row.answer_by)
        return too_early(climbed, procedure=self.procedure, on=self.on)

    @cached_property
    def facts(self) -> CaseFacts:
        """Give what `decide` reads."""
        return _case_facts(self)

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
    return [Known(row=row, loaded=loaded, on=on) for row in loaded.cases]


def know_each(keys: Sequence[Key], *, on: date) -> Iterator[Known | Poisoned]:
    """Say what is known of each of these cases on a day; one that fails does not stop the others."""
    for known in know(keys, on=on):
        try:
            _ = known.early or known.facts
        except Exception as error:
            yield Poisoned(row=known.row, error=error)
        else:
            yield known


def _is_owed(invoice: InvoiceRow) -> bool:
    return invoice.amount_ore > invoice.settled_before_ore + invoice.tax_office_share_ore


@lru_cache(maxsize=256)
def _read_choices(stored: str) -> Choices:
    return choices_of(json.loads(stored))


@lru_cache(maxsize=256)
def accounts_of(stored: str) -> Accounts:
    """Read the accounts that a creditor has chosen, from its stored choices."""
    return changed_accounts(_read_choices(stored).accounts)


def _case_facts(known: Known) -> CaseFacts:  # budget: one flat assembly of what the rules read
    row, key, loaded, choices, claimed = (
        known.row,
        known.key,
        known.loaded,
        known.choices,
        known.claim_facts,
    )
    invoices = known.invoices
    principal, total = _owed(known)
    disputed = loaded.disputed.get(key, 0)
    plan = _plan(key, loaded, known.on)
    return CaseFacts(
        case=row.case,
        debtor_kind=claimed.debtor_kind,
        stage=_STAGES[row.stage],
        due_on=claimed.history.last_due_on,
        principal_ore=principal,
        owed_ore=total,
        natural_person=row.natural,
        payment=_PAYMENTS[row.payment_status],
        round=row.round,
        step_done=row.step_done,
        step_done_on=row.step_done_on,
        answer_by=row.answer_by,
        charged=_charged(loaded.measures.get(key, ())),
        letter_pending=key in loaded.letters_pending,
        payment_pending=key in loaded.payments_pending,
        released_step=row.released_step,
        accepted=tuple(row.accepted),
        asked_step=row.asked_step,
        asked_code=row.asked_code,
        asked_on=row.asked_on,
        asked_times=row.asked_times,
        first_run_released=False not in [invoice.released for invoice in invoices],
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
        clause_known="reminder_fee" in [agreed.clause for agreed in known.agreements],
        reminder_fee_agreed=claimed.terms.reminder_fee_agreed,
        limitation_on=_unbroken(claimed.debtor_kind, arose_on(invoices)),
        law_known=known.claim is not None,
        min_reminder_ore=choices.smallest_reminder_ore,
        min_demand_ore=choices.smallest_demand_ore,
    )


# Looking a member up by its value is several times quicker than asking the enumeration to find it.
_STAGES = {stage.value: stage for stage in Stage}
_HOLDS = {hold.value: hold for hold in Hold}
_PAYMENTS = {status.value: status for status in Payment}


def _owed(known: Known) -> tuple[int, int]:
    """Tell the öre of principal and of all that is owed; where nobody can compute it, what is owed at the least."""
    owed = known.claim
    if owed is not None:
        return owed.principal, owed.total
    # Interest that nobody can compute yet is owed all the same: the case must not close.
    assert known.without_interest is not None
    return known.without_interest.principal, max(known.without_interest.total, 1)


def _charged(measures: Sequence[MeasureRow]) -> tuple[str, ...]:
    return tuple({measure.kind for measure in measures if measure.charged}) if measures else ()


@lru_cache(maxsize=4096)
def _unbroken(debtor_kind: str, arose_on: date) -> date | None:
    """Tell the last day of the oldest claim as if nothing had broken its time: the careful reading (LIM-1, LIM-2)."""
    return limitation(debtor_kind=debtor_kind, arose_on=arose_on).last_on  # type: ignore[arg-type]


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
