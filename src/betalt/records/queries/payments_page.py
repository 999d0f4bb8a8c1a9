"""What came in from the bank as the page of payments shows it; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from betalt.records import models as m
from betalt.records.sql import fetch
from betalt.records.veil import opened


class Summed(NamedTuple):
    """How many payments, and their sum in öre."""

    payments: int
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyShown:
    """The state of the money: what was placed by itself or by a person lately, and what waits."""

    placed: Summed
    suggested: Summed
    unmatched: Summed
    last_file: str
    last_read_on: date | None
    covered_on: date | None  # newest day that the bank's data covers


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPayment:
    """A payment that was given to cases; the sum in öre."""

    payment: int
    booked_on: date
    name: str
    cases: tuple[int, ...]
    invoices: tuple[str, ...]
    amount_ore: int
    closed: bool  # all its cases are closed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentShown:
    """One payment with all that the bank told of it; the sum in öre."""

    payment: int
    kind: str
    state: str
    booked_on: date
    read_on: date
    amount_ore: int
    payer: str
    payer_name: str
    references: tuple[str, ...]
    text: tuple[str, ...]
    note: str
    cases: tuple[tuple[int, str, int], ...]  # number, customer, öre


_SUMS = """
SELECT p.state = 'open',
    EXISTS (SELECT FROM records_suggestion s WHERE s.creditor_id = p.creditor_id AND s.payment_id = p.id),
    count(*), coalesce(sum(p.amount_ore), 0)::bigint
FROM records_payment p
WHERE p.creditor_id = %(creditor)s AND p.reversed_on IS NULL AND p.kind <> 'credit'
    AND (p.state = 'open' OR p.state = 'settled' AND p.read_on > %(on)s::date - 7)
GROUP BY 1, 2
"""

_PLACED = """
SELECT p.id, p.booked_on, p.payer_name, p.amount_ore, array_agg(DISTINCT c.number), min(y.name),
    coalesce(array_agg(DISTINCT i.number) FILTER (WHERE i.id IS NOT NULL), '{}'), bool_and(c.stage = 'closed')
FROM (
    SELECT id, booked_on, payer_name, amount_ore FROM records_payment
    WHERE creditor_id = %(creditor)s AND state = 'settled' AND kind = 'in' AND reversed_on IS NULL
        AND (%(before)s::bigint IS NULL OR id < %(before)s)
    ORDER BY id DESC LIMIT %(most)s
) p
JOIN records_match m ON m.creditor_id = %(creditor)s AND m.payment_id = p.id
JOIN records_case c ON c.creditor_id = %(creditor)s AND c.id = m.case_id
JOIN records_party y ON y.creditor_id = %(creditor)s AND y.id = c.party_id
LEFT JOIN records_invoice i ON i.creditor_id = %(creditor)s AND i.case_id = c.id
    AND (m.invoice_id IS NULL OR i.id = m.invoice_id)
GROUP BY 1, 2, 3, 4 ORDER BY p.id DESC
"""


def money_shown(*, creditor: int, on: date) -> MoneyShown:
    """Sum what came in during a week up to a day, and what waits for a person."""
    sums = {"placed": Summed(0, 0), "suggested": Summed(0, 0), "unmatched": Summed(0, 0)}
    for waits, suggested, number, ore in fetch(_SUMS, {"creditor": creditor, "on": on}):
        name = "placed" if not waits else "suggested" if suggested else "unmatched"
        sums[name] = Summed(sums[name].payments + number, sums[name].ore + ore)
    last = m.Import.objects.of(creditor).filter(source__kind="payments").order_by("-id")
    file = last.values_list("source__name", "on").first()
    covered = m.Creditor.objects.values_list("bank_data_on", flat=True).get(id=creditor)
    return MoneyShown(
        **sums,
        last_file=file[0] if file else "",
        last_read_on=file[1] if file else None,
        covered_on=covered,
    )


def placed_payments(*, creditor: int, most: int, before: int | None = None) -> tuple[PlacedPayment, ...]:
    """List payments that were given to cases, the newest first; `before` is the last that was shown."""
    rows = fetch(_PLACED, {"creditor": creditor, "most": most, "before": before})
    return tuple(
        PlacedPayment(
            payment=payment, booked_on=booked_on, name=opened(payer) or party, cases=tuple(cases),
            invoices=tuple(invoices), amount_ore=ore, closed=closed,
        )
        for payment, booked_on, payer, ore, cases, party, invoices, closed in rows
    )  # fmt: skip


def payment_shown(*, creditor: int, payment: int) -> PaymentShown | None:
    """Find one payment with the cases that it was given to."""
    row = m.Payment.objects.of(creditor).filter(id=payment).first()
    if row is None:
        return None
    given = m.Match.objects.of(creditor).filter(payment_id=payment).order_by("id")
    return PaymentShown(
        payment=row.id, kind=row.kind, state=row.state, booked_on=row.booked_on, read_on=row.read_on,
        amount_ore=row.amount_ore, payer=row.payer, payer_name=row.payer_name,
        references=tuple(str(value) for value, *_ in row.references), text=tuple(row.text), note=row.note,
        cases=tuple(given.values_list("case__number", "case__party__name", "amount_ore")),
    )  # fmt: skip


def alike_payments(*, creditor: int, payment: int, most: int = 10) -> tuple[PaymentShown, ...]:
    """List other payments of the same sum that are not set aside: what it may be the same as, or take back."""
    row = m.Payment.objects.of(creditor).get(id=payment)
    others = m.Payment.objects.of(creditor).filter(amount_ore=row.amount_ore, kind="in", reversed_on=None)
    found = others.exclude(id=payment).exclude(state="ignored").order_by("-booked_on", "-id")[:most]
    return tuple(
        PaymentShown(
            payment=each.id, kind=each.kind, state=each.state, booked_on=each.booked_on, read_on=each.read_on,
            amount_ore=each.amount_ore, payer=each.payer, payer_name=each.payer_name, references=(), text=(),
            note=each.note, cases=(),
        )
        for each in found
    )  # fmt: skip
