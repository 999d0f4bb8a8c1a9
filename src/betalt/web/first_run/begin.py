"""Where a user begins: a company of one's own, or one to look around in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from betalt.flows.demo_company import KIND, open_demo
from betalt.flows.first_run import begin_company, is_known_company
from betalt.flows.forms import note_answer
from betalt.flows.setup import CreditorUnclear, NewCreditor
from betalt.records import models as m
from betalt.records.once import Form, FormSentBefore, answered_form
from betalt.records.queries.places import offices_of
from betalt.records.queries.work import recent_work
from betalt.records.scope import acting_for
from betalt.values import orgnr
from betalt.web import clock
from betalt.web.errors import form_is_old
from betalt.web.first_run.forms import NewCompanyForm
from betalt.web.language import language
from betalt.web.office import ONCE, see_other
from betalt.web.wording import sentence


@login_required
def begin(request: Any) -> HttpResponse:
    """Ask who the company is, and begin with it when the form is sent."""
    if request.method != "POST":
        return _page(request, NewCompanyForm())
    form = NewCompanyForm(request.POST)

    def start() -> str:
        if not form.is_valid() or _is_here(request, form):
            return ""
        empty = NewCreditor(name="", org_no=form.cleaned_data["org_no"], address=(), language=language())
        try:
            number = begin_company(told=form.told(empty), on=clock.today(), owner=request.user.pk)
        except CreditorUnclear:
            form.refuse(None, "office_first_run.refused")
            return ""
        return reverse("first_run:payment", kwargs={"slug": _slug(request, number)})

    return _once(request, start) or _page(request, form, status=422)


@login_required
def look_around(request: Any) -> HttpResponse:
    """Open a made-up company that lives its story while the user waits."""
    if request.method != "POST":
        return see_other(reverse("begin"))

    def start() -> str:
        number = open_demo(user=request.user.pk, on=clock.today())
        slug = _slug(request, number)
        with acting_for([number]):
            works = recent_work(creditor=number, kind=KIND)
        if works and works[0].is_left:
            return reverse("work:show", kwargs={"slug": slug, "number": works[0].id})
        return reverse("overview:start", kwargs={"slug": slug})

    return _once(request, start) or see_other(reverse("begin"))


def _once(request: Any, act: Callable[[], str]) -> HttpResponse | None:
    """Answer a form outside all offices once: act gives where it leads, or nothing where it is shown again."""
    try:
        key = Form(key=UUID(request.POST.get(ONCE, "")), user=request.user.pk)
    except ValueError:
        return form_is_old(request)
    if done := _went_to(key):
        return see_other(done)
    token = answered_form.set(key)
    try:
        href = act()
    except FormSentBefore:
        return see_other(_went_to(key) or "/")
    finally:
        answered_form.reset(token)
    if not href:
        return None
    if key.used:
        note_answer(key=key.key, went_to=href)
    return see_other(href)


def _went_to(key: Form) -> str:
    """Tell where a form led that was answered before; empty if it was not."""
    first = m.FormKey.objects.filter(key=key.key, user=key.user).first()
    return str(first.went_to) if first is not None else ""


def _slug(request: Any, creditor: int) -> str:
    return next(row.slug for row in offices_of(user=request.user.pk) if row.creditor == creditor)


def _is_here(request: Any, form: NewCompanyForm) -> bool:
    """Tell of a company with the same number; it may begin once more only when the user says so."""
    number = form.cleaned_data["org_no"]
    mine = [row for row in offices_of(user=request.user.pk) if row.org_no == number and not row.is_demo]
    if mine:
        form.refuse("org_no", "office_first_run.is_yours", company=mine[0].name)
        return True
    if is_known_company(org_no=number) and not form.cleaned_data["again"]:
        form.refuse(
            "again", "office_first_run.is_here", kind=sentence(f"office_first_run.kind_{orgnr.kind(number)}")
        )
        return True
    return False


def _page(request: HttpRequest, form: NewCompanyForm, *, status: int = 200) -> HttpResponse:
    demo = next((row for row in offices_of(user=request.user.pk) if row.is_demo), None)  # type: ignore[arg-type]
    context = {
        "form": form,
        "demo": demo,
        "asks_again": "again" in form.errors or bool(form["again"].value()),
    }
    return render(request, "first_run/begin.html", context, status=status)
