"""Long work: asked for in one transaction, done chunk by chunk by a worker, and never silently gone.

The row says what is left and the queue only when. A chunk writes what it did and where the next one begins in one
transaction, so that a worker that dies loses and doubles nothing; work that comes no further is said to have failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from betalt.flows.flow import flow
from betalt.flows.queue import LONG_WORK, Wanted, enqueue
from betalt.flows.stored_reason import as_json
from betalt.records import models as m
from betalt.records import queue
from betalt.records.queries.work import TO_THE_END
from betalt.records.scope import acting_for
from betalt.values.reason import Reason

MOST_TRIES = 5  # of one chunk
_PRIORITY = -10  # a day's own work goes first
_LEFT = ("waiting", "running")

GAVE_UP = "work.gave_up"
FAILED = "work.failed"


class WorkFailed(Exception):
    """Long work cannot be done as it was asked for; `reason` says why, and it is not tried again."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class WorkCancelled(Exception):
    """Somebody has called the work off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A piece of long work as its next chunk begins."""

    creditor: int
    id: int
    on: date  # the day it is worked on
    asked_on: date
    asked_by: str
    arguments: Mapping[str, Any]
    place: Mapping[str, Any]  # what the last chunk left; empty at the beginning
    done: int
    total: int
    source: int | None  # id of the file that it reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What a chunk did: how far the work has come, and where the next one begins or what came of it all."""

    done: int
    total: int
    place: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None  # given when all is done
    file: int | None = None  # id of the file that it made


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkKind:
    """How a kind of work is done: one chunk of a second or two at a time.

    The chunk is done inside the transaction that notes it, with the walls open, and so counts exactly once. With
    `alone` it opens its own: then it must bear being done twice, and tells its progress by `tell_progress`.
    """

    chunk: Callable[[Going], Chunk]
    alone: bool = False


def ask_for_work(
    *,
    creditor: int,
    kind: str,
    on: date,
    asked_by: str,
    arguments: Mapping[str, Any] | None = None,
    total: int = 0,
    source: int | None = None,
    not_before: datetime | None = None,
) -> int:
    """Ask for a piece of long work within the open transaction and return its id; the walls must be open.

    Work that is not to begin before a moment can be called off until then.
    """
    work = m.LongWork.objects.create(
        creditor_id=creditor, kind=kind, asked_on=on, asked_by=asked_by, arguments=dict(arguments or {}),
        total=total, source_id=source,
    )  # fmt: skip
    _note(work, "work_asked", on=on, actor=asked_by)
    enqueue([replace(_wanted(creditor, work.id), not_before=not_before)])
    number: int = work.id
    return number


@flow
def start_work(
    *,
    creditor: int,
    kind: str,
    on: date,
    asked_by: str,
    arguments: Mapping[str, Any] | None = None,
    total: int = 0,
) -> int:
    """Ask for a piece of long work and return its id."""
    with acting_for([creditor]):
        return ask_for_work(
            creditor=creditor, kind=kind, on=on, asked_by=asked_by, arguments=arguments, total=total
        )


@flow
def cancel_work(*, creditor: int, work: int, on: date, actor: str) -> bool:
    """Call long work off before its next chunk; tell whether there was anything left of it."""
    with acting_for([creditor]):
        left = m.LongWork.objects.of(creditor).filter(id=work, state__in=_LEFT)
        found = left.exclude(arguments__has_key=TO_THE_END).select_for_update().first()
        if found is None:
            return False
        m.LongWork.objects.of(creditor).filter(id=work).update(state="cancelled", seen_at=Now(), place={})
        _note(found, "work_cancelled", on=on, actor=actor)
        return True


@flow
def do_chunk(*, creditor: int, work: int, kinds: Mapping[str, WorkKind], on: date) -> bool:
    """Do the next chunk of a piece of work; tell whether more is left. A fault is raised while it may pass."""
    going, kind, tries = _begin(creditor, work, kinds, on)
    if going is None or kind is None:
        return False
    try:
        if kind.alone:
            chunk = kind.chunk(going)
            with acting_for([creditor]):
                return _is_ours(going) and _write(going, chunk)
        with acting_for([creditor]):
            return _is_ours(going) and _write(going, kind.chunk(going))
    except WorkFailed as error:
        _fail(creditor, work, error.reason, on)
    except WorkCancelled:
        return False
    except Exception as error:
        if tries < MOST_TRIES:
            raise
        _fail(creditor, work, Reason(code=FAILED, params=(("error", type(error).__name__),)), on)
    return False


