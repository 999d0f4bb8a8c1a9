"""Shows a creditor's ladders, their versions and who climbs them; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from betalt.core.process.document import from_json
from betalt.core.process.procedure import Procedure
from betalt.records import models as m

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a ladder; one that is neither active nor started is a draft."""

    id: int
    kind: str
    version: int
    ladder: Procedure
    active: bool
    saved_on: date | None
    saved_by: str  # a person's name; empty for the ready one
    starts_on: date | None
    started_on: date | None
    for_all: bool
    cases: int  # open ones that climb it

    @property
    def is_draft(self) -> bool:
        """Tell whether it has yet to start."""
        return not self.active and self.started_on is None and self.saved_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climber:
    """An open case that climbs a version of a ladder."""

    number: int
    party: str
    step_done: int
    next_look_on: date


def versions(*, creditor: int, kind: str = "") -> list[Version]:
    """List the versions of a creditor's ladders with how many open cases climb each, the newest first."""
    climbing = (
        m.Case.objects.of(creditor)
        .filter(procedure_id=OuterRef("id"), next_look_on__isnull=False)
        .values("procedure_id")
        .annotate(count=Count("id"))
        .values("count")
    )
    rows = m.Procedure.objects.of(creditor)
    if kind:
        rows = rows.filter(kind=kind)
    found = rows.annotate(cases=Coalesce(Subquery(climbing), Value(0))).order_by("kind", "-version")
    listed = list(found)
    names = _names({row.saved_by for row in listed})
    return [
        Version(
            id=row.id, kind=row.kind, version=row.version, ladder=from_json(row.steps), active=row.active,
            saved_on=row.saved_on, saved_by=names.get(row.saved_by, row.saved_by), starts_on=row.starts_on,
            started_on=row.started_on, for_all=row.for_all, cases=row.cases,
        )
        for row in listed
    ]  # fmt: skip


def climbers(*, creditor: int, procedure: int, after: int = 0) -> list[Climber]:
    """List open cases that climb a version, by number, a page and one more at a time."""
    rows = m.Case.objects.of(creditor).filter(
        procedure_id=procedure, next_look_on__isnull=False, number__gt=after
    )
    found = rows.order_by("number").values_list("number", "party__name", "step_done", "next_look_on")
    return [
        Climber(number=number, party=party, step_done=done, next_look_on=day)
        for number, party, done, day in found[: PAGE + 1]
    ]


def party_names(*, creditor: int, parties: set[int]) -> dict[int, str]:
    """Name customers by their ids."""
    return dict(m.Party.objects.of(creditor).filter(id__in=parties).values_list("id", "name"))


def _names(actors: set[str]) -> dict[str, str]:
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.removeprefix("user:").isdigit()]
    if not ids:
        return {}
    found = m.User.objects.filter(id__in=ids).values_list("id", "name", "email")
    return {f"user:{user}": name or email for user, name, email in found}
