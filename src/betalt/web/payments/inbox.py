"""The inbox of money: suggestions to accept by one key, payments that nothing speaks for, and what was placed."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.payment.certainty import Certainty
from betalt.flows.inbox import To, match_payment
from betalt.flows.setup import say_bank_checked
from betalt.records.queries.inbox import waiting_payments
from betalt.records.queries.payments_page import money_shown, placed_payments
from betalt.records.queries.refunds import refunds_under_way
from betalt.records.queries.work import recent_work
from betalt.values.days import add_days, previous_business_day
from betalt.web.asked import whole_number
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.payments.answers import tried
from betalt.web.payments.lines import Line, inbox_lines
from betalt.web.wording import sentence

SHOWN = 50
LATELY = 12


@office(right=Right.SEE)
def start(request: OfficeRequest) -> HttpResponse:
    """Show what waits for a person, the surest first, and what was placed lately."""
    place = request.office
    waiting = waiting_payments(creditor=place.id, most=SHOWN)
    lines = inbox_lines(creditor=place.id, waiting=waiting, on=place.on)
    suggested = sorted((each for each in lines if each.best), key=_rank)
    yesterday = previous_business_day(add_days(place.on, -1))
    money = money_shown(creditor=place.id, on=place.on)
    place.saw(what="payments")
    context = {
        "money": money,
        "is_stale": money.covered_on is None or money.covered_on < yesterday,
        "yesterday": yesterday,
        "bank_work": next((each for each in recent_work(creditor=place.id, kind="bank_file", limit=1)), None),
        "suggested": suggested,
        "sure": sum(each.best.certainty is Certainty.SURE for each in suggested if each.best),
        "unmatched": [each for each in lines if not each.best],
        "more": max(0, money.suggested.payments + money.unmatched.payments - len(waiting)),
        "placed": placed_payments(creditor=place.id, most=LATELY),
        "refunds": len(refunds_under_way(creditor=place.id)),
    }
    return TemplateResponse(request, "payments/list.html", context)


def _rank(line: Line) -> int:
    return list(Certainty).index(line.best.certainty) if line.best else len(Certainty)


@office(right=Right.SEE)
def placed(request: OfficeRequest) -> HttpResponse:
    """List every payment that was given to cases, the newest first."""
    place = request.office
    rows = placed_payments(creditor=place.id, most=SHOWN, before=whole_number(request.GET.get("before")))
    place.saw(what="payments")
    context = {"rows": rows, "next_before": rows[-1].payment if len(rows) == SHOWN else None}
    return TemplateResponse(request, "payments/placed.html", context)


@office(right=Right.MONEY_IN)
def accept_sure(request: OfficeRequest) -> HttpResponse:
    """Place every payment of which payer and sum agree and nothing else is suggested."""
    place = request.office
    if request.method != "POST":
        return place.go("payments:list")
    with place.reading():
        waiting = waiting_payments(creditor=place.id, most=SHOWN)
        lines = inbox_lines(creditor=place.id, waiting=waiting, on=place.on)
    wanted = set(map(whole_number, request.POST.getlist("payment")))
    done = 0
    for line in lines:
        case = _sure_case(line)
        if case is not None and line.row.payment in wanted and _placed(place, line.row.payment, case):
            done += 1
    place.tell("office_payments.accepted_many", count=done)
    return place.go("payments:list")


def _sure_case(line: Line) -> int | None:
    """Give the one case that a payment is surely for."""
    best = line.best
    if best is None or best.certainty is not Certainty.SURE or len(best.cases) != 1:
        return None
    return best.cases[0]


def _placed(place: Office, payment: int, case: int) -> bool:
    """Place a payment; tell whether that was done."""
    to = [To(case)]
    return not tried(
        lambda: match_payment(creditor=place.id, payment=payment, to=to, on=place.on, actor=place.actor)
    )


@office(right=Right.MONEY_IN)
def checked(request: OfficeRequest) -> HttpResponse:
    """Note that a person looked at the bank: letters no longer wait for its file."""
    place = request.office
    if request.method == "POST":
        through = previous_business_day(add_days(place.on, -1))
        say_bank_checked(creditor=place.id, through=through)
        place.tell("office_payments.checked", day=sentence("office_payments.through", on=through))
    return place.go("payments:list")
