"""What was paid too much: refunds proposed by one person, approved by another, and written to the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.choices import choices_of
from betalt.flows.credit_use import standing_credits
from betalt.flows.refund import approve_refund, order_refunds, propose_refund, withdraw_refund
from betalt.flows.refund_answer import confirm_refund_paid
from betalt.records.queries.refunds import RefundUnderWay, payout_file, refunds_under_way
from betalt.web import clock
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.payments.answers import REFUSED, refusal, tried
from betalt.web.payments.forms import RefundForm
from betalt.web.wording import sentence


@office(right=Right.SEE, post=Right.MONEY_IN)
def show(request: OfficeRequest) -> HttpResponse:
    """Show what stands to customers' credit and the refunds on their way; propose one when the form is sent."""
    place = request.office
    if request.method != "POST":
        return _page(request, RefundForm())
    form = RefundForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        why = tried(
            lambda: propose_refund(
                creditor=place.id, number=told["case"], on=place.on, actor=place.actor, ore=told["amount"],
                account=told["account"].strip(),
            )
        )  # fmt: skip
        if not why:
            place.tell("office_payments.refund_proposed")
            return place.go("payments:refunds")
        form.add_error(None, why)
    with place.reading():
        return _page(request, form, status=422)


def _page(request: OfficeRequest, form: RefundForm, *, status: int = 200) -> HttpResponse:
    place = request.office
    choices = choices_of(place.creditor.settings)
    rows = refunds_under_way(creditor=place.id)
    place.saw(what="refunds")
    context = {
        "form": form,
        "asked": form["case"].value(),
        "credits": standing_credits(creditor=place.id, on=place.on),
        "rows": [(row, _closed(place, row, two=choices.refunds_need_two)) for row in rows],
        "approved": sum(row.state == "approved" for row in rows),
        "approved_ore": sum(row.amount_ore for row in rows if row.state == "approved"),
        "no_account": "" if choices.iban and choices.bic else sentence("action.refund_no_iban"),
    }
    return TemplateResponse(request, "payments/refunds.html", context, status=status)


def _closed(place: Office, row: RefundUnderWay, *, two: bool) -> str:
    return sentence("action.refund_needs_two") if two and row.by == place.actor else ""


@office(right=Right.SEE, post=Right.MONEY_OUT)
def answer(request: OfficeRequest, number: int) -> HttpResponse:
    """Approve a refund, give it up, or note that the bank has paid it."""
    place = request.office
    told: dict[str, Any] = {"creditor": place.id, "refund": number, "on": place.on, "actor": place.actor}
    acts: Mapping[str, Callable[[], Any]] = {
        "approve": lambda: approve_refund(**told),
        "withdraw": lambda: withdraw_refund(**told),
        "paid": lambda: confirm_refund_paid(paid_on=place.on, **told),
    }
    do = request.POST.get("do", "")
    if request.method == "POST" and do in acts:
        why = tried(acts[do])
        if why:
            place.tell("office_payments.not_done", tone="stop", why=why)
        else:
            place.tell(f"office_payments.refund_{do}")
    return place.go("payments:refunds")


@office(right=Right.MONEY_OUT)
def order(request: OfficeRequest) -> HttpResponse:
    """Write all approved refunds as one file to the bank, and hand it over."""
    place = request.office
    if request.method != "POST":
        return place.go("payments:refunds")
    try:
        ordered = order_refunds(creditor=place.id, on=place.on, at=clock.moment(), actor=place.actor)
    except REFUSED as error:
        place.tell("office_payments.not_done", tone="stop", why=refusal(error))
        return place.go("payments:refunds")
    if ordered is None:
        place.tell("office_payments.nothing_to_order", tone="warn")
        return place.go("payments:refunds")
    place.tell("office_payments.ordered", count=len(ordered.refunds), sum_ore=ordered.total_ore)
    return place.go("payments:payout", message=ordered.name.removesuffix(".xml"))


@office(right=Right.MONEY_OUT)
def file(request: OfficeRequest, message: str) -> HttpResponse:
    """Give a file to the bank as it was written."""
    place = request.office
    data = payout_file(creditor=place.id, message=message)
    if data is None:
        raise Http404
    place.saw(what="payout")
    return HttpResponse(
        data, content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{message}.xml"'},
    )  # fmt: skip
