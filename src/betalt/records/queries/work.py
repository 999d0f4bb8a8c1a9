"""Shows long work: how far it has come and what came of it; the transaction's walls must be open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.values.reason import Reason


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


def _shown(row: m.LongWork) -> WorkShown:
    return WorkShown(
        id=row.id, kind=row.kind, state=row.state, asked_on=row.asked_on, asked_at=row.asked_at,
        asked_by=row.asked_by, seen_at=row.seen_at, done=row.done, total=row.total, tries=row.tries,
        arguments=row.arguments, result=row.result, file=row.file_id,
        problem=as_reason(row.problem) if row.problem else None,
    )  # fmt: skip
