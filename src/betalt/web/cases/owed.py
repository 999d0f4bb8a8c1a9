"""What is owed in a case as rows, each with its ground, that add up to the sum at the foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.claim.claim import Claim
from betalt.core.claim.rows import ClearingRow, CostRow, InterestRow, Rows, rows
from betalt.records.queries.case_page import InvoiceLine
from betalt.values.money import percent
from betalt.web.language import language
from betalt.web.wording import kronor, reason_text, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """A row of the account: what it is, its öre, and why; `open` where the answer surprises."""

    on: date
    text: str
    amount_ore: int
    lines: tuple[str, ...] = ()
    ground: str = ""
    summary: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All rows in the order of their days, what was not charged and why, and the sum in öre."""

    rows: tuple[OwedRow, ...]
    left_out: tuple[tuple[date, str, str], ...]
    total_ore: int
    overpaid_ore: int


def account(owed: Claim, invoices: Sequence[InvoiceLine]) -> Account:
    """Lay a claim out as its account (R11)."""
    shown = rows(owed)
    about = {invoice.number: invoice for invoice in invoices}
    many = len(owed.facts.invoices) > 1
    listed = [
        *_invoices(owed, about),
        *(_cost(row, many) for row in shown.costs),
        *(_interest(row, many) for row in shown.interest),
        *(_clearing(row) for row in (*shown.payments, *shown.reductions)),
    ]
    listed.sort(key=lambda row: row.on)
    if owed.overpaid:
        over = sentence("office_cases.owed_overpaid")
        listed.append(OwedRow(on=owed.on, text=over, amount_ore=owed.overpaid))
    return Account(
        rows=tuple(listed),
        left_out=tuple(_left_out(shown)),
        total_ore=owed.total,
        overpaid_ore=owed.overpaid,
    )


def _invoices(owed: Claim, about: Mapping[str, InvoiceLine]) -> Iterator[OwedRow]:
    for invoice, claimed in zip(owed.facts.invoices, owed.invoices, strict=True):
        known = about.get(invoice.id)
        told = [known.what] if known is not None and known.what else []
        dates = {"sent": invoice.sent_on or invoice.invoiced_on, "due": claimed.effective_due_on}
        told.append(sentence("office_cases.owed_invoice_why", **dates))
        if invoice.tax_office_share_ore:
            share = kronor(invoice.tax_office_share_ore)
            told.append(sentence("office_cases.owed_tax_office", share=share))
        yield OwedRow(
            on=invoice.invoiced_on,
            text=sentence("office_cases.owed_invoice", number=invoice.id),
            amount_ore=invoice.amount_ore - invoice.tax_office_share_ore,
            lines=tuple(told),
        )


def _cost(row: CostRow, many: bool) -> OwedRow:
    text = sentence(f"office_cases.cost_{row.what}")
    return OwedRow(
        on=row.on,
        text=sentence("office_cases.owed_on_invoice", what=text, number=row.invoice) if many else text,
        amount_ore=row.amount_ore,
        lines=(sentence("office_cases.owed_cost_why", on=row.on),),
        ground=row.ground,
    )


def _interest(row: InterestRow, many: bool) -> OwedRow:
    days = {"from_on": row.from_on, "to_on": row.to_on}
    text = sentence("office_cases.owed_interest", **days)
    why = sentence(
        "office_cases.owed_interest_why", days=row.days, rate=_rate(row.bps), base=kronor(row.base_ore)
    )
    return OwedRow(
        on=row.to_on,
        text=sentence("office_cases.owed_on_invoice", what=text, number=row.invoice) if many else text,
        amount_ore=row.amount_ore,
        lines=(why,),
        ground=row.ground,
    )


def _clearing(row: ClearingRow) -> OwedRow:
    costs = sum(part.costs_ore for part in row.allocated)
    interest = sum(part.interest_ore for part in row.allocated)
    principal = sum(part.principal_ore for part in row.allocated)
    parts = (("costs", costs), ("interest", interest), ("principal", principal), ("over", row.overpaid_ore))
    lines = tuple(sentence(f"office_cases.cleared_{name}", sum=kronor(ore)) for name, ore in parts if ore)
    return OwedRow(
        on=row.on,
        text=sentence(f"office_cases.owed_{row.what}", on=row.on),
        amount_ore=-(costs + interest + principal + row.overpaid_ore),
        lines=lines,
        summary=sentence("office_cases.how_shared"),
        open=bool(costs or interest) and row.what == "payment",
    )


def _left_out(shown: Rows) -> Iterator[tuple[date, str, str]]:
    for row in shown.refused:
        yield row.on, sentence(f"office_cases.cost_{row.what}"), reason_text(row.why)


def _rate(bps: int) -> str:
    return percent(bps).replace(".", ",") if language() == "sv" else percent(bps)
