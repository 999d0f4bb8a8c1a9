"""The documents that money is owed on, and the files that they came in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from betalt.records.sealing import unseal_bytes

from .owned import Owned, reference
from .veiled import VeiledJSON


class File(Owned):
    """Bytes that must not change (an upload, a letter's PDF), found by the SHA-256 of what they are unsealed."""

    sha256 = models.TextField()
    media_type = models.TextField()
    sealed = models.BinaryField(db_column="content", help_text="records/sealing.py; empty once it is erased")
    erased_on = models.DateField(null=True, help_text="its bytes are gone, its hash stays")

    class Meta:
        # One that was erased may come again, and is kept anew.
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "sha256"], condition=Q(erased_on__isnull=True), name="file_once"
            )
        ]

    @property
    def content(self) -> bytes:
        """Open the bytes; none are left of a file that was erased."""
        return b"" if self.erased_on else unseal_bytes(bytes(self.sealed), creditor=self.creditor_id)


class SourceFile(Owned):
    """A file as it came in, kept whatever became of it."""

    kind = models.TextField(help_text="invoices or payments")
    name = models.TextField()
    file = reference("File")
    received_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "kind", "file"], name="source_file_once")]


class Import(Owned):
    """One reading of a source file."""

    source = reference("SourceFile")
    on = models.DateField()
    state = models.TextField(
        help_text="waiting (its first letters wait for a yes), released, refused or taken_back"
    )
    snapshot = models.BooleanField(default=False)
    counts = VeiledJSON(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "released", "refused", "taken_back"]),
                name="import_state_known",
            ),
        ]


class ImportRow(Owned):
    """A row that did not become an invoice, with the reason."""

    batch = reference("Import")
    line = models.IntegerField()
    column = models.TextField(default="")
    fate = models.TextField(help_text="refused or known (was here already)")
    reason = VeiledJSON(default=dict)
    raw = VeiledJSON(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["creditor", "batch"], name="import_row_batch"),
            models.Index(
                fields=["creditor", "batch", "line", "id"], condition=~Q(fate="known"), name="import_row_told"
            ),
        ]


class Invoice(Owned):
    """An invoice (faktura): one claim with its own terms, arisen on its own day."""

    party = reference("Party")
    case = reference("Case", null=True)
    batch = reference("Import", null=True)
    number = models.TextField()
    debtor_kind = models.TextField()
    issued_on = models.DateField()
    due_on = models.DateField()
    sent_on = models.DateField(null=True)
    arose_on = models.DateField(help_text="order, delivery or invoice day, the earliest known")
    amount_ore = models.BigIntegerField(help_text="the whole invoice with VAT")
    vat_ore = models.BigIntegerField(null=True)
    settled_before_ore = models.BigIntegerField(default=0, help_text="paid or credited before it came to us")
    tax_office_share_ore = models.BigIntegerField(default=0, help_text="ROT/RUT: never chased")
    ocr = models.TextField(default="")
    what = models.TextField(default="", help_text="what was sold, in the customer's words")
    their_reference = models.TextField(default="")
    interest_notice = models.BooleanField(
        default=False, help_text="the invoice says that late payment bears interest"
    )
    interest_notice_on = models.DateField(null=True, help_text="the day a later letter said so (INT-4)")
    reminded_before_on = models.DateField(null=True)
    demanded_before_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True, help_text="its import was undone; its number is free again")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "number"], condition=Q(taken_back_on=None), name="invoice_number_once"
            ),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="invoice_amount_positive"),
            models.CheckConstraint(
                condition=Q(settled_before_ore__gte=0)
                & Q(tax_office_share_ore__gte=0)
                & Q(amount_ore__gte=F("settled_before_ore") + F("tax_office_share_ore")),
                name="invoice_parts_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(debtor_kind__in=["consumer", "business", "public"]),
                name="invoice_debtor_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "case"], name="invoice_case"),
            models.Index(fields=["creditor", "party"], name="invoice_party"),
            models.Index(fields=["creditor", "ocr"], name="invoice_ocr"),
            models.Index(fields=["creditor", "batch"], name="invoice_batch"),
            models.Index(fields=["creditor", "arose_on"], name="invoice_arose"),
        ]


class CreditNote(Owned):
    """A credit note (kreditfaktura): by error it was never owed, by goodwill it counts from its day."""

    invoice = reference("Invoice")
    on = models.DateField()
    amount_ore = models.BigIntegerField()
    ground = models.TextField(help_text="error or goodwill")
    key = models.TextField(
        help_text="the credit note's number, or the caller's word: the same key counts once"
    )
    withdrawn_on = models.DateField(null=True, help_text="noted by mistake, and taken back: it never counted")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="credit_amount_positive"),
            models.CheckConstraint(condition=Q(ground__in=["error", "goodwill"]), name="credit_ground_known"),
            models.UniqueConstraint(
                fields=["creditor", "invoice", "key"],
                condition=Q(withdrawn_on__isnull=True),
                name="credit_once",
            ),
        ]
