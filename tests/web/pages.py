"""Two pages of an office and nothing more, to try the door by."""

from datetime import date

from django import forms
from django.http import Http404
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from betalt.core.access import Right
from betalt.flows.hold import pause_case
from betalt.records import models as m
from betalt.web.office import office

handler400 = "betalt.web.errors.bad_request"
handler404 = "betalt.web.errors.not_found"
handler500 = "betalt.web.errors.fault"


class PauseForm(forms.Form):
    """How long a case rests."""

    until = forms.DateField(label="Till")


PAGE = """{% extends "office.html" %}{% block title %}Sida{% endblock %}{% block main %}
{% page_head title="Sida" %}{% action "Betala tillbaka" right="money_out" look="quiet" %}{% endpage_head %}
{% if form %}{% error_summary form %}
<form method="post">{% once %}{% field form.until hint="En dag" %}</form>{% endif %}
<p>{{ row.hold }} {{ number|kr }} {{ day|weekday }}</p>{% endblock %}"""


def page(request, status=200, **context):
    return TemplateResponse(request, engines["django"].from_string(PAGE), context, status=status)


@office(right=Right.SEE, post=Right.WORK_CASES)
def case(request, number):
    if request.method == "POST":
        return pause(request, number)
    row = m.Case.objects.of(request.office.id).filter(number=number).first()
    if row is None:
        raise Http404
    request.office.saw(what="case", number=number)
    return page(request, form=PauseForm(), row=row, number=123450, day=date(2026, 3, 16))


def pause(request, number):
    place, form = request.office, PauseForm(request.POST)
    if not form.is_valid():
        with place.reading():
            row = m.Case.objects.of(place.id).get(number=number)
        return page(request, form=form, row=row, status=422)
    until = form.cleaned_data["until"]
    pause_case(creditor=place.id, number=number, until=until, on=place.on, actor=place.actor, reason="")
    place.tell("office.demo_day", on=until)
    return place.go("pages:case", number=number)


@office(right=Right.MANAGE_USERS)
def people(request):
    return page(request)


@office()
def broken(request):
    raise RuntimeError("Åsa Öberg owes 3 000 kr")


pages = (
    [
        path("case/<int:number>/", case, name="case"),
        path("people/", people, name="people"),
        path("broken/", broken, name="broken"),
    ],
    "pages",
)
urlpatterns = [path("k/<slug:slug>/", include(pages)), path("", include("betalt.web.urls"))]
