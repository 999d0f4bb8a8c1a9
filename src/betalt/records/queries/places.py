"""The offices that a user may enter, found before any creditor is named."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from betalt.records.sql import fetch
from betalt.records.veil import opened


class Place(NamedTuple):
    """A user's place at one creditor, and how many other places it has."""

    creditor: int
    role: str
    others: int


class OfficeRow(NamedTuple):
    """An office that a user may enter."""

    creditor: int
    slug: str
    name: str
    org_no: str
    is_demo: bool
    role: str


class InvitationRow(NamedTuple):
    """An offer of a role at a creditor, found by its link."""

    creditor: int
    id: int
    name: str
    email: str
    role: str
    expires_at: datetime


def invitation_of(*, token_hash: bytes) -> InvitationRow | None:
    """Find an open invitation by the hash of its link's secret."""
    rows = fetch("SELECT * FROM betalt_invitation(%s)", [token_hash])
    return InvitationRow(*rows[0]) if rows else None


def place_of(*, user: int, slug: str) -> Place | None:
    """Find a user's place at the creditor with a name in the addresses; None when it has none there."""
    rows = fetch("SELECT * FROM betalt_office(%s, %s)", [user, slug])
    return Place(*rows[0]) if rows else None


def offices_of(*, user: int) -> list[OfficeRow]:
    """List the offices of a user, by name."""
    found = [OfficeRow(*row) for row in fetch("SELECT * FROM betalt_offices(%s)", [user])]
    return [row._replace(org_no=opened(row.org_no)) for row in found]
