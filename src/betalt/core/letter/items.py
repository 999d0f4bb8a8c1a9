"""Brings a claim into a letter: what is still open of every invoice, interest stretch and cost.

A letter shows what is owed, not what has ever been owed: what payments have cleared falls away from the oldest
row on, as the money was counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from betalt.core.claim.claim import Claim, InvoiceClaim
from betalt.core.claim.rows import Rows
from betalt.core.claim.terms import Invoice
from betalt.core.letter.facts import CostRow, InterestRow, Item, Payment

_COMPENSATION = "late_compensation"
_REPLACED = frozenset({"reminder", "demand", "plan", _COMPENSATION})  # what max(450, Σ) is taken over (FEE-9)

_Row = TypeVar("_Row", InterestRow, CostRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an invoice says beside its sums, and what was agreed about it."""

    number: str
    what: str
    ocr: str = ""
    their_reference: str = ""
    settled_before_ore: int = 0  # paid or credited before the claim came to us
    due_ground: str = ""
    due_agreed: bool = True
    interest_notice: bool = False
    interest_ground: str = ""
    fee_agreed_on: date | None = None
    fee_agreed_how: str = ""
    arose_on: date | None = None


def items(*, owed: Claim, shown: Rows, particulars: Mapping[str, Particulars]) -> tuple[Item, ...]:
    """Make the invoices of a letter from a claim and its rows; `particulars` are by the claim's invoice ids.

    An invoice that nothing is owed on is left out.
    """
    known = {invoice.id: invoice for invoice in owed.facts.invoices}
    return tuple(
        _item(known[one.id], one, shown, particulars[one.id]) for one in owed.invoices if one.total
    )


def payments(*, shown: Rows) -> tuple[Payment, ...]:
    """List the payments that cleared interest or costs, which a debtor may not expect (ALL-3)."""
    found = []
    for row in shown.payments:
        costs = sum(part.costs_ore for part in row.allocated)
        interest = sum(part.interest_ore for part in row.allocated)
        principal = sum(part.principal_ore for part in row.allocated)
        if costs or interest:
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


def _item(invoice: Invoice, owed: InvoiceClaim, shown: Rows, said: Particulars) -> Item:
    cleared = [(row.on, part) for row in shown.payments for part in row.allocated if part.invoice == owed.id]
    paid_ore = sum(part.principal_ore for _, part in cleared) + said.settled_before_ore
    amount_ore = invoice.amount_ore + said.settled_before_ore
    return Item(
        invoice=said.number,
        invoiced_on=invoice.invoiced_on,
        due_on=invoice.due_on,
        what=said.what,
        amount_ore=amount_ore,
        principal_ore=owed.principal,
        interest_ore=owed.interest,
        costs_ore=owed.costs,
        ocr=said.ocr,
        their_reference=said.their_reference,
        paid_ore=paid_ore,
        paid_on=max((on for on, part in cleared if part.principal_ore), default=None),
        credited_ore=amount_ore - invoice.tax_office_share_ore - paid_ore - owed.principal,
        tax_office_share_ore=invoice.tax_office_share_ore,
        interest_rows=tuple(_open(_interest(shown, owed.id), owed.interest)),
        cost_rows=tuple(_open(_costs(shown, owed.id), owed.costs)),
        due_ground=said.due_ground,
        due_agreed=said.due_agreed,
        interest_notice=said.interest_notice,
        interest_ground=said.interest_ground,
        fee_agreed_on=said.fee_agreed_on,
        fee_agreed_how=said.fee_agreed_how,
        arose_on=said.arose_on,
    )


def _interest(shown: Rows, invoice: str) -> list[InterestRow]:
    return [
        InterestRow(
            from_on=row.from_on, to_on=row.to_on, days=row.days, bps=row.bps, base_ore=row.base_ore, ore=row.amount_ore
        )
        for row in shown.interest
        if row.invoice == invoice
    ]


def _costs(shown: Rows, invoice: str) -> list[CostRow]:
    rows = [CostRow(kind=row.what, on=row.on, ore=row.amount_ore) for row in shown.costs if row.invoice == invoice]
    compensated = [row for row in rows if row.kind == _COMPENSATION]
    if not compensated:
        return rows
    # Late compensation stands in the place of the fees, so a letter names it alone (FEE-9).
    others = [row for row in rows if row.kind not in _REPLACED]
    whole = sum(row.ore for row in rows if row.kind in _REPLACED)
    return [replace(compensated[0], ore=whole), *others]


def _open(rows: Iterable[_Row], open_ore: int) -> Iterator[_Row]:
    """Give the rows that are still owed; what has been paid is taken off from the oldest on."""
    standing = list(rows)
    paid_ore = sum(row.ore for row in standing) - open_ore
    for row in standing:
        part = min(paid_ore, row.ore)
        paid_ore -= part
        if row.ore > part:
            yield replace(row, paid_ore=part) if part else row
