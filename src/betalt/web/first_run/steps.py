"""The steps of the first run: each asks for one thing, says why, and can be left and taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.process.procedure import READY
from betalt.flows.first_run import STEPS, answer_step, ask_before_letters
from betalt.flows.ladder import LadderUnclear
from betalt.flows.setup import CreditorUnclear, change_company
from betalt.records.queries.imports import imports_of
from betalt.values import orgnr
from betalt.web.first_run.forms import (
    KINDS,
    CompanyForm,
    PaymentForm,
    ProcedureForm,
    SenderForm,
    StepForm,
    told_of,
)
from betalt.web.imports.forms import FileForm
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.procedures.versions import rungs_of
from betalt.web.settings.clauses import clause_groups
from betalt.web.settings.logo import LogoForm, take_logo
from betalt.web.wording import reason_text, sentence

_SETTINGS = Right.CHANGE_SETTINGS
_EXAMPLE = (
    "Fakturanummer;Kund;Kundnummer;Kundtyp;E-post;Adress;Postnummer;Ort;Fakturadatum;Förfallodatum;Belopp;Kvar;Avser\n"
    "1001;Anna Exempel;K1;privat;anna@exempel.se;Storgatan 1;111 22;Exempelby;{first};{due};1 250,00;1 250,00;"
    "Service av värmepump\n"
    "1002;Exempelbygg AB;K2;företag;;Verkstadsgatan 2;222 33;Exempelby;{first};{due};8 400,00;8 400,00;"
    "Montering av radiatorer\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step as the line of progress shows it."""

    name: str
    number: int
    href: str
    is_here: bool
    is_answered: bool


@office(right=Right.SEE)
def start(request: OfficeRequest) -> HttpResponse:
    """Lead to the first step that nobody has answered."""
    place = request.office
    left = [step for step in STEPS if step in place.creditor.first_run_left]
    return place.go(f"first_run:{left[0]}") if left else place.go("overview:start")


@office(right=_SETTINGS)
def company(request: OfficeRequest) -> HttpResponse:
    """Ask who the company is."""
    return _told(request, "company", CompanyForm)


@office(right=_SETTINGS)
def payment(request: OfficeRequest) -> HttpResponse:
    """Ask where the money comes to."""
    return _told(request, "payment", PaymentForm)


@office(right=_SETTINGS)
def sender(request: OfficeRequest) -> HttpResponse:
    """Ask how customers reach the company, and for its logotype."""
    place = request.office
    if request.method != "POST" or "skip" in request.POST:
        return _told(
            request, "sender", SenderForm, logo=LogoForm(), has_logo=bool(place.creditor.logo_sha256)
        )
    logo = LogoForm(request.POST, request.FILES)
    form = SenderForm(request.POST)
    good = form.is_valid() and logo.is_valid()
    if good:
        good = _change(place, "sender", form)
    taken = take_logo(place, logo)
    if good and taken:
        if logo.cleaned_data["logo"]:
            return place.go("first_run:sender")  # to see it on the letter
        return _next(place, "sender")
    with place.reading():
        return _page(
            request, "sender", status=422, form=form, logo=logo, has_logo=bool(place.creditor.logo_sha256)
        )


@office(right=Right.SEE, post=_SETTINGS)
def terms(request: OfficeRequest) -> HttpResponse:
    """Show the texts to paste into one's own agreements."""
    if request.method == "POST":
        return _answered(request, "terms")
    return _page(request, "terms", groups=clause_groups(request.office.on))


@office(right=Right.SEE, post=Right.CHANGE_PROCEDURES)
def procedure(request: OfficeRequest) -> HttpResponse:
    """Show the three ready ladders, and let each ask before its letters if the owner wants that."""
    place = request.office
    form = ProcedureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        careful = [kind for kind in KINDS if form.cleaned_data[kind] == "ask"]
        try:
            ask_before_letters(creditor=place.id, kinds=careful, on=place.on, actor=place.actor)
        except LadderUnclear as error:
            form.add_error(None, reason_text(error.reason))
        else:
            return _answered(request, "procedure")
    ladders = [(ladder.kind, form[ladder.kind], rungs_of(ladder, on=place.on)) for ladder in READY]
    told: dict[str, Any] = {"form": form, "ladders": ladders}
    if request.method != "POST":
        return _page(request, "procedure", **told)
    with place.reading():
        return _page(request, "procedure", status=422, **told)


@office(right=Right.SEE, post=Right.IMPORT_FILES)
def file(request: OfficeRequest) -> HttpResponse:
    """Ask for the first list of invoices; the import itself reads it."""
    place = request.office
    if request.method == "POST":
        return _answered(request, "file")
    found = imports_of(creditor=place.id, before=None)
    return _page(
        request, "file", form=FileForm(), found=[row for row in found.rows if row.state == "waiting"]
    )


@office(right=Right.SEE)
def example_list(request: OfficeRequest) -> HttpResponse:
    """Give a list of two made-up invoices, to see what one may look like."""
    on = request.office.on
    text = "\ufeff" + _EXAMPLE.format(first=on.replace(day=1), due=on)
    return HttpResponse(
        text, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="exempel.csv"'},
    )  # fmt: skip


def _told(request: OfficeRequest, step: str, kind: type[StepForm], **more: Any) -> HttpResponse:
    """Show a step that tells something of the company; take what was typed."""
    place = request.office
    if request.method != "POST":
        return _page(request, step, form=kind.of(place.creditor), **more)
    if "skip" in request.POST:
        return _answered(request, step)
    form = kind(request.POST)
    if form.is_valid() and _change(place, step, form):
        return _next(place, step)
    with place.reading():
        return _page(request, step, status=422, form=form, **more)


def _change(place: Office, step: str, form: StepForm) -> bool:
    try:
        told = form.told(told_of(place.creditor))
        change_company(creditor=place.id, told=told, on=place.on, actor=place.actor, step=step)
    except CreditorUnclear:
        form.refuse(None, "office_first_run.refused")
        return False
    return True


def _answered(request: OfficeRequest, step: str) -> HttpResponse:
    """Note a step as answered, or as passed over; that an account is missing is never passed over for good."""
    place, skipped = request.office, "skip" in request.POST
    if step != "payment":
        answer_step(creditor=place.id, step=step, on=place.on, actor=place.actor, skipped=skipped)
    return _next(place, step)


def _next(place: Office, step: str) -> HttpResponse:
    at = STEPS.index(step) + 1
    return place.go(f"first_run:{STEPS[at]}") if at < len(STEPS) else place.go("overview:start")


def _page(request: OfficeRequest, step: str, *, status: int = 200, **more: Any) -> HttpResponse:
    place = request.office
    context = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "places": places(place, step),
        "kind": sentence(f"office_first_run.kind_{orgnr.kind(place.creditor.org_no)}"),
        **more,
    }
    return TemplateResponse(request, f"first_run/{step}.html", context, status=status)


def places(place: Office, here: str) -> list[Place]:
    """Give the line of progress."""
    left = place.creditor.first_run_left
    return [
        Place(
            name=step, number=at, href=place.to(f"first_run:{step}"), is_here=step == here,
            is_answered=step not in left,
        )
        for at, step in enumerate(STEPS, 1)
    ]  # fmt: skip
