"""The users of a creditor and the invitations that are open; read inside its scope."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from betalt.records.sql import fetch

_MEMBERS = """
SELECT u.id, u.email, u.name, m.role, m.since_on, u.is_active
FROM records_membership m JOIN records_user u ON u.id = m.user_id WHERE m.creditor_id = %s ORDER BY lower(u.email)
"""
_INVITED = """
SELECT i.id, i.email, i.role, i.invited_at, i.expires_at FROM records_invitation i
WHERE i.creditor_id = %s AND i.state = 'open' ORDER BY i.id
"""


class MemberRow(NamedTuple):
    """A user with a place at the creditor."""

    user: int
    email: str
    name: str
    role: str
    since_on: date
    is_active: bool


class InvitedRow(NamedTuple):
    """An invitation that nobody has answered."""

    id: int
    email: str
    role: str
    invited_at: datetime
    expires_at: datetime


def members_of(*, creditor: int) -> list[MemberRow]:
    """List the users of a creditor by address."""
    return [MemberRow._make(row) for row in fetch(_MEMBERS, [creditor])]


def invited_to(*, creditor: int) -> list[InvitedRow]:
    """List the open invitations of a creditor, the oldest first."""
    return [InvitedRow._make(row) for row in fetch(_INVITED, [creditor])]
