"""Shows long work: a page that renews itself while something is left, by htmx or without script."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.long_work import cancel_work
from betalt.records.queries.work import WorkShown, recent_work, work_of
from betalt.web import clock
from betalt.web.office import OfficeRequest, office
from betalt.web.wording import sentence
from betalt.web.work.kinds import PARTLY, RESULTS

_PATIENCE = timedelta(minutes=2)  # then it is said that no worker is at it


@office()
def recent(request: OfficeRequest) -> HttpResponse:
    """List the latest long work."""
    found = recent_work(creditor=request.office.id)
    return TemplateResponse(request, "work/list.html", {"found": found})


@office()
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show one piece of work: its progress, why it failed, or the way to its result."""
    work = _work(request, number)
    return TemplateResponse(request, "work/show.html", _told(request, work))


@office()
def progress(request: OfficeRequest, number: int) -> HttpResponse:
    """Give the part that is asked for again and again; when the work has ended the whole page is renewed."""
    work = _work(request, number)
    response = TemplateResponse(request, "work/progress.html", _told(request, work))
    if not work.is_left:
        response.headers["HX-Refresh"] = "true"
    return response


@office(right=Right.SEE, post=Right.WORK_CASES)
def cancel(request: OfficeRequest, number: int) -> HttpResponse:
    """Call the work off."""
    place = request.office
    if request.method == "POST":
        called_off = cancel_work(creditor=place.id, work=number, on=place.on, actor=place.actor)
        place.tell("office_work.cancelled" if called_off else "office_work.was_over", tone="info")
    return place.go("work:show", number=number)


def _work(request: OfficeRequest, number: int) -> WorkShown:
    work = work_of(creditor=request.office.id, work=number)
    if work is None:
        raise Http404
    return work


def _told(request: OfficeRequest, work: WorkShown) -> dict[str, object]:
    silent = work.is_left and clock.moment() - work.seen_at > _PATIENCE
    result = RESULTS.get(work.kind, "")
    shows = work.state == "done" or (work.kind in PARTLY and not work.is_left and work.done > 0)
    href = request.office.to(result, number=work.id) if result and shows else ""
    kind, state = sentence(f"office_work.kind_{work.kind}"), "left" if work.is_left else work.state
    title = sentence(f"office_work.title_{state}", kind=kind)
    return {"work": work, "title": title, "silent": silent, "result_href": href}
