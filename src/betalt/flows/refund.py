"""What was paid too much goes back: one person proposes it, another approves it, and the bank is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from betalt.adapters.bank.pain001 import Payer, RefundOrder, RefundUnclear, write_pain001
from betalt.adapters.bank.payout_account import UnknownAccountKind, payout_account
from betalt.core.process.refused import because
from betalt.flows.choices import Choices, choices_of
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.one_case import note_event, take_case
from betalt.records import files
from betalt.records import models as m
from betalt.records.queries.overpaid import last_payers
from betalt.records.scope import acting_for
from betalt.values.days import next_business_day
from betalt.values.number import InvalidNumber
from betalt.values.reason import Reason


class RefundRefused(ValueError):
    """A refund cannot be proposed, approved or ordered like this; `why` says it in both languages."""

    def __init__(self, said: str, why: Reason | None = None) -> None:
        super().__init__(said)
        self.why = why


EXPECTED = (RefundRefused, RefundUnclear)  # what a person can mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A message to the bank: its name and bytes, the refunds in it, their sum in öre, and those left out."""

    name: str
    data: bytes
    refunds: tuple[int, ...]
    total_ore: int
    uncovered: tuple[int, ...]  # the money that they were to give back is gone


@flow
def propose_refund(
    *, creditor: int, number: int, on: date, actor: str, ore: int | None = None, account: str = "", name: str = ""
) -> int:  # fmt: skip
    """Propose to give back what was paid too much in a case, all of it unless öre are named; return its id.

    Without an account it goes back to where the last money came from. Raises RefundRefused, CaseUnknown.
    """
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        (known,) = know([(creditor, case.id)], on=on)
        amount = known.credit_ore if ore is None else ore
        if not 0 < amount <= known.credit_ore:
            raise RefundRefused(
                f"{max(known.credit_ore, 0)} öre can go back in case {number}, not {amount}",
                because("refund_too_much", most_ore=max(known.credit_ore, 0)),
            )
        payee = last_payers(creditor=creditor, cases=[case.id])[case.id]
        to = account or payee.account
        if not to:
            raise RefundRefused(
                f"name the account: nobody knows from where case {number} was paid",
                because("refund_no_account"),
            )
        _check_account(to)
        refund = m.Refund.objects.create(
            creditor_id=creditor, case=case, way="bank", state="proposed", amount_ore=amount, account=to,
            name=name or payee.name, proposed_on=on, proposed_by=actor,
        )  # fmt: skip
        note_event(case, kind="refund_proposed", on=on, actor=actor, data={"refund": refund.id})
        return int(refund.id)


@flow
def approve_refund(*, creditor: int, refund: int, on: date, actor: str) -> None:
    """Approve a refund: by somebody else than who proposed it, unless the creditor has chosen otherwise."""
    with acting_for([creditor]):
        row = take_refund(creditor, refund, "proposed")
        choices = _choices(creditor)
        if not actor or (choices.refunds_need_two and actor == row.proposed_by):
            raise RefundRefused(
                f"refund {refund} is approved by somebody else than {row.proposed_by or 'nobody'}",
                because("refund_needs_two"),
            )
        row.state, row.approved_on, row.approved_by = "approved", on, actor
        row.save(update_fields=["state", "approved_on", "approved_by"])
        note_event(row.case, kind="refund_approved", on=on, actor=actor, data={"refund": refund})


@flow
def withdraw_refund(*, creditor: int, refund: int, on: date, actor: str = "") -> None:
    """Give a refund up before the bank is told of it: what was paid too much stands to the party's credit again."""
    with acting_for([creditor]):
        row = take_refund(creditor, refund, "proposed", "approved")
        row.state = "withdrawn"
        row.save(update_fields=["state"])
        note_event(row.case, kind="refund_withdrawn", on=on, actor=actor, data={"refund": refund})


