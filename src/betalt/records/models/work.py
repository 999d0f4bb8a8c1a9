"""Work that takes longer than a page may: its state, how far it has come, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .owned import Owned, reference

WORK_STATES = ["waiting", "running", "done", "failed", "cancelled"]


class LongWork(Owned):
    """A piece of long work (arbete) that somebody asked for, done in chunks by a worker.

    The row, not the queue, says what is left: `place` is where the next chunk begins, written in the same
    transaction as what the chunk did, so that a worker that dies loses and doubles nothing.
    """

    kind = models.TextField(help_text="which work: flows/work_kinds.py")
    state = models.TextField(default="waiting", help_text=", ".join(WORK_STATES))
    asked_on = models.DateField()
    asked_at = models.DateTimeField(db_default=Now())
    asked_by = models.TextField(default="")
    arguments = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0, help_text="0: not known yet")
    tries = models.IntegerField(default=0, help_text="times begun since it last came further")
    seen_at = models.DateTimeField(db_default=Now(), help_text="the last sign of life")
    result = models.JSONField(default=dict)
    problem = models.JSONField(default=dict, help_text="the reason that it failed")
    source = reference("File", null=True)
    file = reference("File", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WORK_STATES), name="work_state_known"),
            models.CheckConstraint(
                condition=Q(done__gte=0) & (Q(total=0) | Q(done__lte=F("total"))),
                name="work_done_within_total",
            ),
        ]
        indexes = [
            models.Index(fields=["creditor", "kind", "-id"], name="work_kind"),
            models.Index(
                fields=["creditor", "id"], condition=Q(state__in=["waiting", "running"]), name="work_left"
            ),
        ]
