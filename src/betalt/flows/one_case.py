"""What the flows about one case share: find it, keep it, note what happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, NamedTuple

from betalt.core.process.actions import Action, ActionClosed, closed
from betalt.core.process.stages import Stage
from betalt.flows.facts import Known, know
from betalt.records import models as m


class CaseUnknown(LookupError):
    """The creditor has no case with this number."""


class CaseClosed(ValueError):
    """The case is closed: nothing more happens in it."""


class CaseChanged(ValueError):
    """The case was changed since it was looked at; `since` is the last line of the journal that was seen."""

    def __init__(self, *, number: int, since: int) -> None:
        super().__init__(f"case {number} was changed since it was looked at")
        self.number = number
        self.since = since


class Looked(NamedTuple):
    """A case as somebody looked at it: its number, and the last line of its journal then."""

    number: int
    event: int


_looked: ContextVar[Looked | None] = ContextVar("looked", default=None)


@contextmanager
def as_looked_at(*, number: int, event: int) -> Iterator[None]:
    """Let flows refuse to act on a case that was changed after this line of its journal (decision 0181)."""
    token = _looked.set(Looked(number, event))
    try:
        yield
    finally:
        _looked.reset(token)


def take_case(*, creditor: int, number: int, closed_too: bool = False) -> m.Case:
    """Find a case by its number and keep it until the transaction ends; raises CaseUnknown, CaseClosed."""
    case = m.Case.objects.of(creditor).select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        raise CaseUnknown(f"there is no case {number}")
    if case.stage == Stage.CLOSED and not closed_too:
        raise CaseClosed(f"case {number} is closed")
    found: m.Case = case
    refuse_if_changed(found)
    return found


def refuse_if_changed(case: m.Case) -> None:
    """Raise CaseChanged where somebody acted on the case after the person who acts now looked at it."""
    looked = _looked.get()
    if looked is None or looked.number != case.number:
        return
    newer = m.Event.objects.of(case.creditor_id).filter(case_id=case.id, id__gt=looked.event)
    if newer.exists():
        raise CaseChanged(number=case.number, since=looked.event)


def refuse_if_closed(case: m.Case, action: Action, *, on: date) -> Known:
    """Raise ActionClosed where the rules close an action on a day; else give what is known of the case."""
    (known,) = know([(case.creditor_id, case.id)], on=on)
    shut = closed(action, known.facts, procedure=known.procedure, on=on)
    if shut is not None:
        raise ActionClosed(shut)
    return known


def write_note(case: m.Case, text: str, *, on: date, actor: str) -> None:
    """Keep a person's words about a case, apart from the journal so that they can be erased."""
    if text.strip():
        m.Note.objects.create(creditor_id=case.creditor_id, case=case, on=on, text=text.strip(), actor=actor)


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
