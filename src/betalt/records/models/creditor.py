"""The creditor (borgenär): the company whose money it is, and how it works."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Lower

from .owned import Owned, reference
from .veiled import VeiledText


class Creditor(models.Model):
    """A company whose claims are pursued: the tenant that every other row belongs to."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    slug = models.TextField(default="", db_default="", help_text="its place in the addresses of the office")
    org_no = VeiledText(help_text="ten digits, a sole trader's sealed: records/veil.py")
    address = ArrayField(models.TextField(), default=list)
    email = models.TextField(default="")
    phone = models.TextField(default="")
    hours = models.TextField(default="")
    policy_url = models.TextField(default="")
    privacy_url = models.TextField(default="")
    bankgiro = models.TextField(default="")
    plusgiro = models.TextField(default="")
    swish = models.TextField(default="")
    signer = models.TextField(default="")
    vat_number = models.TextField(default="", db_default="")
    f_tax = models.BooleanField(default=False, db_default=False, help_text="approved for F-tax")
    seat = models.TextField(default="", db_default="", help_text="where its board has its seat")
    foot_note = models.TextField(default="", db_default="", help_text="its own line in the foot of letters")
    logo_sha256 = models.TextField(default="", db_default="", help_text="of the picture on its letters")
    first_run_left = ArrayField(
        models.TextField(),
        default=list,
        db_default=Value([], output_field=ArrayField(models.TextField())),
        help_text="steps of the first run that nobody has answered yet",
    )
    language = models.TextField(default="sv")
    is_demo = models.BooleanField(default=False)
    settings = models.JSONField(
        default=dict, help_text="choices that differ from the defaults; flows/choices.py reads them"
    )
    last_case_number = models.BigIntegerField(default=0)
    last_run_on = models.DateField(null=True)
    bank_data_on = models.DateField(
        null=True, help_text="newest day that a bank file or a person's word covers"
    )
    outlet_closed_at = models.DateTimeField(
        null=True,
        help_text="moment of the backup that was restored: letters rest until a person lets them go",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["sv", "en"]), name="creditor_language_known"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="creditor_slug_once"),
        ]


class Procedure(Owned):
    """A version of the creditor's ladder (kravrutin) as data, one active for each kind of debtor.

    A version that has started is never changed; one that has not is a draft, or waits for its day.
    """

    kind = models.TextField(help_text="consumer, business or public")
    name = models.TextField()
    steps = models.JSONField()
    version = models.IntegerField(default=1)
    active = models.BooleanField(default=True, help_text="the version that new cases get")
    saved_on = models.DateField(null=True)
    saved_by = models.TextField(default="", db_default="")
    starts_on = models.DateField(null=True, help_text="empty: a draft, unless it is active")
    started_on = models.DateField(null=True)
    for_all = models.BooleanField(
        default=False, db_default=False, help_text="cases that are open come along, not only new ones"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "kind", "version"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["creditor", "kind"], condition=Q(active=True), name="procedure_one_active"
            ),
        ]


class Mapping(Owned):
    """A saved reading of a file's columns, so that the next file of its kind needs no question."""

    kind = models.TextField(default="invoices", db_default="invoices", help_text="or payments: a bank's list")
    name = models.TextField()
    toml = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "name"], name="mapping_name_once")]


class Run(Owned):
    """A day that was run for a creditor; what came of it stands in the journal."""

    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "on"], name="run_once_a_day")]


class Party(Owned):
    """The customer (kund, gäldenär)."""

    number = models.TextField(help_text="the creditor's own customer number")
    kind = models.TextField(
        help_text="consumer, business or public: the usual kind, each invoice has its own"
    )
    natural = models.BooleanField(help_text="a natural person in law, so also a sole trader")
    name = models.TextField()
    org_no = models.TextField(default="", help_text="a legal person's number, ten digits")
    personal_no = models.BinaryField(null=True, help_text="sealed: records/sealing.py")
    personal_no_index = models.BinaryField(null=True)
    adult_on = models.DateField(null=True)
    address = ArrayField(models.TextField(), default=list)
    email = models.TextField(default="")
    phone = models.TextField(default="")
    language = models.TextField(default="sv")
    protected = models.BooleanField(default=False)
    estate = models.BooleanField(default=False)
    bankrupt = models.BooleanField(default=False)
    reconstruction = models.BooleanField(default=False)
    guardian = models.BooleanField(default=False)
    debt_relief = models.BooleanField(default=False)
    mailbox = models.BooleanField(default=False, help_text="uses a digital mailbox that letters may go to")
    address_returned = models.BooleanField(default=False)
    email_bounced = models.BooleanField(default=False)
    # The database knows no Swedish order: z comes before å, ä, ö, and accents do not count.
    sort_name = models.GeneratedField(
        expression=Func(
            Lower("name"), Value("åäöÅÄÖéèêëÉÈüÜøØæÆ"), Value("{|}{|}eeeeeeuu}}||"), function="translate"
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "number"], name="party_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["consumer", "business", "public"]), name="party_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "personal_no_index"], name="party_personal_no"),
            models.Index(fields=["creditor", "sort_name", "id"], name="party_by_name"),
            models.Index(fields=["creditor", "org_no"], condition=~Q(org_no=""), name="party_org_no"),
        ]


class Agreement(Owned):
    """A clause that a customer accepted (avtal), with the day and the proof."""

    party = reference("Party")
    clause = models.TextField(help_text="due_day, interest or reminder_fee")
    agreed_on = models.DateField()
    how = models.TextField(help_text="the proof: order confirmation 12, signed contract …")
    interest_kind = models.TextField(default="statutory")
    interest_bps = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(clause__in=["due_day", "interest", "reminder_fee"]), name="agreement_clause_known"
            ),
            models.UniqueConstraint(
                fields=["creditor", "party", "clause", "agreed_on"], name="agreement_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["creditor", "party"], condition=Q(clause="reminder_fee"), name="agreement_fee"
            ),
        ]
