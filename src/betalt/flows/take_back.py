"""A list that should not have come in is taken back as a whole, while nothing of it has reached a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.flows.aftermath import reckon
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records import taken_back
from betalt.records.queries.work import work_left_on
from betalt.records.scope import acting_for
from betalt.values.reason import Reason


class NotTakenBack(ValueError):
    """An import cannot be taken back; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


@flow
def take_back_import(*, creditor: int, batch: int, on: date, actor: str = "") -> int:
    """Take back every invoice that a list brought, as if it had never come; return how many.

    What the list held (customers with a credit note in it, invoices it no longer had) goes on where it stood.
    Nothing is erased: the file stays, the cases are closed with the outcome `taken_back`, the books get the
    opposite entries, and the invoice numbers are free for a list that is right. Customers keep the address
    that the list gave them. Raises NotTakenBack when a letter has left, money has come or a day was promised.
    """
    with acting_for([creditor]):
        count = begin(creditor=creditor, batch=batch, on=on)
        cases = next_cases(creditor=creditor, batch=batch, after=0)
        close_cases(creditor=creditor, cases=cases, on=on, actor=actor)
        end(creditor=creditor, batch=batch, on=on, actor=actor)
        return count


def begin(*, creditor: int, batch: int, on: date) -> int:
    """Say of every invoice of a list that it was never owed, so that nothing more is sent; return how many cases.

    The walls must be open. Raises NotTakenBack.
    """
    found = (
        m.Import.objects.of(creditor)
        .select_for_update(of=("self",))
        .filter(id=batch, source__kind="invoices", state__in=("waiting", "released"))
        .first()
    )
    if found is None:
        raise NotTakenBack(Reason(code="flows.no_such_import"))
    if (closed := closed_reason(creditor=creditor, batch=batch)) is not None:
        raise NotTakenBack(closed)
    taken_back.credit_whole(creditor=creditor, batch=batch, on=on)
    return m.Invoice.objects.of(creditor).filter(batch_id=batch, case__isnull=False).count()


def next_cases(*, creditor: int, batch: int, after: int, most: int | None = None) -> list[int]:
    """List the ids of the list's cases in rising order, beyond an id; the walls must be open."""
    ours = m.Invoice.objects.of(creditor).filter(batch_id=batch, case_id__gt=after)
    return list(ours.order_by("case_id").values_list("case_id", flat=True).distinct()[:most])


def close_cases(*, creditor: int, cases: Sequence[int], on: date, actor: str) -> None:
    """Close cases of which nothing is owed any more, and book the opposite; the walls must be open."""
    reckon(keys=[(creditor, case) for case in cases], on=on, kind="taken_back", actor=actor)
    taken_back.close(creditor=creditor, cases=cases)


def end(*, creditor: int, batch: int, on: date, actor: str) -> None:
    """Let the cases go on that the list had held, and note that it is taken back; the walls must be open."""
    taken_back.let_go(creditor=creditor, batch=batch, on=on, actor=actor)
    m.Import.objects.of(creditor).filter(id=batch).update(state="taken_back")


def closed_reason(*, creditor: int, batch: int) -> Reason | None:
    """Say why an import can no longer be taken back, if something has happened to it; the walls must be open."""
    if work_left_on(creditor=creditor, kinds=["import", "release"], about={"batch": batch}) is not None:
        return Reason(code="flows.import_under_way")
    if m.Invoice.objects.of(creditor).filter(batch_id=batch, taken_back_on__isnull=False).exists():
        return None  # begun and cut short: it is carried to its end
    touched = taken_back.touched(creditor=creditor, batch=batch)
    if not any(touched):
        return None
    return Reason(
        code="flows.import_touched",
        params=tuple((name, str(count)) for name, count in touched._asdict().items()),
    )
