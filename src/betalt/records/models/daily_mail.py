"""The day's e-mail to an owner, noted before it is sent so that no death of a process doubles it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .owned import Owned

MAIL_STATES = ["claimed", "sent", "later", "refused", "nothing"]


class DailyMail(Owned):
    """One owner's mail of one day: claimed first, then handed to the mail server.

    One that stays `claimed` may have left (its process died) and is never sent again; `later` is tried once more,
    and `nothing` means that there was nothing to tell.
    """

    user = models.ForeignKey("records.User", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.TextField(default="claimed", help_text=", ".join(MAIL_STATES))
    detail = models.TextField(default="", help_text="what the mail server said")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "user", "on"], name="daily_mail_once"),
            models.CheckConstraint(condition=Q(state__in=MAIL_STATES), name="daily_mail_state_known"),
        ]
