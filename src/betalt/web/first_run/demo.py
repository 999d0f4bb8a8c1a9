"""A made-up company of the user's own: a day passes at a button, and it can be removed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.demo_company import NoDemo, go_forward, remove_demo
from betalt.web.office import OfficeRequest, office, see_other


@office(right=Right.SEE)
def ready(request: OfficeRequest, number: int) -> HttpResponse:  # noqa: ARG001 -- the work's, as all results take it
    """Lead to the overview of a company that has lived."""
    return request.office.go("overview:start")


@office(right=Right.SEE, post=Right.WORK_CASES)
def forward(request: OfficeRequest) -> HttpResponse:
    """Let a day pass."""
    place = request.office
    if request.method != "POST":
        return place.go("overview:start")
    try:
        on = go_forward(creditor=place.id)
    except NoDemo:
        raise Http404 from None
    place.tell("office_first_run.demo_day_passed", on=on)
    return place.go("overview:start")


@office(right=Right.SEE, post=Right.CHANGE_SETTINGS)
def remove(request: OfficeRequest) -> HttpResponse:
    """Ask once more, and remove the company with all its rows."""
    place = request.office
    if not place.creditor.is_demo:
        raise Http404
    if request.method != "POST":
        return TemplateResponse(request, "first_run/demo_remove.html", {})
    remove_demo(creditor=place.id)
    place.tell("office_first_run.demo_removed")
    return see_other("/?choose=1")
