"""What became of a list: its cases, what was refused, the yes to its letters, and the way back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.process.decision import Close, Decision, Take, Wait
from betalt.flows.foretell import MOST, first_letters
from betalt.flows.import_work import MANY, start_release, start_take_back
from betalt.flows.receive import release_batch, why_not_released
from betalt.flows.take_back import NotTakenBack, closed_reason, take_back_import
from betalt.records.queries.imports import ImportShown, import_of, import_rows, reading_of
from betalt.records.queries.work import work_left_on, work_of
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.wording import reason_text, sentence

SHOWN = 200  # refused rows; all of them are in the file
_KINDS = ("import", "release", "take_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What the next run would do with some of the cases."""

    text: str
    count: int
    on: date | None


@office(right=Right.SEE)
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show one reading of a list."""
    place = request.office
    found = _found(place.id, number)
    rows = import_rows(creditor=place.id, batch=number, most=SHOWN)
    place.saw(what="import", number=number)
    work = work_left_on(creditor=place.id, kinds=_KINDS, about={"batch": number})
    closed = why_not_released(creditor=place.id)
    asks = work is None and found.state == "waiting"
    coming = first_letters(creditor=place.id, batch=number, on=place.on) if asks else ()
    context = {
        "found": found,
        "work": work_of(creditor=place.id, work=work) if work is not None else None,
        "rows": rows,
        "more": max(0, found.row_count - len(rows)),
        "coming": list(_coming(coming)),
        "coming_first": MOST if found.new > MOST else 0,
        "release_closed": reason_text(closed) if closed else "",
        "first_run": "file" in place.creditor.first_run_left,
        "take_back_closed": _why_not(found, place.id),
    }
    return TemplateResponse(request, "imports/batch.html", context)


@office(right=Right.SEE)
def of_work(request: OfficeRequest, number: int) -> HttpResponse:
    """Lead from long work on a list to the reading that it made or changed."""
    place = request.office
    work = work_of(creditor=place.id, work=number)
    if work is None or work.kind not in _KINDS:
        raise Http404
    batch = work.result.get("batch") or work.arguments.get("batch")
    if batch is None:
        batch = reading_of(creditor=place.id, source=work.arguments["source"])
    return place.go("imports:batch", number=batch) if batch else place.go("imports:list")


@office(right=Right.APPROVE_LETTERS)
def release(request: OfficeRequest, number: int) -> HttpResponse:
    """Say yes to the first letters of a list's cases."""
    place = request.office
    if request.method == "POST":
        with place.reading():
            closed = why_not_released(creditor=place.id)
        if closed is not None:
            place.tell(closed.code, tone="stop")
        elif _is_large(place, number):
            work = start_release(creditor=place.id, batch=number, on=place.on, asked_by=place.actor)
            return place.go("work:show", number=work)
        else:
            place.tell("office_imports.released", count=release_batch(creditor=place.id, batch=number))
    return place.go("imports:batch", number=number)


@office(right=Right.IMPORT_FILES)
def take_back(request: OfficeRequest, number: int) -> HttpResponse:
    """Take a list back as a whole."""
    place = request.office
    if request.method == "POST":
        if _is_large(place, number):
            work = start_take_back(creditor=place.id, batch=number, on=place.on, asked_by=place.actor)
            return place.go("work:show", number=work)
        try:
            count = take_back_import(creditor=place.id, batch=number, on=place.on, actor=place.actor)
        except NotTakenBack as error:
            place.tell("office_imports.not_taken_back", tone="stop", why=reason_text(error.reason))
        else:
            place.tell("office_imports.taken_back", count=count)
    return place.go("imports:batch", number=number)


@office(right=Right.IMPORT_FILES)
def refused(request: OfficeRequest, number: int) -> HttpResponse:
    """Give the refused rows as a list to mend and read in again, each with its reason."""
    place = request.office
    _found(place.id, number)
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";")
    for row in import_rows(creditor=place.id, batch=number, fate="refused"):
        sheet.writerow([*(_safe(cell) for cell in row.cells), _safe(reason_text(row.reason))])
    place.saw(what="import", number=number)
    name = f"{sentence('office_imports.refused_file')}-{number}.csv"
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _is_large(place: Office, batch: int) -> bool:
    with place.reading():
        return _found(place.id, batch).new > MANY


def _safe(cell: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell[:1] else cell


def _found(creditor: int, batch: int) -> ImportShown:
    found = import_of(creditor=creditor, batch=batch)
    if found is None:
        raise Http404
    return found


def _why_not(found: ImportShown, creditor: int) -> str:
    if found.state not in ("waiting", "released"):
        return sentence(f"office_imports.state_{found.state}")
    closed = closed_reason(creditor=creditor, batch=found.id)
    return reason_text(closed) if closed else ""


def _coming(decisions: Sequence[Decision]) -> Iterator[Coming]:
    counted: Counter[tuple[str, date | None]] = Counter(_said(decision) for decision in decisions)
    for (text, on), count in sorted(counted.items(), key=lambda item: (item[0][1] or date.max, item[0][0])):
        yield Coming(text=text, count=count, on=on)


def _said(decision: Decision) -> tuple[str, date | None]:
    if isinstance(decision, Take):
        return sentence(f"office_imports.step_{decision.step.kind}"), None
    if isinstance(decision, Wait):
        return sentence("office_imports.waits"), decision.until
    if isinstance(decision, Close):
        return sentence("office_imports.closes"), None
    return reason_text(decision.why), None
