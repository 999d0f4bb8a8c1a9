"""The case (ärende), what was done in it, and what keeps it from going on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .owned import Owned, reference
from .veiled import VeiledText


class Case(Owned):
    """The pursuit of one or more invoices of one party.

    Three axes: stage (legal position), hold (why it rests) and payment status. An open case always has a
    next day, so the daily work is what is due and nothing else.
    """

    number = models.BigIntegerField()
    party = reference("Party")
    procedure = reference("Procedure")
    stage = models.TextField(default="open")
    hold = models.TextField(default="none")
    hold_until = models.DateField(null=True)
    payment_status = models.TextField(default="unpaid")
    round = models.IntegerField(default=1)
    step_done = models.IntegerField(default=0)
    step_done_on = models.DateField(null=True)
    answer_by = models.DateField(null=True, help_text="the last letter's own day")
    released_step = models.IntegerField(default=0)
    accepted = ArrayField(
        models.TextField(), default=list, help_text="concerns a person let pass for the next step"
    )
    asked_step = models.IntegerField(default=0)
    asked_code = models.TextField(default="")
    asked_on = models.DateField(null=True)
    asked_times = models.IntegerField(default=0)
    next_look_on = models.DateField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    outcome = models.TextField(default="")
    version = models.IntegerField(default=1)
    # What lists are sorted and summed by; time alone changes neither (decision 0180).
    left_ore = models.BigIntegerField(
        default=0, db_default=0, help_text="what is left of the invoices, since the facts last changed"
    )
    due_on = models.DateField(null=True, help_text="the oldest due day of its invoices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(stage="closed", next_look_on__isnull=True, closed_on__isnull=False)
                | (~Q(stage="closed") & Q(next_look_on__isnull=False, closed_on__isnull=True)),
                name="case_open_has_next_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_look_on", "creditor", "id"],
                condition=Q(next_look_on__isnull=False),
                name="case_due",
            ),
            models.Index(fields=["creditor", "party"], name="case_party"),
            models.Index(fields=["closed_on"], condition=Q(outcome="paid"), name="case_paid"),
            models.Index(
                fields=["creditor", "closed_on"], condition=Q(closed_on__isnull=False), name="case_closed"
            ),
            models.Index(
                fields=["creditor", "number"],
                condition=Q(next_look_on__isnull=False, asked_on__isnull=False),
                name="case_asking",
            ),
            models.Index(
                fields=["creditor", "procedure"],
                condition=Q(next_look_on__isnull=False),
                name="case_ladder",
            ),
            models.Index(
                fields=["creditor", "left_ore", "id"],
                condition=Q(next_look_on__isnull=False),
                name="case_by_sum",
            ),
            # With all that lists count by, so that 100,000 cases are counted from it and their rows are left alone.
            models.Index(
                fields=["creditor", "due_on", "id"],
                include=[
                    "number",
                    "party",
                    "procedure",
                    "stage",
                    "hold",
                    "payment_status",
                    "asked_on",
                    "next_look_on",
                    "left_ore",
                    "opened_on",
                ],
                condition=Q(next_look_on__isnull=False),
                name="case_open",
            ),
        ]


class Measure(Owned):
    """A measure (åtgärd) that was taken and may cost: with invoices and payments the facts of a claim."""

    case = reference("Case")
    invoice = reference("Invoice")
    letter = reference("Letter", null=True)
    kind = models.TextField(help_text="reminder, demand, plan, late_compensation, write_off …")
    taken_on = models.DateField()
    charged = models.BooleanField(default=True)
    amount_ore = models.BigIntegerField(null=True)
    why = models.TextField(
        default="",
        db_default="",
        help_text="of a write-off that the creditor's choice made: fees_left or residue",
    )
    round = models.IntegerField()
    step = models.IntegerField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "case", "invoice", "round", "step", "kind"],
                condition=Q(withdrawn_on__isnull=True) & ~Q(kind="write_off"),
                name="measure_once_a_step",
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "taken_on"], name="measure_day"),
            models.Index(fields=["creditor", "case"], name="measure_case"),
        ]


class Question(Owned):
    """Something a person must answer (Ask), and the answer."""

    case = reference("Case")
    round = models.IntegerField()
    step = models.IntegerField()
    times = models.IntegerField()
    asked_on = models.DateField()
    reason = models.JSONField()
    answer = models.TextField(default="")
    answered_on = models.DateField(null=True)
    answered_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "case", "round", "step", "times", "asked_on"], name="question_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["creditor", "case"], condition=Q(answered_on__isnull=True), name="question_open"
            ),
        ]


class Dispute(Owned):
    """An objection (bestridande) to the whole or a part, and what came of it."""

    case = reference("Case")
    amount_ore = models.BigIntegerField(null=True, help_text="empty: the whole claim")
    opened_on = models.DateField()
    deadline_on = models.DateField(null=True)
    outcome = models.TextField(default="", help_text="upheld, rejected, settled or undone")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "case"], condition=Q(closed_on__isnull=True), name="dispute_one_open"
            ),
        ]


class Plan(Owned):
    """An instalment plan (avbetalningsplan)."""

    case = reference("Case")
    agreed_on = models.DateField()
    ended_on = models.DateField(null=True)
    outcome = models.TextField(default="", help_text="kept, broken or called_off")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "case"], condition=Q(ended_on__isnull=True), name="plan_one_running"
            ),
        ]


class Instalment(Owned):
    """One part of a plan."""

    plan = reference("Plan")
    due_on = models.DateField()
    amount_ore = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creditor", "plan", "due_on"], name="instalment_once")]


class Pause(Owned):
    """A pause (anstånd) with its end."""

    case = reference("Case")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_on = models.DateField(null=True)


class Note(Owned):
    """Free text of a person about a case: kept apart so that it can be erased."""

    case = reference("Case")
    on = models.DateField()
    text = VeiledText()
    actor = models.TextField(default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["creditor", "case"], name="note_case")]


class Attachment(Owned):
    """A document (bilaga) that belongs to a case: what the debtor sent, or what proves something."""

    case = reference("Case")
    dispute = reference("Dispute", null=True)
    file = reference("File")
    name = models.TextField()
    added_on = models.DateField()
    actor = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "case", "file"], name="attachment_once"),
        ]


class Event(Owned):
    """The journal (händelse), added to and never changed; no personal data stands in it."""

    case = reference("Case", null=True)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now(), help_text="the database's clock when it was written")
    kind = models.TextField()
    stage = models.TextField(default="", help_text="the axis after the move; empty where it did not move")
    hold = models.TextField(default="")
    payment_status = models.TextField(default="")
    data = models.JSONField(default=dict)
    actor = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["creditor", "case", "id"], name="event_case"),
            models.Index(fields=["creditor", "on"], condition=Q(kind="set_aside"), name="event_set_aside"),
        ]
