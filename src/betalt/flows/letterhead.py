"""Who writes a letter, who gets it, and what its invoices say, from the stored rows."""

from __future__ import annotations

from collections.abc import Sequence

from betalt.core.letter.facts import DebtorKind, Receiver, Sender
from betalt.core.letter.items import Particulars
from betalt.records.bulk import AgreementRow, InvoiceRow
from betalt.records.correspondence import ParticularRow, PartyRow, SenderRow
from betalt.values import bankgiro, orgnr, plusgiro


def sender(row: SenderRow) -> Sender:
    """Make the sender of a letter: the creditor as on the invoice, numbers as they are printed."""
    return Sender(
        name=row.name,
        org_no=orgnr.format(row.org_no) if orgnr.is_valid(row.org_no) else "",
        address=tuple(row.address),
        email=row.email,
        phone=row.phone,
        hours=row.hours,
        signer=row.signer,
        bankgiro=bankgiro.format(row.bankgiro) if row.bankgiro else "",
        plusgiro=plusgiro.format(row.plusgiro) if row.plusgiro else "",
        swish=row.swish,
        policy_url=row.policy_url,
        privacy_url=row.privacy_url,
        logo=row.logo_sha256,
        vat_number=row.vat_number,
        f_tax=row.f_tax,
        seat=row.seat,
        foot_note=row.foot_note,
    )


def receiver(row: PartyRow, *, kind: str) -> Receiver:
    """Make the receiver of a letter; `kind` is the debtor's kind in this claim."""
    return Receiver(
        name=row.name,
        address=tuple(row.address),
        kind=_KINDS[kind],
        natural=row.natural,
        email=row.email,
    )


_KINDS: dict[str, DebtorKind] = {"consumer": "consumer", "business": "business", "public": "public"}


def particulars(invoice: InvoiceRow, said: ParticularRow, agreements: Sequence[AgreementRow]) -> Particulars:
    """Say what an invoice says, and which agreements from before the debt it rests on (FEE-1, INT-3)."""
    proved = {a.clause: a for a in agreements if a.agreed_on <= invoice.arose_on}
    fee, due, interest = proved.get("reminder_fee"), proved.get("due_day"), proved.get("interest")
    return Particulars(
        amount_ore=invoice.amount_ore,
        settled_before_ore=invoice.settled_before_ore,
        ocr=said.ocr,
        their_reference=said.their_reference,
        what=said.what,
        due_ground=due.how if due else "",
        interest_ground=interest.how if interest else "",
        interest_notice=invoice.interest_notice or invoice.interest_notice_on is not None,
        fee_agreed_on=fee.agreed_on if fee else None,
        fee_agreed_how=fee.how if fee else "",
    )
