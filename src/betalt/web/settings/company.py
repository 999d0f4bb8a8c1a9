"""The company as its letters say it, with its logotype, and what it has chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from betalt.core.access import Right
from betalt.flows.choices import ChoiceUnknown, choices_of
from betalt.flows.logo import example_letter, example_page
from betalt.flows.setup import CreditorUnclear, change_choices, change_company
from betalt.web.office import OfficeRequest, office
from betalt.web.settings.forms import ChoicesForm, CompanyForm
from betalt.web.settings.logo import LogoForm, take_logo


@office(right=Right.SEE, post=Right.CHANGE_SETTINGS)
def show(request: OfficeRequest) -> HttpResponse:
    """Show what letters say of the company; change it when the form is sent."""
    place = request.office
    home = place.creditor
    if request.method != "POST":
        initial = {name: getattr(home, name) for name in CompanyForm.base_fields}
        form = CompanyForm(initial={**initial, "address": "\n".join(home.address)})
        return _page(request, "company", form, logo=LogoForm())
    form, logo = CompanyForm(request.POST), LogoForm(request.POST, request.FILES)
    good = form.is_valid() and logo.is_valid() and _change(request, form)
    if take_logo(place, logo) and good:
        place.tell("office_settings.saved")
        return place.go("settings:start")
    with place.reading():
        return _page(request, "company", form, status=422, logo=logo)


def _change(request: OfficeRequest, form: CompanyForm) -> bool:
    place = request.office
    told = form.told(org_no=place.creditor.org_no)
    try:
        change_company(creditor=place.id, told=told, on=place.on, actor=place.actor)
    except CreditorUnclear:
        form.refuse(None, "office_settings.company_refused")
        return False
    return True


@office(right=Right.SEE)
@require_safe
def letter_picture(request: OfficeRequest) -> HttpResponse:
    """Draw the letter that a made-up customer would get now."""
    drawn = example_page(creditor=request.office.id, language=request.office.language)
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "no-store"})


@office(right=Right.SEE)
@require_safe
def letter_pdf(request: OfficeRequest) -> HttpResponse:
    """Give that letter as it would be printed and sent."""
    pdf = example_letter(creditor=request.office.id, language=request.office.language)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Cache-Control": "no-store"})


@office(right=Right.SEE, post=Right.CHANGE_SETTINGS)
def choices(request: OfficeRequest) -> HttpResponse:
    """Show what the company has chosen; change it when the form is sent."""
    place = request.office
    chosen = choices_of(place.creditor.settings)
    if request.method != "POST":
        return _page(request, "choices", ChoicesForm(initial=ChoicesForm.shown(chosen)))
    form = ChoicesForm(request.POST)
    if form.is_valid():
        try:
            change_choices(creditor=place.id, choices=form.cleaned_data, on=place.on, actor=place.actor)
        except ChoiceUnknown:
            form.refuse(None, "office_settings.choices_refused")
        else:
            place.tell("office_settings.saved")
            return place.go("settings:choices")
    return _page(request, "choices", form, status=422)


def _page(
    request: OfficeRequest, tab: str, form: Any, *, status: int = 200, logo: LogoForm | None = None
) -> HttpResponse:
    home = request.office.creditor
    context = {
        "form": form,
        "tab": tab,
        "org_no": home.org_no,
        "logo": logo,
        "has_logo": bool(home.logo_sha256),
    }
    return TemplateResponse(request, f"settings/{tab}.html", context, status=status)
