"""A day is run once more: what only waited may have got what it waited for, such as the bank's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days

_ONLY_WAITED = ("received", "agreed")  # what may happen to a case without anything being decided in it


@flow
def look_again(*, creditors: Sequence[int], on: date) -> int:
    """Let the cases that waited for tomorrow, and to which nothing was done on the day, be due; return how many."""
    if not creditors:
        return 0
    with acting_for(creditors):
        happened = m.Event.objects.filter(creditor_id__in=creditors, on=on, case__isnull=False)
        waited = m.Case.objects.filter(creditor_id__in=creditors, next_look_on=add_days(on, 1))
        done = happened.exclude(kind__in=_ONLY_WAITED).values("case_id")
        return waited.exclude(id__in=done).update(next_look_on=on)
