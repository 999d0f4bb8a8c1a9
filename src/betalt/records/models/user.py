"""Who may come in: users, their places at creditors, invitations, what they looked at, and forms sent once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from .owned import Owned

ROLES = ["owner", "bookkeeper", "case_worker", "approver", "read_only", "bureau_admin"]


class UserManager(BaseUserManager["User"]):
    """Finds users by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find the user who signs in with an address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address; what it may do stands in its memberships."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(max_length=254)
    name = models.TextField(default="", blank=True)
    language = models.TextField(default="sv")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())
    # When somebody last signed in stands in the list of sessions; Django would write it past the flows.
    last_login = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=Q(language__in=["sv", "en"]), name="user_language_known"),
        ]

    def __str__(self) -> str:
        """Name the user by number: an address in a log would be personal data."""
        return f"user {self.pk}"

    def check_password(self, raw_password: Any) -> bool:
        """Compare a password; a hash of older strength is renewed when the password is next set."""
        from django.contrib.auth.hashers import check_password  # noqa: PLC0415 -- argon2 loads on use alone

        return check_password(raw_password, self.password)


def _user(**more: Any) -> Any:
    return models.ForeignKey("records.User", on_delete=models.PROTECT, related_name="+", **more)


class Membership(Owned):
    """A user's place at a creditor, with one role (core/access.py); a bureau's people have many."""

    user = _user()
    role = models.TextField(help_text=", ".join(ROLES))
    since_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="membership_role_known"),
        ]


class Invitation(Owned):
    """A role offered to whoever reads the mail of an address; the link's secret is stored as its hash."""

    email = models.EmailField(max_length=254)
    role = models.TextField()
    token_hash = models.BinaryField()
    invited_by = _user()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.TextField(default="open", help_text="open, accepted or withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "creditor", Lower("email"), condition=Q(state="open"), name="invitation_one_open"
            ),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "withdrawn"]), name="invitation_state_known"
            ),
        ]
        indexes = [models.Index(fields=["token_hash"], name="invitation_token")]


class Viewing(Owned):
    """Who saw what (insyn) and when; added to and never changed."""

    user = _user()
    what = models.TextField(help_text="case, party, letter, personal_number …")
    number = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["creditor", "what", "number", "-seen_at"], name="viewing_what"),
            models.Index(fields=["creditor", "-seen_at"], name="viewing_newest"),
        ]


class FormKey(models.Model):
    """The one-time key of a form: it is stored with what the form did, so the same form does nothing twice."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()
    user = _user()
    used_at = models.DateTimeField(db_default=Now())
    went_to = models.TextField(default="", help_text="the page that the first answer led to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="form_key_once")]


class SavedView(Owned):
    """A list of cases with its filters that a user keeps under a name."""

    user = _user()
    name = models.TextField()
    query = models.TextField(help_text="the filters as they stand in the address")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "user", "name"], name="saved_view_once"),
        ]
