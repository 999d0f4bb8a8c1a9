"""Where the answer to a form led, so that the same form sent again leads there too and does nothing."""

from __future__ import annotations

from uuid import UUID

from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for


@flow
def note_answer(*, key: UUID, went_to: str) -> None:
    """Note the address that the first answer to a form led to."""
    with acting_for([]):
        m.FormKey.objects.filter(key=key).update(went_to=went_to)
