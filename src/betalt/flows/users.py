"""Users come, change and get their places at creditors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError

from betalt.core.access import Role
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.records.sign_in import confirm_address
from betalt.records.veil import NOBODY, opened, seal_text

R = TypeVar("R")


class UserUnclear(ValueError):
    """Something about a user cannot be right; the message says what."""


class LastOwner(ValueError):
    """A creditor must keep an owner: give another user that role first."""


@flow
def add_user(*, email: str, name: str = "", language: str = "sv", password: str | None = None) -> int:
    """Add a user who can sign in; return its id. Without a password it chooses one by mail. Raises UserUnclear."""
    user = m.User(email=email.strip().lower(), name=name.strip(), language=language)
    if "@" not in user.email:
        raise UserUnclear(f"{email!r} is no e-mail address")
    user.set_password(password)
    try:
        with acting_for([]):
            user.save()
    except IntegrityError:
        raise UserUnclear(f"there is a user with the address {user.email}") from None
    return int(user.pk)


@flow
def set_password(*, email: str, password: str) -> bool:
    """Give the user with an address a new password, which ends its sessions; tell whether there is such a user."""
    with acting_for([]):
        user = m.User.objects.filter(email__iexact=email).first()
        if user is None:
            return False
        user.set_password(password)
        user.save()
        return True


@flow
def keep_user(*, user: m.User) -> None:
    """Store a user as it now is: new, or with another password, name or language."""
    with acting_for([]):
        user.save()


@flow
def mark_confirmed(*, user: int) -> None:
    """Take a user's address as its own without a mail, since somebody who may vouch for it says so."""
    with acting_for([]):
        confirm_address(user=user)


@flow
def change_account(*, act: Callable[[], R]) -> R:
    """Let the sign-in machinery change what it keeps of a user, and the user's row with it."""
    with acting_for([]):
        return act()


@flow
def give_place(*, creditor: int, user: int, role: Role, on: date, actor: str = "") -> None:
    """Give a user a place at a creditor, or another role there. Raises LastOwner."""
    with acting_for([creditor]):
        before = m.Membership.objects.of(creditor).filter(user_id=user).first()
        if before is not None and before.role == Role.OWNER and role is not Role.OWNER:
            _keep_an_owner(creditor, user)
        m.Membership.objects.update_or_create(
            creditor_id=creditor,
            user_id=user,
            defaults={"role": role},
            create_defaults={"role": role, "since_on": on},
        )
        _journal(creditor, "member_has_role", on, actor, user=user, role=role)


@flow
def take_place(*, creditor: int, user: int, on: date, actor: str = "") -> bool:
    """Take a user's place at a creditor away; tell whether there was one. Raises LastOwner."""
    with acting_for([creditor]):
        place = m.Membership.objects.of(creditor).filter(user_id=user).first()
        if place is None:
            return False
        if place.role == Role.OWNER:
            _keep_an_owner(creditor, user)
        place.delete()
        _journal(creditor, "member_left", on, actor, user=user, role=place.role)
        return True


def seal_secret(text: str) -> str:
    """Seal a secret that a user shares with us."""
    return seal_text(text, creditor=NOBODY)


def open_secret(sealed: str) -> str:
    """Open a user's secret; raises SealBroken."""
    return opened(sealed)


def _keep_an_owner(creditor: int, user: int) -> None:
    # The creditor's row is locked, so that two owners cannot leave at the same moment.
    m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
    if not m.Membership.objects.of(creditor).filter(role=Role.OWNER).exclude(user_id=user).exists():
        raise LastOwner(LastOwner.__doc__)


def _journal(creditor: int, kind: str, on: date, actor: str, **data: Any) -> None:
    m.Event.objects.create(creditor_id=creditor, on=on, kind=kind, actor=actor, data=data)
