"""An invoice is credited, or what is left of a claim is given up."""

from __future__ import annotations

from datetime import date

from betalt.core.process.refused import because
from betalt.flows.aftermath import reckon
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.one_case import refuse_if_changed, take_case, write_note
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.reason import Reason


class CreditUnclear(ValueError):
    """A credit or a write-off cannot be made like this; the message says why, and `why` in both languages."""

    def __init__(self, said: str, *, why: Reason | None = None, field: str = "") -> None:
        super().__init__(said)
        self.why = why
        self.field = field


@flow
def credit_invoice(
    *, creditor: int, invoice: str, amount_ore: int, on: date, ground: str, key: str, actor: str = ""
) -> int:
    """Credit an invoice with öre: `error` (it was never owed) or `goodwill` (from its day); `key` makes it one.

    Returns what is owed in the case after it. Raises CreditUnclear.
    """
    if ground not in ("error", "goodwill"):
        raise CreditUnclear(f"a credit is by error or goodwill, not {ground}")
    with acting_for([creditor]):
        known = m.Invoice.objects.of(creditor).filter(number=invoice, taken_back_on=None)
        found = known.select_for_update().first()
        if found is None or found.case_id is None:
            raise CreditUnclear(f"there is no invoice {invoice}")
        refuse_if_changed(m.Case.objects.of(creditor).select_for_update().get(id=found.case_id))
        standing = m.CreditNote.objects.of(creditor).filter(invoice=found, withdrawn_on=None)
        noted = dict(standing.values_list("key", "amount_ore"))
        if key in noted:
            why = because("credit_key_used", key=key)
            raise CreditUnclear(f"invoice {invoice} is credited by {key} already", why=why, field="key")
        left_ore = found.amount_ore - sum(noted.values())
        if not 0 < amount_ore <= left_ore:
            raise CreditUnclear(
                "a credit is more than nothing and at most what is left of the invoice",
                why=because("amount_wrong", most_ore=left_ore),
                field="amount",
            )
        m.CreditNote.objects.create(
            creditor_id=creditor, invoice=found, key=key, on=on, amount_ore=amount_ore, ground=ground
        )
        (after,) = reckon(keys=[(creditor, found.case_id)], on=on, kind="credited", actor=actor)
        return after.claim.total if after.claim else 0


@flow
def write_off(*, creditor: int, number: int, on: date, reason: str = "", actor: str = "") -> int:
    """Give up all that is owed in a case on a day; returns the öre. The case is closed by it."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        (known,) = know([(creditor, case.id)], on=on)
        if known.claim is None or known.claim.total <= 0:
            said = f"nothing that can be written off is owed in case {number} on {on}"
            raise CreditUnclear(said, why=because("nothing_owed"))
        m.Measure.objects.create(
            creditor_id=creditor, case=case, invoice_id=known.invoices[0].id, kind="write_off", taken_on=on,
            amount_ore=known.claim.total, round=case.round, step=case.step_done,
        )  # fmt: skip
        write_note(case, reason, on=on, actor=actor)
        reckon(keys=[known.key], on=on, kind="written_off", actor=actor)
        return known.claim.total
