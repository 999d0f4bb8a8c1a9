"""What the flows about one case share: find it, keep it, note what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from betalt.core.process.stages import Stage
from betalt.records import models as m


class CaseUnknown(LookupError):
    """The creditor has no case with this number."""


class CaseClosed(ValueError):
    """The case is closed: nothing more happens in it."""


def take_case(*, creditor: int, number: int, closed_too: bool = False) -> m.Case:
    """Find a case by its number and keep it until the transaction ends; raises CaseUnknown, CaseClosed."""
    case = m.Case.objects.of(creditor).select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        raise CaseUnknown(f"there is no case {number}")
    if case.stage == Stage.CLOSED and not closed_too:
        raise CaseClosed(f"case {number} is closed")
    found: m.Case = case
    return found


def change(case: m.Case, **changes: Any) -> None:
    """Change fields of a case that is kept, and count its version up."""
    for name, value in changes.items():
        setattr(case, name, value)
    case.version += 1
    case.save(update_fields=[*changes, "version"])


def note_event(
    case: m.Case, *, kind: str, on: date, actor: str = "", data: dict[str, Any] | None = None, **axes: str
) -> None:
    """Add to the journal what happened to a case; `axes` names stage, hold or payment_status where they moved."""
    m.Event.objects.create(
        creditor_id=case.creditor_id, case_id=case.id, on=on, kind=kind, actor=actor, data=data or {}, **axes
    )
