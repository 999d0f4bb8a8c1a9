"""What a person notes of a customer; each form goes to one flow."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from betalt.core.access import Right
from betalt.flows.agree import AgreementUnclear, record_agreement
from betalt.flows.customer import FLAGS, CustomerUnclear, mark_customer, move_customer
from betalt.records import models as m
from betalt.web.customers.forms import AgreementForm, ContactForm, MarksForm
from betalt.web.customers.views import page
from betalt.web.forms import OfficeForm
from betalt.web.office import OfficeRequest, office


@office(right=Right.WORK_CASES)
def agreement(request: OfficeRequest, number: int) -> HttpResponse:
    """Record that the customer agreed to a clause, with the proof."""
    if request.method != "POST":
        return request.office.go("customers:customer", number=number)
    place, name = request.office, _number(request, number)
    form = AgreementForm(request.POST)
    form.fields["agreed_on"].latest = place.on  # type: ignore[attr-defined]
    if form.is_valid():
        told = form.cleaned_data
        rate = told["interest"]
        try:
            cases = record_agreement(
                creditor=place.id, customer=name, clause=told["clause"], agreed_on=told["agreed_on"],
                how=told["how"], on=place.on, interest_kind="fixed" if rate else "statutory",
                interest_bps=rate, actor=place.actor,
            )  # fmt: skip
        except AgreementUnclear:
            form.refuse(None, "office_customers.agreement_refused")
        else:
            place.tell("office_customers.agreed", count=cases)
            return place.go("customers:customer", number=number)
    return _again(request, number, agreement_form=form)


@office(right=Right.WORK_CASES)
def contact(request: OfficeRequest, number: int) -> HttpResponse:
    """Note where the customer is, and from where that is known."""
    if request.method != "POST":
        return request.office.go("customers:customer", number=number)
    place, name = request.office, _number(request, number)
    form = ContactForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        move_customer(
            creditor=place.id, number=name, on=place.on, address=told["lines"], email=told["email"],
            source=told["source"], actor=place.actor,
        )  # fmt: skip
        place.tell("office_customers.moved")
        return place.go("customers:customer", number=number)
    return _again(request, number, contact_form=form)


@office(right=Right.WORK_CASES)
def marks(request: OfficeRequest, number: int) -> HttpResponse:
    """Note what is known of who the customer is; its cases are looked at again."""
    if request.method != "POST":
        return request.office.go("customers:customer", number=number)
    place, name = request.office, _number(request, number)
    form = MarksForm(request.POST)
    if form.is_valid():
        flags = {flag: flag in form.cleaned_data["marks"] for flag in FLAGS}
        try:
            mark_customer(creditor=place.id, number=name, flags=flags, on=place.on, actor=place.actor)
        except CustomerUnclear:
            form.refuse(None, "office_customers.marks_refused")
        else:
            place.tell("office_customers.marked")
            return place.go("customers:customer", number=number)
    return _again(request, number, marks_form=form)


def _number(request: OfficeRequest, number: int) -> str:
    """Find the creditor's own number of a customer."""
    with request.office.reading():
        found = (
            m.Party.objects.of(request.office.id).filter(id=number).values_list("number", flat=True).first()
        )
    if found is None:
        raise Http404
    return str(found)


def _again(request: OfficeRequest, number: int, **form: OfficeForm) -> HttpResponse:
    with request.office.reading():
        return page(request, number, status=422, **form)
