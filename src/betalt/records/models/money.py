"""Money that came in, what it was for, and the books."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .owned import Owned, reference
from .veiled import VeiledJSON, VeiledText


class Payment(Owned):
    """A payment (betalning) as the bank or a person told of it.

    Its kind tells its sign: `in` and `came_back` (a payout that the bank returned) are money to us, `deduction`
    (a credit note that the payer netted) and `taken_back` money from us; `credit` is what was paid too much,
    used for another claim of the same party.
    """

    kind = models.TextField(default="in")
    state = models.TextField(default="settled", help_text="open: a person must say what it is for")
    held = models.BooleanField(
        default=False, help_text="booked on the account of unmatched money when it came"
    )
    booked_on = models.DateField()
    read_on = models.DateField(help_text="the day it reached us")
    amount_ore = models.BigIntegerField()
    key = VeiledText(help_text="what makes it the same payment when it comes again")
    source = reference("SourceFile", null=True)
    payee = models.TextField(default="")
    payer = VeiledText(default="", help_text="account: bankgiro:…, iban:…")
    payer_name = VeiledText(default="")
    payer_org_no = models.TextField(default="", help_text="a legal person's; never a personal number")
    references = VeiledJSON(default=list)
    text = VeiledJSON(default=list)
    twin = VeiledText(default="", help_text="what is the same about it in every kind of file")
    why = models.JSONField(default=dict, help_text="the reason that it was matched, or not")
    note = VeiledText(default="", help_text="a person's words on it; may be erased")
    reversed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "key"], name="payment_once"),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["in", "came_back", "deduction", "taken_back", "credit"]),
                name="payment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "settled", "ignored"]), name="payment_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "id"], condition=Q(state="open"), name="payment_open"),
            models.Index(fields=["creditor", "booked_on", "amount_ore"], name="payment_day"),
            models.Index(fields=["creditor", "read_on"], name="payment_read"),
        ]


class Sighting(Owned):
    """A payment as one kind of file told of it: the same payment may be seen in several kinds."""

    payment = reference("Payment")
    source = reference("SourceFile")
    format = models.TextField(help_text="bgmax, camt.054 …")
    bank_id = VeiledText()
    booked_on = models.DateField()
    line = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "bank_id", "format", "payment"], name="sighting_once_a_format"
            ),
        ]
        indexes = [models.Index(fields=["creditor", "payment"], name="sighting_payment")]


class Suggestion(Owned):
    """A claim that an unmatched payment may be for, with what speaks for it; several share a rank together."""

    payment = reference("Payment")
    rank = models.IntegerField()
    case = reference("Case")
    invoice = reference("Invoice", null=True)
    weight = models.IntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "payment", "rank", "case", "invoice"],
                name="suggestion_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["creditor", "case"], name="suggestion_case")]


class KnownPayer(Owned):
    """An account that a person has confirmed to pay for a party."""

    account = VeiledText()
    party = reference("Party")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "account", "party"], name="known_payer_once")
        ]


class Match(Owned):
    """The decision that a part of a payment belongs to a case; how it clears there is computed."""

    payment = reference("Payment")
    case = reference("Case")
    invoice = reference("Invoice", null=True)
    amount_ore = models.BigIntegerField()
    on = models.DateField()
    why = models.TextField(help_text="ocr, invoice_number, hand …")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="match_amount_positive"),
            models.UniqueConstraint(
                fields=["creditor", "payment", "case", "invoice"], name="match_once", nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["creditor", "case"], name="match_case")]


class Posting(Owned):
    """A posting (kontering): an amount moved from one account to another; never changed."""

    case = reference("Case", null=True)
    payment = reference("Payment", null=True)
    on = models.DateField()
    debit = models.TextField()
    credit = models.TextField()
    ore = models.BigIntegerField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ore__gt=0), name="posting_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["creditor", "case"], name="posting_case"),
            models.Index(fields=["creditor", "debit", "case"], name="posting_debit"),
            models.Index(fields=["creditor", "credit", "case"], name="posting_credit"),
        ]


class Payout(Owned):
    """Refunds ordered in one message to the bank (pain.001), kept as it was sent."""

    on = models.DateField()
    pay_on = models.DateField()
    message_id = models.TextField()
    file = reference("File")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "message_id"], name="payout_once")]


class BookExport(Owned):
    """What was written to one file for the bookkeeping program, so that the next file holds only what is new.

    It holds the postings up to a day that the exports before it do not; made anew it is the same, since no posting
    ever changes.
    """

    made_on = models.DateField()
    last_on = models.DateField()
    through = models.BigIntegerField(help_text="the newest posting in it or in one before it")
    after_on = models.DateField(null=True, help_text="last_on of the one before it")
    after = models.BigIntegerField(default=0, help_text="through of the one before it")
    with_invoices = models.BooleanField(default=False)
    year_begins = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "last_on"], name="book_export_once")]


class Refund(Owned):
    """What was paid too much, given back or used: each öre once, and to the bank only after two people's yes."""

    case = reference("Case")
    payment = reference("Payment", null=True)
    payout = reference("Payout", null=True)
    way = models.TextField(
        help_text="bank: paid out; used: for another claim; deducted: the payer has kept it"
    )
    state = models.TextField(help_text="proposed, approved, ordered, paid, rejected or withdrawn")
    amount_ore = models.BigIntegerField()
    account = VeiledText(default="")
    name = VeiledText(default="")
    proposed_on = models.DateField()
    proposed_by = models.TextField(default="")
    approved_on = models.DateField(null=True)
    approved_by = models.TextField(default="")
    paid_on = models.DateField(null=True)
    detail = models.TextField(default="", help_text="why the bank said no")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(
                condition=Q(way__in=["bank", "used", "deducted"]), name="refund_way_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "ordered", "paid", "rejected", "withdrawn"]),
                name="refund_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="refund_paid_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "paid"], way="bank") | Q(payout__isnull=False),
                name="refund_ordered_has_payout",
            ),
        ]
        indexes = [models.Index(fields=["creditor", "case"], name="refund_case")]
