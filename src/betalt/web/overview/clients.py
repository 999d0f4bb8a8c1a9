"""The page over all clients of a user: what waits at each, and one work list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from betalt.core.advice.pulse import Pulse, heartbeat, is_failure, is_trouble
from betalt.flows.overview_clients import Client, clients
from betalt.records.queries.places import OfficeRow, offices_of
from betalt.web import clock, wording
from betalt.web.asked import whole_number
from betalt.web.overview.lines import Line, heaviest, line
from betalt.web.overview.links import page

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One client in the list."""

    name: str
    org_no: str
    href: str
    count: int
    ore: int
    first: Line | None
    tone: str
    pulse: str


@login_required
def start(request: Any) -> HttpResponse:
    """Show what waits at all the clients that the user belongs to; made-up ones only if there are no others."""
    mine = offices_of(user=request.user.pk)
    real = [row for row in mine if not row.is_demo]
    places = {row.creditor: row for row in real or mine}
    on = clock.today()
    found = clients(creditors=list(places), on=on)
    lines = [
        line(item, on=on, slug=places[item.creditor].slug, client=places[item.creditor].name)
        for item in found.items
    ]
    first = whole_number(request.GET.get("from")) or 0
    shown = found.clients[first : first + SHOWN]
    context = {
        "found": found,
        "rows": [_line(client, places[client.creditor]) for client in shown],
        "first_href": "?" if first else "",
        "next_href": f"?from={first + SHOWN}" if len(found.clients) > first + SHOWN else "",
        "lines": lines,
        "heaviest": heaviest(lines),
        "on": on,
        "without_demo": len(real) < len(mine) and bool(real),
    }
    return render(request, "overview/clients.html", context)


def _line(client: Client, place: OfficeRow) -> ClientLine:
    first = client.first
    return ClientLine(
        name=place.name,
        org_no=place.org_no,
        href=page("overview:start", slug=place.slug),
        count=client.count,
        ore=client.ore,
        first=line(first, on=client.pulse.on, slug=place.slug) if first is not None else None,
        tone=_tone(client.pulse),
        pulse=wording.sentence(f"office_overview.{heartbeat(client.pulse).code.partition('.')[2]}"),
    )


def _tone(pulse: Pulse) -> str:
    if is_failure(pulse):
        return "stop"
    return "warn" if is_trouble(pulse) else "ok"
