"""A user keeps a list of cases under a name, or no longer."""

from __future__ import annotations

from betalt.core.process.refused import refused
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for

MOST = 12  # each costs a count on every page of the list
_LONGEST = 40


@flow
def save_view(*, creditor: int, user: int, name: str, query: str) -> None:
    """Keep a list's filters under a name; a name that is used already gets the new ones. Raises Refused."""
    called = " ".join(name.split())[:_LONGEST]
    if not called:
        raise refused("view_name_missing", field="name")
    with acting_for([creditor]):
        mine = m.SavedView.objects.of(creditor).filter(user_id=user)
        if mine.exclude(name=called).count() >= MOST:
            raise refused("views_too_many", field="name", most=MOST)
        m.SavedView.objects.update_or_create(
            creditor_id=creditor, user_id=user, name=called, defaults={"query": query}
        )


@flow
def forget_view(*, creditor: int, user: int, view: int) -> None:
    """Keep a list no longer; one that is gone already is no fault."""
    with acting_for([creditor]):
        m.SavedView.objects.of(creditor).filter(user_id=user, id=view).delete()
