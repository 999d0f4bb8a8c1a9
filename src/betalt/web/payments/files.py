"""The bank's files: what became of each, and the rows that were not taken in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.records.queries.bank_files import PAGE, bank_reading, bank_readings, rows_left_out
from betalt.records.queries.imports import reading_of
from betalt.records.queries.work import work_of, work_to_show
from betalt.web.asked import whole_number
from betalt.web.office import OfficeRequest, office

SHOWN = 200  # rows that were not taken in


@office(right=Right.SEE)
def show_all(request: OfficeRequest) -> HttpResponse:
    """List the readings of the bank's files, and those that are under way."""
    place = request.office
    rows = bank_readings(creditor=place.id, before=whole_number(request.GET.get("before")))
    context = {
        "rows": rows,
        "work": work_to_show(creditor=place.id, kinds=["bank_file"]),
        "next_before": rows[-1].id if len(rows) == PAGE else None,
    }
    return TemplateResponse(request, "payments/files.html", context)


@office(right=Right.SEE)
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show one reading: what it brought, and what was not taken in and why."""
    place = request.office
    found = bank_reading(creditor=place.id, batch=number)
    if found is None:
        raise Http404
    rows = rows_left_out(creditor=place.id, batch=number, most=SHOWN)
    place.saw(what="bank_file", number=number)
    context = {"found": found, "rows": rows, "more": max(0, found.refused - len(rows))}
    return TemplateResponse(request, "payments/file.html", context)


@office(right=Right.SEE)
def of_work(request: OfficeRequest, number: int) -> HttpResponse:
    """Lead from long work on a bank's file to the reading that it made."""
    place = request.office
    work = work_of(creditor=place.id, work=number)
    if work is None or work.kind != "bank_file":
        raise Http404
    batch = work.result.get("batch") or reading_of(creditor=place.id, source=work.arguments["source"])
    return place.go("payments:file", number=batch) if batch else place.go("payments:files")
