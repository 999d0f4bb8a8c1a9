"""Brings a claim into a letter: what is still open of every invoice, interest stretch and cost.

A letter shows what is owed, not what has ever been owed: what payments have cleared falls away from the oldest
row on, as the money was counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from betalt.core.claim.claim import Claim, InvoiceClaim
from betalt.core.claim.rows import Rows, rows
from betalt.core.claim.terms import Invoice
from betalt.core.letter.facts import CostRow, InterestRow, Item, Payment

_COMPENSATION = "late_compensation"
_REPLACED = frozenset({"reminder", "demand", "plan", _COMPENSATION})  # what max(450, Σ) is taken over (FEE-9)

_Row = TypeVar("_Row", InterestRow, CostRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an invoice says beside what is owed on it, and what was agreed about it; sums in öre."""

    amount_ore: int  # the whole invoice as it was sent
    settled_before_ore: int = 0  # paid or credited before the claim came to us
    ocr: str = ""
    their_reference: str = ""
    what: str = ""
    due_ground: str = ""
    interest_ground: str = ""
    interest_notice: bool = False
    fee_agreed_on: date | None = None
    fee_agreed_how: str = ""


def items(claim: Claim, *, particulars: Sequence[Particulars]) -> list[Item]:
    """Make a letter's item of each invoice of a claim, in the order of its facts (INK-7).

    While something is owed, an invoice that nothing is owed on is left out.
    """
    shown = rows(claim)
    due_agreed = claim.facts.terms.due_agreed
    return [
        _item(owed, invoice, said, shown, due_agreed=due_agreed)
        for owed, invoice, said in zip(claim.invoices, claim.facts.invoices, particulars, strict=True)
        if owed.total or not claim.total
    ]


def payments(claim: Claim) -> tuple[Payment, ...]:
    """List the payments that cleared interest or costs, which a debtor may not expect (ALL-3)."""
    found = []
    for row in rows(claim).payments:
        costs = sum(part.costs_ore for part in row.allocated)
        interest = sum(part.interest_ore for part in row.allocated)
        principal = sum(part.principal_ore for part in row.allocated)
        if row.what == "payment" and (costs or interest):
            found.append(
                Payment(
                    on=row.on,
                    amount_ore=row.amount_ore,
                    costs_ore=costs,
                    interest_ore=interest,
                    principal_ore=principal,
                )
            )
    return tuple(found)


def _item(owed: InvoiceClaim, invoice: Invoice, said: Particulars, shown: Rows, *, due_agreed: bool) -> Item:
    cleared = [(row.on, part) for row in shown.payments for part in row.allocated if part.invoice == owed.id]
    paid_ore = said.settled_before_ore + sum(part.principal_ore for _, part in cleared)
    share_ore = invoice.tax_office_share_ore
    return Item(
        invoice=owed.id,
        invoiced_on=invoice.invoiced_on,
        due_on=invoice.due_on,
        what=said.what,
        amount_ore=said.amount_ore,
        principal_ore=owed.principal,
        interest_ore=owed.interest,
        costs_ore=owed.costs,
        ocr=said.ocr,
        their_reference=said.their_reference,
        paid_ore=paid_ore,
        paid_on=max((on for on, part in cleared if part.principal_ore), default=None),
        credited_ore=said.amount_ore - share_ore - paid_ore - owed.principal,
        tax_office_share_ore=share_ore,
        interest_rows=_open(_interest(shown, owed.id), owed.interest),
        cost_rows=_open(_costs(shown, owed.id), owed.costs),
        due_ground=said.due_ground,
        due_agreed=due_agreed,
        interest_notice=said.interest_notice,
        interest_ground=said.interest_ground,
        fee_agreed_on=said.fee_agreed_on,
        fee_agreed_how=said.fee_agreed_how,
        arose_on=invoice.arose_on,
    )


def _interest(shown: Rows, invoice: str) -> list[InterestRow]:
    return [
        InterestRow(
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            bps=row.bps,
            base_ore=row.base_ore,
            ore=row.amount_ore,
        )
        for row in shown.interest
        if row.invoice == invoice
    ]


def _costs(shown: Rows, invoice: str) -> list[CostRow]:
    made = [
        CostRow(kind=row.what, on=row.on, ore=row.amount_ore) for row in shown.costs if row.invoice == invoice
    ]
    compensation = next((row for row in made if row.kind == _COMPENSATION), None)
    if compensation is None:
        return made
    # Late compensation stands in the place of the fees, so a letter names it alone (FEE-9).
    whole = sum(row.ore for row in made if row.kind in _REPLACED)
    return [replace(compensation, ore=whole), *(row for row in made if row.kind not in _REPLACED)]


def _open(standing: list[_Row], open_ore: int) -> tuple[_Row, ...]:
    """Give the rows that are still owed; what has been paid is taken off from the oldest on."""
    paid_ore = sum(row.ore for row in standing) - open_ore
    if not paid_ore:
        return tuple(standing)
    found = []
    for row in standing:
        part = min(paid_ore, row.ore)
        paid_ore -= part
        if row.ore > part:
            found.append(replace(row, paid_ore=part) if part else row)
    return tuple(found)
