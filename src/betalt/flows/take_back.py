"""A list that should not have come in is taken back as a whole, while nothing of it has reached a customer."""

from __future__ import annotations

from datetime import date

from betalt.flows.aftermath import reckon
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records import taken_back
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
        cases = taken_back.credit_whole(creditor=creditor, batch=batch, on=on)
        reckon(keys=[(creditor, case) for case in cases], on=on, kind="taken_back", actor=actor)
        taken_back.close(creditor=creditor, cases=cases)
        taken_back.let_go(creditor=creditor, batch=batch, on=on, actor=actor)
        found.state = "taken_back"
        found.save(update_fields=["state"])
        return len(cases)


def closed_reason(*, creditor: int, batch: int) -> Reason | None:
    """Say why an import can no longer be taken back, if something has happened to it; the walls must be open."""
    touched = taken_back.touched(creditor=creditor, batch=batch)
    if not any(touched):
        return None
    return Reason(
        code="flows.import_touched",
        params=tuple((name, str(count)) for name, count in touched._asdict().items()),
    )
