"""The editor of a ladder: the law speaks while one types, and nothing that is typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.process.document import from_json
from betalt.core.process.procedure import READY, Kind, Procedure
from betalt.flows.dry_run import MOST_DAYS
from betalt.flows.ladder import LadderUnclear, LadderUnlawful, save_ladder
from betalt.flows.time_machine import start_time_machine
from betalt.records.queries.ladders import Version, versions
from betalt.records.queries.work import work_of
from betalt.values.days import add_days
from betalt.web.asked import whole_number
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.procedures.attempts import attempt_of
from betalt.web.procedures.typed import (
    WAYS,
    Typed,
    change_rows,
    ladder_of,
    typed_in,
    typed_of,
)

DEBTORS = ("consumer", "business", "public")


@office(right=Right.SEE, post=Right.CHANGE_PROCEDURES)
def edit(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Show a ladder and let it be changed; save it, change its steps, or send it into the days to come."""
    place = request.office
    _known(debtor)
    if request.method != "POST":
        found = versions(creditor=place.id, kind=debtor)
        return _page(request, found, _begin(request, found), status=200)
    typed = _typed(request, debtor)
    deed = request.POST.get("do", "save")
    if deed in ("save", "ahead"):
        ladder = ladder_of(typed, name=debtor, on=place.on)
        if ladder is not None:
            try:
                return _save(place, ladder, typed) if deed == "save" else _ahead(place, ladder)
            except LadderUnclear as error:
                typed.problems.append(error.reason)
            except LadderUnlawful as error:
                typed.problems += error.problems
    elif deed != "dry":
        change_rows(typed, deed)
    with place.reading():
        found = versions(creditor=place.id, kind=debtor)
        shown = _try(place, typed, request.POST.get("try_on", "")) if deed == "dry" else None
        return _page(request, found, typed, attempt=shown, status=422 if deed in ("save", "ahead") else 200)


@office(right=Right.CHANGE_PROCEDURES)
def check(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Say what the law says of a ladder as it stands in the fields: the parts that htmx puts in their places."""
    _known(debtor)
    if request.method != "POST":
        return request.office.go("procedures:edit", debtor=debtor)
    typed = _typed(request, debtor)
    ladder_of(typed, name=debtor, on=request.office.on)
    return TemplateResponse(request, "procedures/judged.html", {"typed": typed, "swapped": True})


@office(right=Right.CHANGE_PROCEDURES)
def attempt(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Try the ladder as it stands in the fields on a day of the real portfolio; nothing is written."""
    place = request.office
    _known(debtor)
    if request.method != "POST":
        return place.go("procedures:edit", debtor=debtor)
    typed = _typed(request, debtor)
    with place.reading():
        context = {"attempt": _try(place, typed, request.POST.get("try_on", "")), "typed": typed}
    return TemplateResponse(request, "procedures/attempt.html", context)


def _known(debtor: str) -> None:
    if debtor not in DEBTORS:
        raise Http404


def _typed(request: OfficeRequest, debtor: str) -> Typed:
    place = request.office
    name = place.user.name or place.user.email
    return typed_in(request.POST.dict(), kind=debtor, actor=name, on=place.on)


def _begin(request: OfficeRequest, found: list[Version]) -> Typed:
    """Begin with the draft, else with what is in force; or with the ready ladder, or one that was tried."""
    seen = found[0].version
    if "ready" in request.GET:
        return typed_of(next(ladder for ladder in READY if ladder.kind == found[0].kind), seen=seen)
    tried = whole_number(request.GET.get("tried"))
    if tried is not None:
        work = work_of(creditor=request.office.id, work=tried)
        if work is not None and work.arguments.get("kind") == found[0].kind:
            return typed_of(from_json(work.arguments["ladder"]), seen=seen)
    return typed_of(found[0].ladder if found[0].is_draft else _active(found).ladder, seen=seen)


def _active(found: list[Version]) -> Version:
    return next(version for version in found if version.active)


def _save(place: Office, ladder: Procedure, typed: Typed) -> HttpResponse:
    save_ladder(creditor=place.id, ladder=ladder, seen=typed.seen, on=place.on, actor=place.actor)
    place.tell("office_procedures.saved", version=typed.seen + 1)
    return place.go("procedures:history", debtor=ladder.kind)


def _ahead(place: Office, ladder: Procedure) -> HttpResponse:
    work = start_time_machine(creditor=place.id, ladder=ladder, on=place.on, asked_by=place.actor)
    return place.go("work:show", number=work)


def _try(place: Office, typed: Typed, asked_for: str) -> dict[str, Any]:
    ladder = ladder_of(typed, name=typed.kind, on=place.on)
    if ladder is None:
        return {"closed": True}
    return attempt_of(place, ladder, asked_for=asked_for)


def _page(
    request: OfficeRequest,
    found: list[Version],
    typed: Typed,
    *,
    attempt: dict[str, Any] | None = None,
    status: int,
) -> HttpResponse:
    place = request.office
    if status == 200:  # else it has been judged, and refused
        ladder_of(typed, name=typed.kind, on=place.on)
    active = _active(found)
    context: dict[str, Any] = {
        "typed": typed,
        "may_change": place.may(Right.CHANGE_PROCEDURES),
        "debtor": typed.kind,
        "active": active,
        "draft": found[0] if found[0].is_draft else None,
        "cases": sum(version.cases for version in found),
        "ways": list(WAYS),
        "late_kinds": (Kind.REMINDER.value, Kind.DEMAND.value),
        "kinds": [kind.value for kind in Kind],
        "try_on": attempt["run"].on if attempt and "run" in attempt else add_days(place.on, 1),
        "latest": add_days(place.on, MOST_DAYS),
        "attempt": attempt,
    }
    return TemplateResponse(request, "procedures/edit.html", context, status=status)
