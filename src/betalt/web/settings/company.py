"""The company as its letters say it, what it has chosen, and the clauses that give it rights."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.choices import ChoiceUnknown, choices_of
from betalt.flows.setup import CreditorUnclear, change_choices, change_company
from betalt.law import fee_ore
from betalt.web.office import OfficeRequest, office, reason
from betalt.web.settings.forms import ChoicesForm, CompanyForm
from betalt.words import say

CLAUSES = ("due_day", "interest", "reminder_fee", "late_compensation")
_GROUNDS = {
    "due_day": "räntelagen 3 §",
    "interest": "räntelagen 6 §",
    "reminder_fee": "lag (1981:739) 2 §",
    "late_compensation": "lag (1981:739) 4 a §",
}


@office(right=Right.SEE, post=Right.CHANGE_SETTINGS)
def show(request: OfficeRequest) -> HttpResponse:
    """Show what letters say of the company; change it when the form is sent."""
    place = request.office
    home = place.creditor
    if request.method != "POST":
        initial = {name: getattr(home, name) for name in CompanyForm.base_fields}
        form = CompanyForm(initial={**initial, "address": "\n".join(home.address)})
        return _page(request, "company", form)
    form = CompanyForm(request.POST)
    if form.is_valid():
        try:
            change_company(
                creditor=place.id, told=form.told(org_no=home.org_no), on=place.on, actor=place.actor
            )
        except CreditorUnclear:
            form.refuse(None, "office_settings.company_refused")
        else:
            place.tell("office_settings.saved")
            return place.go("settings:start")
    return _page(request, "company", form, status=422)


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


@office(right=Right.SEE)
def clauses(request: OfficeRequest) -> HttpResponse:
    """Show the texts to paste into one's own terms."""
    context = {"tab": "clauses", "clauses": [_clause(name, request.office.on) for name in CLAUSES]}
    return TemplateResponse(request, "settings/clauses.html", context)


def _clause(name: str, on: date) -> dict[str, str]:
    """Give a clause in the words of the law's own sums on a day; it is pasted into Swedish agreements."""
    fees = {
        "fee": (fee_ore("reminder", on) or 0) // 100,
        "late": (fee_ore("late_compensation", on) or 0) // 100,
    }
    text = say(reason(f"office_settings.clause_{name}", **fees), language="sv")
    return {"name": name, "text": text, "ground": _GROUNDS[name]}


def _page(request: OfficeRequest, tab: str, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "tab": tab, "org_no": request.office.creditor.org_no}
    return TemplateResponse(request, f"settings/{tab}.html", context, status=status)
