"""Lists refunds that are on their way, and the files that told the bank of them; the walls must be open."""

from __future__ import annotations

from dataclasses import dataclass

from betalt.records import models as m


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundUnderWay:
    """A refund that is not paid yet, in öre; `by` is who proposed it."""

    refund: int
    case: int  # its number
    state: str  # proposed, approved, ordered or rejected
    amount_ore: int
    account: str
    name: str
    by: str


def refunds_under_way(*, creditor: int) -> tuple[RefundUnderWay, ...]:
    """List the refunds by bank that are proposed, approved or ordered, the oldest first."""
    rows = m.Refund.objects.of(creditor).filter(way="bank", state__in=["proposed", "approved", "ordered"])
    return tuple(
        RefundUnderWay(
            refund=row.id,
            case=row.case.number,
            state=row.state,
            amount_ore=row.amount_ore,
            account=row.account,
            name=row.name,
            by=row.proposed_by,
        )
        for row in rows.select_related("case").order_by("id")
    )


def payout_file(*, creditor: int, message: str) -> bytes | None:
    """Find the bytes of a message to the bank as they were written."""
    found = m.Payout.objects.of(creditor).select_related("file").filter(message_id=message).first()
    return None if found is None else bytes(found.file.content)
