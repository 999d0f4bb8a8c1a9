"""The list of customers, and one customer over all its invoices."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.advice.slide import paying
from betalt.records import models as m
from betalt.records.queries.customers import FLAGS, PAGE, invoices_of, last_contact, list_customers
from betalt.web.asked import whole_number
from betalt.web.customers.forms import AgreementForm, ContactForm, MarksForm
from betalt.web.office import OfficeRequest, office


@office(right=Right.SEE)
def customers(request: OfficeRequest) -> HttpResponse:
    """List customers by name with what each owes."""
    place = request.office
    typed = request.GET.get("q", "")[:100]
    name, _, last = request.GET.get("after", "").rpartition(":")
    behind = whole_number(last)
    after = (name, behind) if behind is not None else ("", 0)
    rows = list_customers(creditor=place.id, typed=typed, after=after)
    place.saw(what="customers")
    context = {
        "rows": rows,
        "typed": typed,
        "left_ore": sum(row.left_ore for row in rows),
        "next_after": f"{rows[-1].sort_name}:{rows[-1].id}" if len(rows) == PAGE else "",
    }
    return TemplateResponse(request, "customers/list.html", context)


@office(right=Right.SEE)
def customer(request: OfficeRequest, number: int) -> HttpResponse:
    """Show one customer: invoices, how it pays, clauses with proof, contact with source, identity."""
    return page(request, number)


def page(request: OfficeRequest, number: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Make the page of a customer, with a form that is shown again where one was refused; the walls must be open."""
    place = request.office
    party = m.Party.objects.of(place.id).filter(id=number).first()
    if party is None:
        raise Http404
    lines = invoices_of(creditor=place.id, party=number)
    waiting = m.Case.objects.of(place.id).filter(party=party, next_look_on__isnull=False)
    owed = waiting.aggregate(count=Count("id"), ore=Sum("left_ore"))
    paid = sorted((line.paid_on, line.due_on) for line in lines if line.paid_on is not None)
    marks = [flag for flag in FLAGS if getattr(party, flag)]
    place.saw(what="customer", number=number)
    context = {
        "party": party,
        "lines": lines,
        "left_ore": owed["ore"] or 0,
        "open_count": owed["count"],
        "paying": paying(days_late=[(on - due).days for on, due in paid]),
        "agreements": m.Agreement.objects.of(place.id).filter(party=party).order_by("-agreed_on", "-id"),
        "contact": last_contact(creditor=place.id, party=number),
        "marks": marks,
        "agreement_form": AgreementForm(initial={"agreed_on": place.on}),
        "contact_form": ContactForm(
            initial={"address": "\n".join(party.address), "email": party.email, "source": "customer"}
        ),
        "marks_form": MarksForm(initial={"marks": marks}),
        "refused": next(iter(forms.values()), None),
        **forms,
    }
    return TemplateResponse(request, "customers/customer.html", context, status=status)
