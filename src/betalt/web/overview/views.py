"""The overview of one office."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from betalt.core.access import Right
from betalt.core.advice.dso import EUROPE_DAYS
from betalt.core.advice.pulse import heartbeat, is_failure, is_trouble, silence, silent_days
from betalt.flows.letter_nets import letter_nets
from betalt.flows.overview import money, to_do
from betalt.flows.overview_days import coming_days
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.overview import drawings
from betalt.web.overview.lines import heaviest, line, planned, said
from betalt.web.overview.links import page

# With more cases than this the money is counted after the page is there: what needs a person is not kept waiting.
MOST_AT_ONCE = 20_000
ALL_AT_ONCE = "all"


@office(right=Right.SEE)
@require_safe
def start(request: OfficeRequest) -> HttpResponse:
    """Show what needs a person, what happens by itself, and how the money goes."""
    place = request.office
    at_once = place.creditor.last_case_number <= MOST_AT_ONCE or ALL_AT_ONCE in request.GET
    todo = to_do(creditors=[place.id], on=place.on)
    days = coming_days(creditor=place.id, on=place.on)
    lines = [line(item, on=place.on, slug=place.slug) for item in todo.items]
    pulse = days.pulse
    context = {
        "todo": todo,
        "lines": lines,
        "heaviest": heaviest(lines),
        "days": planned(days.days),
        "estimate": days if days.is_estimate else None,
        "pulse": pulse,
        "heartbeat": said(heartbeat(pulse)) if is_trouble(pulse) else "",
        "silence": said(silence(pulse)) if is_trouble(pulse) and silent_days(pulse) > 1 else "",
        "failing": is_failure(pulse),
        "week": place.on.isocalendar().week,
        "to_imports": page("imports:list", slug=place.slug),
        "to_payments": page("payments:list", slug=place.slug),
        "all_at_once": ALL_AT_ONCE,
        **(_money(place) if at_once else {}),
    }
    return TemplateResponse(request, "overview/start.html", context)


@office(right=Right.SEE)
@require_safe
def counted(request: OfficeRequest) -> HttpResponse:
    """Give the parts of the page that tell how the money goes, to be put into it."""
    return TemplateResponse(request, "overview/money.html", _money(request.office))


def _money(place: Office) -> dict[str, Any]:
    funds = money(creditors=[place.id], on=place.on)
    speed = funds.speeds[-1].days if funds.speed_is_sure else None
    return {
        "money": funds,
        "this_week": funds.forecast.weeks[0] if funds.forecast.weeks else None,
        "speed": speed,
        "faster": EUROPE_DAYS - speed if speed is not None else 0,
        "slower": speed - EUROPE_DAYS if speed is not None else 0,
        "europe": EUROPE_DAYS,
        "weeks": drawings.weeks(funds.forecast),
        "ages": drawings.ages(funds.ageing),
        "age_rows": drawings.age_rows(funds.ageing),
        "speed_chart": drawings.speed(funds),
        "nets": letter_nets(creditor=place.id, on=place.on),
    }
