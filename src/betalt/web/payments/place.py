"""One payment: what the bank told of it, where it may belong, and what a person says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.inbox import To, ignore_payment, match_payment, same_payment, take_back, unmatch_payment
from betalt.records.queries.case_list import list_cases
from betalt.records.queries.inbox import waiting_payments
from betalt.records.queries.payments_page import PaymentShown, alike_payments, payment_shown
from betalt.web.asked import whole_number
from betalt.web.cases.filters import read_filters
from betalt.web.office import OfficeRequest, office
from betalt.web.payments.answers import tried
from betalt.web.payments.forms import AsideForm, PlaceForm
from betalt.web.payments.lines import Line, inbox_lines, owed_in

FOUND = 20  # cases of a search


@office(right=Right.SEE, post=Right.MONEY_IN)
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show a payment with what it may be for and a search among all cases; place it when the form is sent."""
    place = request.office
    if request.method != "POST":
        return _page(request, number, PlaceForm(initial=_asked(request)))
    form = PlaceForm(request.POST)
    if form.is_valid():
        to = [To(case, ore=ore) for case, ore in form.parts]
        why = tried(
            lambda: match_payment(creditor=place.id, payment=number, to=to, on=place.on, actor=place.actor)
        )
        if not why:
            place.tell("office_payments.placed_now", payment=number)
            return place.go("payments:list")
        form.add_error(None, why)
    with place.reading():
        return _page(request, number, form, status=422)


def _asked(request: OfficeRequest) -> dict[str, str]:
    """Fill in the case that a link of the search named."""
    case = whole_number(request.GET.get("case"))
    return {"case0": str(case)} if case is not None else {}


def _page(
    request: OfficeRequest, number: int, form: PlaceForm, *, aside: AsideForm | None = None, status: int = 200
) -> HttpResponse:
    place = request.office
    shown = _shown(place.id, number)
    line = _line(request, number)
    typed = request.GET.get("q", "").strip()[:100]
    found: list[Any] = []
    if typed:
        found, _ = list_cases(
            creditor=place.id, filters=read_filters({"q": typed}), order="number", on=place.on
        )
    owed = owed_in(creditor=place.id, numbers={row.number for row in found[:FOUND]}, on=place.on)
    place.saw(what="payment", number=number)
    context = {
        "shown": shown,
        "line": line,
        "form": form,
        "aside": aside or AsideForm(),
        "typed": typed,
        "found": [(row, owed.get(row.number, 0)) for row in found[:FOUND]],
        "alike": alike_payments(creditor=place.id, payment=number),
    }
    return TemplateResponse(request, "payments/payment.html", context, status=status)


def _shown(creditor: int, number: int) -> PaymentShown:
    shown = payment_shown(creditor=creditor, payment=number)
    if shown is None:
        raise Http404
    return shown


def _line(request: OfficeRequest, number: int) -> Line | None:
    place = request.office
    waiting = waiting_payments(creditor=place.id, payment=number)
    return inbox_lines(creditor=place.id, waiting=waiting, on=place.on)[0] if waiting else None


@office(right=Right.MONEY_IN)
def accept(request: OfficeRequest, number: int) -> HttpResponse:
    """Place a payment where a suggestion says; one for several cases that do not fit is placed by hand."""
    place = request.office
    if request.method != "POST":
        return place.go("payments:payment", number=number)
    with place.reading():
        line = _line(request, number)
        rank = whole_number(request.POST.get("rank", "0"))
        guesses = line.guesses if line else ()
        guess = guesses[rank] if rank is not None and rank < len(guesses) else None
        owed = owed_in(creditor=place.id, numbers=set(guess.cases), on=place.on) if guess else {}
    if guess is None:
        place.tell("office_payments.gone", tone="warn")
        return place.go("payments:list")
    *some, last = guess.cases
    to = [*(To(case, ore=owed[case]) for case in some), To(last)]
    why = tried(
        lambda: match_payment(creditor=place.id, payment=number, to=to, on=place.on, actor=place.actor)
    )
    if why:
        place.tell("office_payments.not_done", tone="stop", why=why)
        return place.go("payments:payment", number=number)
    place.tell("office_payments.placed_now", payment=number)
    return place.go("payments:list")


@office(right=Right.MONEY_IN)
def part(request: OfficeRequest, number: int) -> HttpResponse:
    """Lift a payment off the cases that it was placed on by mistake."""
    place = request.office
    return _answered(
        request, number, "parted",
        lambda: unmatch_payment(creditor=place.id, payment=number, on=place.on, actor=place.actor),
    )  # fmt: skip


@office(right=Right.MONEY_IN)
def aside(request: OfficeRequest, number: int) -> HttpResponse:
    """Set money aside that is for no claim here."""
    place = request.office
    if request.method != "POST":
        return place.go("payments:payment", number=number)
    form = AsideForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        why = tried(
            lambda: ignore_payment(
                creditor=place.id, payment=number, reason=reason, on=place.on, actor=place.actor
            )
        )
        if not why:
            place.tell("office_payments.set_aside", payment=number)
            return place.go("payments:list")
        form.add_error("reason", why)
    with place.reading():
        return _page(request, number, PlaceForm(), aside=form, status=422)


@office(right=Right.MONEY_IN)
def same(request: OfficeRequest, number: int) -> HttpResponse:
    """Say which other payment this one is told again of, or takes back."""
    place = request.office
    known = whole_number(request.POST.get("known"))
    if request.method != "POST" or known is None:
        return place.go("payments:payment", number=number)
    act = take_back if request.POST.get("as") == "taken_back" else same_payment
    return _answered(
        request, number, "told_again",
        lambda: act(creditor=place.id, payment=number, known=known, on=place.on, actor=place.actor),
    )  # fmt: skip


def _answered(request: OfficeRequest, number: int, code: str, act: Callable[[], Any]) -> HttpResponse:
    place = request.office
    if request.method != "POST":
        return place.go("payments:payment", number=number)
    if why := tried(act):
        place.tell("office_payments.not_done", tone="stop", why=why)
        return place.go("payments:payment", number=number)
    place.tell(f"office_payments.{code}", payment=number)
    return place.go("payments:list")
