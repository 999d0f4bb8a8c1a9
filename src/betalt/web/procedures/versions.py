"""The ladders of an office, their history, who climbs them, and from when a new version holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.process.foresee import days_after_due
from betalt.core.process.procedure import Procedure
from betalt.flows.ladder import LadderUnclear, LadderUnlawful, call_off, drop_draft, switch_on
from betalt.records.queries.ladders import PAGE, Version, climbers, versions
from betalt.records.queries.work import recent_work
from betalt.web.asked import whole_number
from betalt.web.office import OfficeRequest, office
from betalt.web.procedures.editor import DEBTORS
from betalt.web.procedures.forms import SwitchForm
from betalt.web.wording import reason_text, sentence


@office()
def overview(request: OfficeRequest) -> HttpResponse:
    """Show the ladder of each kind of debtor, as it is and as it will be, and what was tried lately."""
    place = request.office
    found = versions(creditor=place.id)
    ladders = [_ladder([version for version in found if version.kind == kind], request) for kind in DEBTORS]
    tried = recent_work(creditor=place.id, kind="time_machine", limit=5)
    context = {"ladders": ladders, "tried": tried, "cases": sum(version.cases for version in found)}
    return TemplateResponse(request, "procedures/list.html", context)


def _ladder(found: list[Version], request: OfficeRequest) -> dict[str, Any]:
    active = next(version for version in found if version.active)
    return {
        "kind": active.kind,
        "active": active,
        "draft": found[0] if found[0].is_draft else None,
        "cases": sum(version.cases for version in found),
        "steps": rungs_of(active.ladder, on=request.office.on),
    }


def rungs_of(ladder: Procedure, *, on: date) -> list[dict[str, Any]]:
    """Give the rungs of a ladder as a page shows them, each with its day after a due day."""
    days = days_after_due(ladder, due_on=on)
    return [{"step": step, "kind": step.kind.value, "day": days.get(step.no)} for step in ladder.steps]


@office()
def history(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Show the versions of a ladder, and let the draft take effect."""
    return _history(request, debtor, SwitchForm(initial={"starts_on": request.office.on}), status=200)


def _history(request: OfficeRequest, debtor: str, form: SwitchForm, *, status: int) -> HttpResponse:
    found = _versions(request, debtor)
    context = {
        "debtor": debtor,
        "found": found,
        "active": next(version for version in found if version.active),
        "draft": found[0] if found[0].is_draft else None,
        "cases": sum(version.cases for version in found),
        "form": form,
    }
    return TemplateResponse(request, "procedures/history.html", context, status=status)


@office()
def version(request: OfficeRequest, debtor: str, number: int) -> HttpResponse:
    """Show one version as it is or was, with the open cases that climb it."""
    found = next((each for each in _versions(request, debtor) if each.version == number), None)
    if found is None:
        raise Http404
    after = whole_number(request.GET.get("after")) or 0
    listed = climbers(creditor=request.office.id, procedure=found.id, after=after)
    request.office.saw(what="procedure_cases")
    done = {step.no: sentence(f"office_procedures.letter_{step.kind}") for step in found.ladder.steps}
    context = {
        "debtor": debtor,
        "version": found,
        "steps": rungs_of(found.ladder, on=request.office.on),
        "climbers": [(climber, done.get(climber.step_done, "")) for climber in listed[:PAGE]],
        "next_after": listed[PAGE - 1].number if len(listed) > PAGE else None,
    }
    return TemplateResponse(request, "procedures/version.html", context)


@office(right=Right.CHANGE_PROCEDURES)
def switch(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Let the draft take effect from a day, for new cases or for all."""
    place = request.office
    if request.method != "POST":
        return place.go("procedures:history", debtor=_known(debtor))
    form = SwitchForm(request.POST)
    form.fields["starts_on"].earliest = place.on  # type: ignore[attr-defined]
    draft = _draft(request, debtor)
    if form.is_valid() and draft is not None:
        starts_on, for_all = form.cleaned_data["starts_on"], form.cleaned_data["cases"] == "all"
        try:
            switch_on(
                creditor=place.id, procedure=draft.id, starts_on=starts_on, for_all=for_all, on=place.on,
                actor=place.actor,
            )  # fmt: skip
        except LadderUnlawful as error:
            form.add_error(None, [reason_text(problem) for problem in error.problems])
        except LadderUnclear as error:
            form.add_error(None, reason_text(error.reason))
        else:
            place.tell(f"office_procedures.switched_{'all' if for_all else 'new'}", on=starts_on)
            return place.go("procedures:history", debtor=debtor)
    with place.reading():
        return _history(request, debtor, form, status=422)


@office(right=Right.CHANGE_PROCEDURES)
def stop(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Let a version that waits for its day be a draft again."""
    return _undo(request, debtor, call_off, "office_procedures.called_off")


@office(right=Right.CHANGE_PROCEDURES)
def drop(request: OfficeRequest, debtor: str) -> HttpResponse:
    """Throw the draft away."""
    return _undo(request, debtor, drop_draft, "office_procedures.dropped")


def _undo(request: OfficeRequest, debtor: str, act: Any, said: str) -> HttpResponse:
    place = request.office
    draft = _draft(request, _known(debtor)) if request.method == "POST" else None
    if draft is not None:
        try:
            act(creditor=place.id, procedure=draft.id, on=place.on, actor=place.actor)
            place.tell(said, tone="info")
        except LadderUnclear as error:
            place.tell(error.reason.code, tone="stop", **dict(error.reason.params))
    return place.go("procedures:history", debtor=debtor)


def _draft(request: OfficeRequest, debtor: str) -> Version | None:
    with request.office.reading():
        found = _versions(request, debtor)
    return found[0] if found[0].is_draft else None


def _versions(request: OfficeRequest, debtor: str) -> list[Version]:
    return versions(creditor=request.office.id, kind=_known(debtor))


def _known(debtor: str) -> str:
    if debtor not in DEBTORS:
        raise Http404
    return debtor
