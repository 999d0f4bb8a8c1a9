"""A creditor changes its ladder: saved as a draft that the law allows, started on a day, told in the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from betalt.core.process.carry import carry_over, last_letter
from betalt.core.process.document import from_json, to_json
from betalt.core.process.problems import problems
from betalt.core.process.procedure import Procedure
from betalt.flows.flow import flow
from betalt.records import ladders
from betalt.records import models as m
from betalt.records.ladders import Carried
from betalt.records.scope import acting_for
from betalt.values.reason import Reason

_CHUNK = 5000  # cases that come along in one transaction


class LadderUnlawful(ValueError):
    """The ladder cannot be used; `problems` says why."""

    def __init__(self, found: Sequence[Reason]) -> None:
        super().__init__(", ".join(problem.code for problem in found))
        self.problems = tuple(found)


class LadderUnclear(ValueError):
    """What was asked of a ladder cannot be done; `reason` says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        told = tuple((name, str(value)) for name, value in params.items())
        self.reason = Reason(code=f"procedures.{code}", params=told)


@flow
def save_ladder(*, creditor: int, ladder: Procedure, seen: int, on: date, actor: str) -> int:
    """Save a ladder as the draft of its kind and return its id; the cases go on as before until it is started.

    `seen` is the newest version that whoever saves has seen. Raises LadderUnlawful, and LadderUnclear where
    somebody else has saved meanwhile.
    """
    found = problems(ladder, on=on)
    if found:
        raise LadderUnlawful(found)
    with acting_for([creditor]):
        newest = _newest(creditor, ladder.kind)
        if newest.version != seen:
            raise LadderUnclear("changed_meanwhile", by=newest.saved_by, version=newest.version)
        said = {"name": ladder.name, "steps": to_json(ladder), "saved_on": on, "saved_by": actor}
        if _is_draft(newest):
            draft = newest
            m.Procedure.objects.of(creditor).filter(id=draft.id).update(
                **said, version=newest.version + 1, starts_on=None, for_all=False
            )
        else:
            draft = m.Procedure.objects.create(
                creditor_id=creditor, kind=ladder.kind, version=newest.version + 1, active=False, **said
            )
        _note(creditor, "ladder_saved", on, actor, procedure=draft.id, debtor=ladder.kind, version=seen + 1)
        saved: int = draft.id
        return saved


@flow
def drop_draft(*, creditor: int, procedure: int, on: date, actor: str) -> None:
    """Throw a draft away; what is in use stays as it is. Raises LadderUnclear."""
    with acting_for([creditor]):
        draft = _draft(creditor, procedure)
        m.Procedure.objects.of(creditor).filter(id=draft.id).delete()
        _note(creditor, "ladder_dropped", on, actor, debtor=draft.kind, version=draft.version)


@flow
def switch_on(*, creditor: int, procedure: int, starts_on: date, for_all: bool, on: date, actor: str) -> None:
    """Let a saved ladder hold from a day, for new cases or for all; raises LadderUnclear, LadderUnlawful."""
    with acting_for([creditor]):
        draft = _draft(creditor, procedure)
        if starts_on < on:
            raise LadderUnclear("starts_before_today", starts_on=starts_on, on=on)
        found = problems(from_json(draft.steps), on=starts_on)
        if found:
            raise LadderUnlawful(found)
        draft.starts_on, draft.for_all = starts_on, for_all
        draft.save(update_fields=["starts_on", "for_all"])
        _note(
            creditor, "ladder_ordered", on, actor, procedure=draft.id, debtor=draft.kind, version=draft.version,
            starts_on=starts_on.isoformat(), for_all=for_all,
        )  # fmt: skip
        if starts_on == on:
            _start(draft, on)
    if starts_on == on:
        start_ladders(creditors=[creditor], on=on)


@flow
def call_off(*, creditor: int, procedure: int, on: date, actor: str) -> None:
    """Let a ladder that waits for its day be a draft again. Raises LadderUnclear."""
    with acting_for([creditor]):
        draft = _draft(creditor, procedure)
        m.Procedure.objects.of(creditor).filter(id=draft.id).update(starts_on=None, for_all=False)
        _note(
            creditor,
            "ladder_called_off",
            on,
            actor,
            procedure=draft.id,
            debtor=draft.kind,
            version=draft.version,
        )


@flow
def start_ladders(*, creditors: Sequence[int], on: date) -> int:
    """Start the ladders whose day has come and bring cases along; return how many cases came.

    It is done before a day's cases are looked at. Cases with a letter on its way come along on a later day.
    """
    came = 0
    for creditor in ladders.creditors_to_start(on=on, creditors=creditors):
        with acting_for([creditor]):
            waiting = m.Procedure.objects.of(creditor).filter(started_on=None, starts_on__lte=on)
            for ladder in waiting.select_for_update().order_by("id"):
                _start(ladder, on)
        while some := _bring_along(creditor, on):
            came += some
    return came


def _start(ladder: m.Procedure, on: date) -> None:
    same = m.Procedure.objects.of(ladder.creditor_id).filter(kind=ladder.kind)
    same.filter(active=True).update(active=False)
    same.filter(id=ladder.id).update(active=True, started_on=on)
    _note(
        ladder.creditor_id, "ladder_started", on, ladder.saved_by, procedure=ladder.id, debtor=ladder.kind,
        version=ladder.version, for_all=ladder.for_all,
    )  # fmt: skip


@flow
def _bring_along(creditor: int, on: date) -> int:
    with acting_for([creditor]):
        came = 0
        for new in m.Procedure.objects.of(creditor).filter(active=True, for_all=True):
            older = m.Procedure.objects.of(creditor).filter(kind=new.kind).exclude(id=new.id)
            ladder = from_json(new.steps)
            carried = [place for old in older for place in _carried(old.id, from_json(old.steps), ladder)]
            came += ladders.bring_along(
                creditor=creditor, new=new.id, last_letter=last_letter(ladder), carried=carried, on=on,
                actor=new.saved_by, most=_CHUNK,
            )  # fmt: skip
        return came


def _carried(old_id: int, old: Procedure, new: Procedure) -> list[Carried]:
    places = []
    for done in range(len(old.steps) + 1):
        now = carry_over(step_done=done, old=old, new=new)
        following = [
            next((step.no for step in new.steps_for(natural_person=natural) if step.no > now), now)
            for natural in (True, False)
        ]
        places.append(Carried(old_id, done, now, *following))
    return places


def _newest(creditor: int, kind: str) -> m.Procedure:
    rows = m.Procedure.objects.of(creditor).filter(kind=kind).select_for_update()
    found = rows.order_by("-version").first()
    if found is None:
        raise LadderUnclear("no_such_ladder")
    newest: m.Procedure = found
    return newest


def _draft(creditor: int, procedure: int) -> m.Procedure:
    found = m.Procedure.objects.of(creditor).select_for_update().filter(id=procedure).first()
    if found is None:
        raise LadderUnclear("no_such_ladder")
    if not _is_draft(found):
        raise LadderUnclear("has_started", version=found.version)
    draft: m.Procedure = found
    return draft


def _is_draft(ladder: m.Procedure) -> bool:
    return not ladder.active and ladder.started_on is None and ladder.saved_on is not None


def _note(creditor: int, kind: str, on: date, actor: str, **data: Any) -> None:
    m.Event.objects.create(
        creditor_id=creditor, on=on, kind=kind, data=json.loads(json.dumps(data)), actor=actor
    )
