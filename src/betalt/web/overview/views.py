"""The overview of one office."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from betalt.core.access import Right
from betalt.core.advice.dso import EUROPE_DAYS
from betalt.core.advice.pulse import heartbeat, is_failure, is_trouble, silence, silent_days
from betalt.flows.letter_nets import letter_nets
from betalt.flows.overview import money, to_do
from betalt.flows.overview_days import coming_days
from betalt.web.office import OfficeRequest, office
from betalt.web.overview import drawings
from betalt.web.overview.lines import heaviest, line, planned, said
from betalt.web.overview.links import page


@office(right=Right.SEE)
@require_safe
def start(request: OfficeRequest) -> HttpResponse:
    """Show what needs a person, what happens by itself, and how the money goes."""
    place = request.office
    todo = to_do(creditors=[place.id], on=place.on)
    days = coming_days(creditor=place.id, on=place.on)
    funds = money(creditors=[place.id], on=place.on)
    lines = [line(item, on=place.on, slug=place.slug) for item in todo.items]
    pulse = days.pulse
    speed = funds.speeds[-1].days if funds.speed_is_sure else None
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
        "money": funds,
        "this_week": funds.forecast.weeks[0] if funds.forecast.weeks else None,
        "speed": speed,
        "faster": EUROPE_DAYS - speed if speed is not None else 0,
        "europe": EUROPE_DAYS,
        "weeks": drawings.weeks(funds.forecast),
        "ages": drawings.ages(funds.ageing),
        "age_rows": drawings.age_rows(funds.ageing),
        "speed_chart": drawings.speed(funds),
        "nets": letter_nets(creditor=place.id, on=place.on),
        "slower": speed - EUROPE_DAYS if speed is not None else 0,
        "week": place.on.isocalendar().week,
        "to_imports": page("imports:list", slug=place.slug),
        "to_payments": page("payments:list", slug=place.slug),
    }
    return TemplateResponse(request, "overview/start.html", context)
