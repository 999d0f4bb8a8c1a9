"""What the next run would do with the cases of a list if its letters were released; nothing is written."""

from __future__ import annotations

from datetime import date

from betalt.core.process.decide import decide
from betalt.core.process.decision import Decision
from betalt.flows.facts import know
from betalt.records import models as m

MOST = 1_000  # a longer list is foretold by its first cases


def first_letters(*, creditor: int, batch: int, on: date) -> tuple[Decision, ...]:
    """Decide a day for the open cases that a list brought, in the order of its rows; the walls must be open."""
    cases = m.Invoice.objects.of(creditor).filter(batch_id=batch, case__next_look_on__isnull=False)
    keys = [(creditor, case) for case in cases.order_by("id").values_list("case_id", flat=True)[:MOST]]
    decisions = []
    for known in know(keys, on=on):
        known.facts.first_run_released = True
        decisions.append(decide(known.facts, procedure=known.procedure, on=on))
    return tuple(decisions)
