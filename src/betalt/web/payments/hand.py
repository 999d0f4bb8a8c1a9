"""A payment that a person tells of: Swish, cash, a transfer that no bank file shows."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.inbox import note_payment
from betalt.flows.settle import PaymentUnclear
from betalt.web.office import ONCE, OfficeRequest, office
from betalt.web.payments.answers import refusal
from betalt.web.payments.forms import NoteForm


@office(right=Right.MONEY_IN)
def note(request: OfficeRequest) -> HttpResponse:
    """Ask for a payment by hand, and take it the way of a bank file's."""
    place = request.office
    form = NoteForm(request.POST or None, initial={"booked_on": place.on})
    form.fields["booked_on"].latest = place.on  # type: ignore[attr-defined]
    if request.method != "POST":
        return TemplateResponse(request, "payments/note.html", {"form": form})
    if form.is_valid():
        told = form.cleaned_data
        try:
            noted = note_payment(
                creditor=place.id, amount_ore=told["amount"], booked_on=told["booked_on"], on=place.on,
                key=told["key"].strip() or f"office:{request.POST[ONCE]}", reference=told["reference"].strip(),
                payer_name=told["name"].strip(), actor=place.actor,
            )  # fmt: skip
        except PaymentUnclear as error:
            form.add_error(None, refusal(error))
        else:
            place.tell("office_payments.noted_placed" if noted.is_settled else "office_payments.noted_waits")
            return place.go("payments:list")
    return TemplateResponse(request, "payments/note.html", {"form": form}, status=422)
