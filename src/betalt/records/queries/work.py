"""Shows long work: how far it has come and what came of it; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.values.reason import Reason

_LATEST = 10
TO_THE_END = "to_the_end"  # an argument of work that nobody may call off


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkShown:
    """A piece of long work as a page shows it."""

    id: int
    kind: str
    state: str  # waiting, running, done, failed or cancelled
    asked_on: date
    asked_at: datetime
    asked_by: str
    seen_at: datetime
    done: int
    total: int  # 0: not known yet
    tries: int
    arguments: Mapping[str, Any]
    result: Mapping[str, Any]
    problem: Reason | None
    file: int | None

    @property
    def is_left(self) -> bool:
        """Tell whether something of it is still to be done."""
        return self.state in ("waiting", "running")

    @property
    def can_be_called_off(self) -> bool:
        """Tell whether a person may still stop it: some work, once asked for, is carried to its end."""
        return self.is_left and not self.arguments.get(TO_THE_END)

    @property
    def percent(self) -> int | None:
        """Tell how many hundredths are done, or None while nobody knows how much there is."""
        return self.done * 100 // self.total if self.total else None


def work_of(*, creditor: int, work: int) -> WorkShown | None:
    """Show a piece of long work of a creditor, or None if it has no such one."""
    found = m.LongWork.objects.of(creditor).filter(id=work).first()
    return _shown(found) if found is not None else None


def recent_work(*, creditor: int, kind: str = "", limit: int = 20) -> tuple[WorkShown, ...]:
    """List a creditor's latest long work, of one kind or of all, the newest first."""
    rows = m.LongWork.objects.of(creditor)
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(_shown(row) for row in rows.order_by("-id")[:limit])


def work_to_show(*, creditor: int, kinds: Sequence[str]) -> tuple[WorkShown, ...]:
    """List the work of these kinds that is not done, and of the latest what did not come to its end."""
    rows = m.LongWork.objects.of(creditor).filter(kind__in=kinds).order_by("-id")[:_LATEST]
    return tuple(_shown(row) for row in rows if row.state != "done")


def work_stamped(*, creditor: int, stamp: str) -> WorkShown | None:
    """Find the latest work that was asked for because of something with a stamp."""
    rows = m.LongWork.objects.of(creditor).filter(kind="bank_file", arguments__contains={"stamp": stamp})
    found = rows.order_by("-id").first()
    return _shown(found) if found is not None else None


def work_left_on(*, creditor: int, kinds: Sequence[str], about: Mapping[str, int]) -> int | None:
    """Find work of these kinds on something (a file, a reading) that is not done; return its id, or None."""
    left = m.LongWork.objects.of(creditor).filter(kind__in=kinds, state__in=["waiting", "running"])
    found = left.filter(Q(arguments__contains=about) | Q(place__contains=about)).order_by("id")
    return found.values_list("id", flat=True).first()


def _shown(row: m.LongWork) -> WorkShown:
    return WorkShown(
        id=row.id, kind=row.kind, state=row.state, asked_on=row.asked_on, asked_at=row.asked_at,
        asked_by=row.asked_by, seen_at=row.seen_at, done=row.done, total=row.total, tries=row.tries,
        arguments=row.arguments, result=row.result, file=row.file_id,
        problem=as_reason(row.problem) if row.problem else None,
    )  # fmt: skip
