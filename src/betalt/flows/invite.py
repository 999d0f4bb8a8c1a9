"""An invitation: a role offered by mail to whoever reads an address, taken or withdrawn."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from betalt.core.access import Role
from betalt.flows.flow import flow
from betalt.flows.outlet import Outlet
from betalt.flows.user_mail import MailNotSent, send_user_mail
from betalt.records import models as m
from betalt.records.queries.places import InvitationRow, invitation_of
from betalt.records.scope import acting_for
from betalt.words import Language

VALID_DAYS = 7


class InvitationUnclear(ValueError):
    """This invitation cannot be made or taken; the code says why."""

    def __init__(self, code: str) -> None:
        """Keep the code of the sentence in words/<language>/office_people.toml."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered: a role, to an address, by a user."""

    email: str
    role: Role
    by: int
    by_name: str


@flow
def invite(
    *,
    creditor: int,
    offer: Offer,
    at: datetime,
    outlet: Outlet,
    address: str,
    language: Language,
    role_name: str,
) -> None:
    """Offer a role by mail; an earlier offer to the same address is withdrawn. Raises MailNotSent, InvitationUnclear.

    `address` is the office's origin. The link's secret leaves in the mail alone: what is stored is its hash.
    """
    token = secrets.token_urlsafe(32)
    with acting_for([creditor], finishes=False):
        if m.Membership.objects.of(creditor).filter(user__email__iexact=offer.email).exists():
            raise InvitationUnclear("has_place")
        invitations = m.Invitation.objects.of(creditor)
        invitations.filter(email__iexact=offer.email, state="open").update(state="withdrawn")
        made = m.Invitation.objects.create(
            creditor_id=creditor, email=offer.email.lower(), role=offer.role, token_hash=_hash(token),
            invited_by_id=offer.by, invited_at=at, expires_at=at + timedelta(days=VALID_DAYS),
        )  # fmt: skip
        home = m.Creditor.objects.get(id=creditor)
        if home.is_demo:
            raise InvitationUnclear("demo")
        company = home.name
    try:
        send_user_mail(
            outlet=outlet, to=offer.email, about="invitation", language=language, at=at, company=company,
            inviter=offer.by_name, role=role_name, link=f"{address}/invited/{token}/",
        )  # fmt: skip
    except MailNotSent:
        with acting_for([creditor]):
            m.Invitation.objects.of(creditor).filter(id=made.id).update(state="withdrawn")
        raise
    with acting_for([creditor]):
        pass  # only now is the form answered: one that is sent again before sends another link


@flow
def withdraw_invitation(*, creditor: int, invitation: int) -> bool:
    """Take an offer back; tell whether it was open."""
    with acting_for([creditor]):
        found = m.Invitation.objects.of(creditor).filter(id=invitation, state="open")
        return found.update(state="withdrawn") == 1


def read_invitation(*, token: str, at: datetime) -> InvitationRow | None:
    """Find the open invitation that a link leads to; None when it is gone or too old."""
    found = invitation_of(token_hash=_hash(token))
    return found if found is not None and found.expires_at > at else None


@flow
def accept_invitation(*, token: str, user: int, at: datetime, on: date) -> int:
    """Take the offered role from a day on; return the creditor. Raises InvitationUnclear."""
    found = read_invitation(token=token, at=at)
    if found is None:
        raise InvitationUnclear("gone")
    with acting_for([found.creditor]):
        taker = m.User.objects.get(id=user)
        if taker.email.lower() != found.email.lower():
            raise InvitationUnclear("other_address")
        taken = (
            m.Invitation.objects.of(found.creditor).filter(id=found.id, state="open").update(state="accepted")
        )
        if not taken:
            raise InvitationUnclear("gone")
        m.Membership.objects.get_or_create(
            creditor_id=found.creditor, user_id=user, defaults={"role": found.role, "since_on": on}
        )
        m.Event.objects.create(
            creditor_id=found.creditor, on=on, kind="member_has_role", actor=f"user:{user}",
            data={"user": user, "role": found.role},
        )  # fmt: skip
    return found.creditor


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
