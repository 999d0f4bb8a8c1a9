"""What a debtor was told (brev), and each attempt to hand it over (utskick)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .owned import Owned, reference
from .veiled import VeiledJSON


class Letter(Owned):
    """A letter as it was composed: never changed after hand-over."""

    party = reference("Party")
    kind = models.TextField()
    state = models.TextField(default="ready")
    channel = models.TextField()
    letter_on = models.DateField(help_text="the day it is handed over, which its sums and days count from")
    answer_by = models.DateField(null=True)
    total_ore = models.BigIntegerField()
    content = VeiledJSON()
    pdf = reference("File", null=True)
    set_tries = models.IntegerField(db_default=0, help_text="times begun to be set in type")
    handed_over_on = models.DateField(null=True)
    erased_on = models.DateField(null=True, help_text="its content is gone: hash, step, day and sums stay")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["ready", "sending", "bundled", "handed_over", "withdrawn", "failed", "unknown"]
                ),
                name="letter_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_over") | Q(handed_over_on__isnull=False),
                name="letter_handed_over_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["demand", "final_notice"]) | ~Q(channel="email"),
                name="letter_demand_never_by_email",
            ),
        ]
        indexes = [
            models.Index(
                fields=["creditor", "id"], condition=Q(state__in=["ready", "sending"]), name="letter_to_send"
            ),
            models.Index(fields=["creditor", "party"], name="letter_party"),
            models.Index(fields=["creditor", "state", "id"], name="letter_state"),
            models.Index(
                fields=["creditor", "handed_over_on"],
                condition=Q(handed_over_on__isnull=False),
                name="letter_left",
            ),
            models.Index(fields=["creditor", "id"], condition=Q(state="unknown"), name="letter_not_known"),
            models.Index(
                fields=["creditor", "-handed_over_on"],
                condition=Q(handed_over_on__isnull=False),
                name="letter_gone",
            ),
        ]


class LetterCase(Owned):
    """The step of a case that a letter takes. A live one exists once a step: nothing is sent twice."""

    letter = reference("Letter")
    case = reference("Case")
    round = models.IntegerField()
    step = models.IntegerField()
    kind = models.TextField()
    total_ore = models.BigIntegerField(default=0, help_text="what the letter says is owed in this case")
    charges = models.JSONField(
        default=list, help_text="[[measure kind, invoice id, charged], …] at hand-over"
    )
    checks = models.JSONField(default=list)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "case", "round", "step", "kind"],
                condition=Q(live=True),
                name="letter_once_a_step",
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "letter"], name="letter_case_letter"),
            models.Index(fields=["creditor", "case"], name="letter_case_case"),
        ]


class Bundle(Owned):
    """A print bundle: letters for a print house, posted when somebody says so."""

    on = models.DateField()
    name = models.TextField()
    state = models.TextField(default="writing", help_text="writing, written or posted")
    posted_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "name"], name="bundle_name_once")]


class Delivery(Owned):
    """One attempt to hand a letter over; an outcome that is not known is `unknown`, not `failed`."""

    letter = reference("Letter")
    bundle = reference("Bundle", null=True)
    channel = models.TextField()
    attempt = models.IntegerField()
    state = models.TextField(default="claimed")
    message_id = models.TextField(default="")
    bounce_key = models.TextField(default="")
    on = models.DateField()
    claimed_at = models.DateTimeField(db_default=Now(), help_text="when its sender took the letter in hand")
    detail = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "letter", "attempt"], name="delivery_attempt_once"),
            models.UniqueConstraint(
                fields=["creditor", "letter"],
                condition=Q(state__in=["claimed", "handed_over", "unknown"]),
                name="delivery_one_that_may_have_left",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "handed_over", "refused", "later", "unknown", "bounced"]),
                name="delivery_state_known",
            ),
        ]
        indexes = [models.Index(fields=["creditor", "bundle"], name="delivery_bundle")]
