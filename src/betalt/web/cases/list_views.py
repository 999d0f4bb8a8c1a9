"""The list of cases, its search, and the views that users keep."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from betalt.core.process.refused import Refused
from betalt.flows.saved_views import forget_view, save_view
from betalt.records.queries.case_filters import Filters, with_found
from betalt.records.queries.case_list import list_cases
from betalt.web.cases import filters as f
from betalt.web.cases.list_page import list_page
from betalt.web.office import OfficeRequest, office, see_other
from betalt.web.wording import reason_text

_UNPROCESSABLE = 422


@office()
@require_GET
def list_(request: OfficeRequest) -> HttpResponse:
    """Show a page of the list."""
    return TemplateResponse(request, "cases/list.html", list_page(request.office, request.GET.dict()))


@office()
@require_GET
def search(request: OfficeRequest) -> HttpResponse:
    """Lead to the only case that was found, else to the list of those that were, open or not."""
    typed = request.GET.get("q", "").strip()
    place = request.office
    if not typed:
        return place.go("cases:list")
    wanted = with_found(Filters(search=typed), creditor=place.id)
    found = []
    for closed in (False, True):
        filters = replace(wanted, closed=closed)
        lines, _ = list_cases(creditor=place.id, filters=filters, order=f.DEFAULT_SORT, on=place.on)
        found.append(lines)
    if len(found[0]) + len(found[1]) == 1:
        (line,) = (*found[0], *found[1])
        return place.go("cases:case", number=line.number)
    asked = {"q": typed} if found[0] or not found[1] else {"q": typed, "show": "closed"}
    return see_other(place.to("cases:list") + f.address(asked))


@office()
@require_POST
def save(request: OfficeRequest) -> HttpResponse:
    """Keep the list's filters under a name."""
    place = request.office
    asked = f.asked_filters(request.POST.dict())
    try:
        name = request.POST.get("name", "")
        save_view(creditor=place.id, user=place.user.pk, name=name, query=f.address(asked)[1:])
    except Refused as refused:
        with place.reading():
            context = list_page(place, asked)
        context |= {"save_error": reason_text(refused.why), "save_name": request.POST.get("name", "")}
        return TemplateResponse(request, "cases/list.html", context, status=_UNPROCESSABLE)
    place.tell("office_cases.view_saved", name=" ".join(name.split()))
    return see_other(place.to("cases:list") + f.address(asked))


@office()
@require_POST
def forget(request: OfficeRequest, view: int) -> HttpResponse:
    """Keep a view no longer."""
    place = request.office
    forget_view(creditor=place.id, user=place.user.pk, view=view)
    place.tell("office_cases.view_forgotten")
    return place.go("cases:list")