@flow
def order_refunds(
    *, creditor: int, on: date, at: datetime, pay_on: date | None = None, actor: str = ""
) -> Ordered | None:
    """Write all approved refunds as one message to the bank (pain.001), each once; None if there are none.

    The file is kept as it was written. A refund whose money has been taken back meanwhile is left out. Raises
    RefundRefused, RefundUnclear.
    """
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        payer = _payer(home)
        approved = m.Refund.objects.of(creditor).select_for_update(of=("self",)).filter(state="approved")
        rows = list(approved.select_related("case").order_by("id"))
        going, uncovered = _covered(creditor, rows, on)
        if not going:
            return None
        day = next_business_day(pay_on or on)
        number = m.Payout.objects.of(creditor).count() + 1
        message = f"BETALT-{creditor}-{number}"
        data = write_pain001(
            message_id=message,
            created_at=at,
            pay_on=day,
            payer=payer,
            refunds=[_order(row) for row in going],
        )
        payout = m.Payout.objects.create(
            creditor_id=creditor, on=on, pay_on=day, message_id=message,
            file_id=files.keep(creditor=creditor, content=data, media_type="application/xml"),
        )  # fmt: skip
        m.Refund.objects.of(creditor).filter(id__in=[row.id for row in going]).update(
            state="ordered", payout=payout
        )
        for row in going:
            note_event(row.case, kind="refund_ordered", on=on, actor=actor, data={"refund": row.id})
        return Ordered(
            name=f"{message}.xml",
            data=data,
            refunds=tuple(row.id for row in going),
            total_ore=sum(row.amount_ore for row in going),
            uncovered=tuple(uncovered),
        )


def take_refund(creditor: int, refund: int, *states: str) -> m.Refund:
    """Find a refund and keep it until the transaction ends; raises RefundRefused unless it is in such a state."""
    found = m.Refund.objects.of(creditor).select_for_update(of=("self",)).filter(id=refund, way="bank")
    row: m.Refund | None = found.select_related("case").first()
    if row is None:
        raise RefundRefused(f"there is no refund {refund}", because("refund_unknown"))
    if row.state not in states:
        raise RefundRefused(f"refund {refund} is {row.state}", because("refund_done"))
    return row


def order_id(refund: m.Refund) -> str:
    """Write the id by which the bank knows a refund; it is never used again."""
    return f"BETALT-{refund.creditor_id}-R{refund.id}"


def _covered(creditor: int, rows: Sequence[m.Refund], on: date) -> tuple[list[m.Refund], list[int]]:
    """Part refunds into those that are still owed and those whose money is gone."""
    keys = sorted({(creditor, row.case_id) for row in rows})
    short = {known.row.case for known in (know(keys, on=on) if keys else []) if known.credit_ore < 0}
    return [row for row in rows if row.case_id not in short], [row.id for row in rows if row.case_id in short]


def _order(row: m.Refund) -> RefundOrder:
    invoices = m.Invoice.objects.of(row.creditor_id).filter(case=row.case_id).order_by("id")
    numbers = ", ".join(invoices.values_list("number", flat=True)[:5])
    return RefundOrder(
        id=order_id(row),
        amount_ore=row.amount_ore,
        account=row.account,
        name=row.name,
        text=f"Återbetalning faktura {numbers}"[:140],
    )


def _payer(home: m.Creditor) -> Payer:
    choices = choices_of(home.settings)
    if not (choices.iban and choices.bic):
        raise RefundRefused(
            "say from which account refunds are paid: the choices iban and bic", because("refund_no_iban")
        )
    return Payer(name=home.name, org_no=home.org_no, iban=choices.iban, bic=choices.bic)


def _choices(creditor: int) -> Choices:
    return choices_of(m.Creditor.objects.get(id=creditor).settings)


def _check_account(account: str) -> None:
    try:
        payout_account(account)
    except (InvalidNumber, UnknownAccountKind) as error:
        raise RefundRefused(str(error), because("refund_account_bad")) from None