@flow
def tell_progress(*, going: Going, done: int, total: int) -> None:
    """Show how far work that opens its own transactions has come; raises WorkCancelled once it is called off."""
    with acting_for([going.creditor]):
        ours = m.LongWork.objects.of(going.creditor).filter(id=going.id, state="running")
        if not ours.update(done=min(done, total), total=total, seen_at=Now()):
            raise WorkCancelled(WorkCancelled.__doc__)


@flow
def take_up_work() -> int:
    """Ask again for work of which the queue knows nothing any more; return how many pieces."""
    asked = {(job.args["creditor"], job.args["work"]) for job in queue.live_jobs(tasks=[LONG_WORK])}
    return enqueue([_wanted(*key) for key in queue.work_left() if key not in asked])


def _wanted(creditor: int, work: int) -> Wanted:
    return Wanted(
        task=LONG_WORK,
        args={"creditor": creditor, "work": work},
        lock=f"{LONG_WORK}:{creditor}:{work}",
        priority=_PRIORITY,
    )


def _begin(
    creditor: int, work: int, kinds: Mapping[str, WorkKind], on: date
) -> tuple[Going | None, WorkKind | None, int]:
    """Note that a chunk is begun, so that work which kills its worker every time is not begun for ever."""
    with acting_for([creditor]):
        rows = m.LongWork.objects.of(creditor).filter(id=work)
        row = rows.select_for_update(skip_locked=True).filter(state__in=_LEFT).first()
        if row is None:
            return None, None, 0
        kind = kinds.get(row.kind)
        if kind is None or row.tries >= MOST_TRIES:
            _set_failed(row, Reason(code=GAVE_UP), on)
            return None, None, 0
        rows.update(state="running", tries=F("tries") + 1, seen_at=Now())
        return _going(row, on), kind, row.tries + 1


def _going(row: m.LongWork, on: date) -> Going:
    return Going(
        creditor=row.creditor_id, id=row.id, on=on, asked_on=row.asked_on, asked_by=row.asked_by,
        arguments=row.arguments, place=row.place, done=row.done, total=row.total, source=row.source_id,
    )  # fmt: skip


def _is_ours(going: Going) -> bool:
    """Keep the work's row until the transaction ends, unless the work was called off meanwhile."""
    rows = m.LongWork.objects.of(going.creditor).select_for_update()
    return rows.filter(id=going.id, state="running", place=going.place).exists()


def _write(going: Going, chunk: Chunk) -> bool:
    finished = chunk.result is not None
    m.LongWork.objects.of(going.creditor).filter(id=going.id).update(
        state="done" if finished else "running",
        done=min(chunk.done, chunk.total) if chunk.total else chunk.done,
        total=chunk.total,
        place={} if finished else dict(chunk.place),
        result=dict(chunk.result or {}),
        file_id=chunk.file,
        tries=0,
        seen_at=Now(),
    )
    if not finished:
        enqueue([_wanted(going.creditor, going.id)])
    return not finished


def _fail(creditor: int, work: int, reason: Reason, on: date) -> None:
    with acting_for([creditor]):
        row = m.LongWork.objects.of(creditor).select_for_update().filter(id=work, state__in=_LEFT).first()
        if row is not None:
            _set_failed(row, reason, on)


def _set_failed(row: m.LongWork, reason: Reason, on: date) -> None:
    m.LongWork.objects.of(row.creditor_id).filter(id=row.id).update(
        state="failed", problem=as_json(reason), seen_at=Now()
    )
    _note(row, "work_failed", on=on)


def _note(work: m.LongWork, kind: str, *, on: date, actor: str = "") -> None:
    m.Event.objects.create(
        creditor_id=work.creditor_id, on=on, kind=kind, data={"work": work.id, "kind": work.kind}, actor=actor
    )
