"""Money that came in, what it was for, and the books."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .owned import Owned, reference


class Payment(Owned):
    """A payment (betalning) as the bank or a person told of it."""

    booked_on = models.DateField()
    read_on = models.DateField(help_text="the day it reached us")
    amount_ore = models.BigIntegerField()
    key = models.TextField(help_text="what makes it the same payment when it comes again")
    source = reference("SourceFile", null=True)
    payer = models.TextField(default="", help_text="account: bankgiro:…, iban:…")
    payer_name = models.TextField(default="")
    references = models.JSONField(default=list)
    text = models.JSONField(default=list)
    reversed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "key"], name="payment_once"),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="payment_amount_positive"),
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
        indexes = [models.Index(fields=["creditor", "case"], name="posting_case")]
