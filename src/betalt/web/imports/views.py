"""Drop a list, see how it is read, mend that, and take it in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.bank_file import receive_payments
from betalt.flows.bank_work import start_bank_file
from betalt.flows.columns import ColumnMapping, MappingError, UnreadableFile
from betalt.flows.import_work import start_import
from betalt.flows.look import CannotRead
from betalt.flows.saved_columns import save_mapping
from betalt.flows.upload import Looked, NoSuchUpload, is_long, keep_upload, look_at, take_in_upload
from betalt.records.queries.imports import imports_of
from betalt.records.queries.work import work_to_show
from betalt.web.asked import whole_number
from betalt.web.imports.columns import asked_mapping, lines, settings
from betalt.web.imports.forms import FileForm, TakeInForm
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.wording import reason_text, sentence

SHOWN = 20  # rows of each kind
WORK = ("import", "release", "take_back", "bank_file")


@office(right=Right.SEE, post=Right.IMPORT_FILES)
def files(request: OfficeRequest) -> HttpResponse:
    """Show the lists that came in, and take a new file."""
    place = request.office
    if request.method != "POST":
        return _files(request, FileForm(), status=200)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _take_up(place, name=file.name, data=file.read())
        except CannotRead as error:
            form.add_error("file", reason_text(error.reason))
    with place.reading():
        return _files(request, form, status=422)


def _files(request: OfficeRequest, form: FileForm, *, status: int) -> HttpResponse:
    place = request.office
    found = imports_of(creditor=place.id, before=whole_number(request.GET.get("after")))
    context = {"form": form, "found": found, "work": work_to_show(creditor=place.id, kinds=WORK)}
    return TemplateResponse(request, "imports/list.html", context, status=status)


def _take_up(place: Office, *, name: str, data: bytes) -> HttpResponse:
    source, kind = keep_upload(creditor=place.id, name=name, data=data, on=place.on)
    if kind == "invoices":
        return place.go("imports:check", number=source)
    if is_long(data):
        return place.go(
            "work:show",
            number=start_bank_file(
                creditor=place.id, name=name, data=data, on=place.on, asked_by=place.actor
            ),
        )
    taken = receive_payments(creditor=place.id, name=name, data=data, on=place.on)
    place.tell(
        "office_imports.payments", new=taken.counts["new"], known=taken.counts["known"],
        waiting=len(taken.waiting), paid_ore=taken.paid_ore,
    )  # fmt: skip
    return place.go("payments:file", number=taken.batch)


@office(right=Right.IMPORT_FILES)
def check(request: OfficeRequest, number: int) -> HttpResponse:
    """Show how a list is read, with what is good and what is refused; take it in when the form is sent."""
    place = request.office
    if request.method != "POST":
        return _check(request, number, TakeInForm(), status=200)
    form = TakeInForm(request.POST)
    with place.reading():
        looked, wrong = _looked(request, number)
    if form.is_valid() and looked.file is not None and not wrong:
        try:
            return _take_in(place, number, looked, form)
        except UnreadableFile as error:
            form.add_error(None, reason_text(error.reason))
    with place.reading():
        return _check(request, number, form, status=422)


def _take_in(place: Office, source: int, looked: Looked, form: TakeInForm) -> HttpResponse:
    """Take a list in, at once or as long work."""
    mapping, snapshot = looked.mapping, form.cleaned_data["snapshot"]
    _remember(place, form, mapping)
    if looked.looked_at:
        work = start_import(
            creditor=place.id,
            source=source,
            on=place.on,
            asked_by=place.actor,
            mapping=mapping,
            snapshot=snapshot,
        )
        return place.go("work:show", number=work)
    received = take_in_upload(
        creditor=place.id, source=source, on=place.on, mapping=mapping, snapshot=snapshot
    )
    place.tell("office_imports.taken_in", new=received.new, refused=len(received.refused))
    ahead = received.new and "file" in place.creditor.first_run_left
    return place.go("first_run:ahead" if ahead else "imports:batch", number=received.batch)


def _remember(place: Office, form: TakeInForm, mapping: ColumnMapping) -> None:
    if form.cleaned_data["remember"]:
        save_mapping(creditor=place.id, name=form.cleaned_data["remember"], mapping=mapping)


def _looked(request: OfficeRequest, number: int) -> tuple[Looked, str]:
    """Read the list by what the address says; a choice that cannot hold is told, and the list read as before."""
    creditor = request.office.id
    try:
        looked = look_at(creditor=creditor, source=number)
    except NoSuchUpload:
        raise Http404 from None
    try:
        asked = asked_mapping(request.GET.dict(), tuple(column.header for column in looked.columns))
    except MappingError as error:
        return looked, str(error)
    return (look_at(creditor=creditor, source=number, mapping=asked), "") if asked else (looked, "")


def _check(request: OfficeRequest, number: int, form: TakeInForm, *, status: int) -> HttpResponse:
    looked, wrong = _looked(request, number)
    file = looked.file
    context: dict[str, Any] = {
        "form": form,
        "looked": looked,
        "wrong": wrong,
        "problem": reason_text(looked.problem) if looked.problem else "",
        "lines": list(lines(looked)),
        "settings": settings(looked),
        "good": file.rows[:SHOWN] if file else (),
        "refused": file.refused[:SHOWN] if file else (),
        "mentioned": file.problems[:SHOWN] if file else (),
        "used": sum(bool(column.field) for column in looked.columns),
        "credits": sum(row.kind == "credit" for row in file.rows) if file else 0,
        "closed": _closed(looked, wrong),
    }
    request.office.saw(what="upload", number=number)
    return TemplateResponse(request, "imports/check.html", context, status=status)


def _closed(looked: Looked, wrong: str) -> str:
    if wrong:
        return wrong
    if looked.problem is not None:
        return reason_text(looked.problem)
    return "" if looked.file and looked.file.rows else sentence("office_imports.nothing_good")
