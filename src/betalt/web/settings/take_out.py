"""Everything that the office holds, taken out as CSV or Excel."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.export_table import FORMS, KIND
from betalt.flows.long_work import start_work
from betalt.records import models as m
from betalt.records.queries.work import WorkShown, recent_work, work_of
from betalt.web.office import OfficeRequest, office
from betalt.web.settings.forms import ExportForm


@office(right=Right.EXPORT)
def show(request: OfficeRequest) -> HttpResponse:
    """Ask which table, and start the work that writes it."""
    place = request.office
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        work = start_work(
            creditor=place.id, kind=KIND, on=place.on, asked_by=place.actor,
            arguments={**form.cleaned_data, "language": place.language},
        )  # fmt: skip
        return place.go("work:show", number=work)
    if request.method == "POST":
        with place.reading():
            return _page(request, form, status=422)
    return _page(request, form)


def _page(request: OfficeRequest, form: ExportForm, *, status: int = 200) -> HttpResponse:
    found = recent_work(creditor=request.office.id, kind=KIND)
    context = {"tab": "export", "form": form, "found": found}
    return TemplateResponse(request, "settings/export.html", context, status=status)


@office(right=Right.EXPORT)
def exported(request: OfficeRequest, number: int) -> HttpResponse:
    """Show a table that was written, to fetch."""
    return TemplateResponse(
        request, "settings/exported.html", {"tab": "export", "work": _work(request, number)}
    )


@office(right=Right.EXPORT)
def file(request: OfficeRequest, number: int) -> HttpResponse:
    """Give the file of a table; who fetched it is noted."""
    work = _work(request, number)
    kept = m.File.objects.of(request.office.id).filter(id=work.file).first()
    form = str(work.result.get("form"))
    if kept is None or not kept.content or form not in FORMS:
        raise Http404
    request.office.saw(what=f"export_{work.result['what']}", number=number)
    name = f"{work.result['what']}-{work.asked_on}.{form}"
    return HttpResponse(
        kept.content, content_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _work(request: OfficeRequest, number: int) -> WorkShown:
    work = work_of(creditor=request.office.id, work=number)
    if work is None or work.kind != KIND or work.state != "done":
        raise Http404
    return work
