"""Refunds as the bank's own files show them: money that left for an account that a refund was ordered to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from betalt.core.payment.incoming import Direction, IncomingPayment
from betalt.flows.aftermath import reckon
from betalt.records import models as m


def note_refunds_paid(*, creditor: int, told: Sequence[IncomingPayment], on: date) -> int:
    """Note the refunds that a file shows as paid out, and return how many; the walls must be open.

    A payout is known by its account and öre. One that is noted already, told again by another file, is left.
    """
    out = [
        one for one in told if one.direction == Direction.OUT and one.is_debit and one.payee and one.booked_on
    ]
    if not out:
        return 0
    ordered, noted = _refunds(creditor)
    paid: list[m.Refund] = []
    for one in out:
        place = (one.payee, one.amount_ore)
        if (one.booked_on in noted[place]) or not ordered[place]:
            continue
        refund = ordered[place].pop(0)
        refund.state, refund.paid_on = "paid", one.booked_on
        noted[place].add(refund.paid_on)
        paid.append(refund)
    if paid:
        m.Refund.objects.bulk_update(paid, ["state", "paid_on"])
        reckon(keys=[(creditor, refund.case_id) for refund in paid], on=on, kind="refund_paid")
    return len(paid)


def _refunds(
    creditor: int,
) -> tuple[dict[tuple[str, int], list[m.Refund]], dict[tuple[str, int], set[date | None]]]:
    ordered: dict[tuple[str, int], list[m.Refund]] = defaultdict(list)
    noted: dict[tuple[str, int], set[date | None]] = defaultdict(set)
    rows = m.Refund.objects.of(creditor).filter(way="bank", state__in=["ordered", "paid"]).order_by("id")
    for row in rows:
        place = (row.account, row.amount_ore)
        if row.state == "ordered":
            ordered[place].append(row)
        else:
            noted[place].add(row.paid_on)
    return ordered, noted
