"""Who saw personal data: noted when it is shown, and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was shown: a kind (case, party, letter, personal_number …) and its number at the creditor."""

    what: str
    number: int | None = None


@flow
def note_views(*, creditor: int, user: int, seen: Sequence[Seen], at: datetime) -> None:
    """Note that a user saw these at a moment."""
    with acting_for([creditor]):
        m.Viewing.objects.bulk_create(
            m.Viewing(creditor_id=creditor, user_id=user, what=one.what, number=one.number, seen_at=at)
            for one in seen
        )
