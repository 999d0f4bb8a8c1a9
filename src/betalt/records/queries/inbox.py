"""Lists the money that waits for a person, with what it may be for; the transaction's walls must be open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.values.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a payment may be for: one case or several together, and what speaks for it."""

    cases: tuple[tuple[int, str, str], ...]  # number, customer, invoice
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPayment:
    """A payment that nobody has said the claim of; sums in öre."""

    payment: int
    kind: str  # in, deduction, taken_back or came_back
    booked_on: date
    amount_ore: int
    left_ore: int
    payer: str
    payer_name: str
    references: tuple[str, ...]
    text: tuple[str, ...]
    why: Reason
    suggestions: tuple[Suggested, ...]


def waiting_payments(
    *, creditor: int, payment: int | None = None, most: int | None = None
) -> tuple[WaitingPayment, ...]:
    """List what waits, the oldest first, with the best suggestion first: all, `most` of it, or one payment."""
    waits = m.Payment.objects.of(creditor).filter(state="open").order_by("booked_on", "id")
    rows = list((waits if payment is None else waits.filter(id=payment))[:most])
    ids = [row.id for row in rows]
    given = m.Match.objects.of(creditor).filter(payment_id__in=ids).values_list("payment_id")
    gone = dict(given.annotate(ore=Sum("amount_ore")))
    suggested = _suggested(creditor, ids)
    return tuple(
        WaitingPayment(
            payment=row.id,
            kind=row.kind,
            booked_on=row.booked_on,
            amount_ore=row.amount_ore,
            left_ore=row.amount_ore - gone.get(row.id, 0),
            payer=row.payer,
            payer_name=row.payer_name,
            references=tuple(str(value) for value, *_ in row.references),
            text=tuple(row.text),
            why=as_reason(row.why) if row.why else Reason(code="payment.unmatched"),
            suggestions=suggested.get(row.id, ()),
        )
        for row in rows
    )


def _suggested(creditor: int, payments: Sequence[int]) -> Mapping[int, tuple[Suggested, ...]]:
    rows = (
        m.Suggestion.objects.of(creditor).filter(payment_id__in=payments).order_by("payment_id", "rank", "id")
    )
    ranked: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows.values_list(
        "payment_id", "rank", "case__number", "case__party__name", "invoice__number", "reasons"
    ):
        ranked[row[0], row[1]].append(row)
    found: dict[int, list[Suggested]] = defaultdict(list)
    for (payment, _), claims in ranked.items():
        found[payment].append(
            Suggested(
                cases=tuple((number, party, invoice or "") for _, _, number, party, invoice, _ in claims),
                reasons=tuple(as_reason(reason) for reason in claims[0][5]),
            )
        )
    return {payment: tuple(some) for payment, some in found.items()}
