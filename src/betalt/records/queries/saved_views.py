"""The lists of cases that a user keeps at a creditor; the transaction's walls must be open."""

from __future__ import annotations

from typing import NamedTuple

from betalt.records import models as m


class ViewRow(NamedTuple):
    """A saved list: its id, its name, and its filters as they stand in the address."""

    id: int
    name: str
    query: str


def saved_views(*, creditor: int, user: int) -> list[ViewRow]:
    """List a user's saved lists in the order in which they were saved."""
    rows = m.SavedView.objects.of(creditor).filter(user_id=user).order_by("id")
    return [ViewRow(*row) for row in rows.values_list("id", "name", "query")]
