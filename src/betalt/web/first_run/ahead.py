"""The first dry run: what a list's cases would bring in thirty days, and the owner's yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.first_run import DAYS, Ahead, answer_step, look_ahead
from betalt.flows.receive import NotReady, release_batch, why_not_released
from betalt.records.queries.imports import import_of
from betalt.web.first_run.steps import places
from betalt.web.office import OfficeRequest, office
from betalt.web.wording import reason_text

_SHOWN_DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The letters of one kind that would go on a day."""

    on: date
    kind: str
    count: int


@office(right=Right.SEE)
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show what would happen to the cases of a list, day by day."""
    place = request.office
    found = import_of(creditor=place.id, batch=number)
    if found is None or found.state not in ("waiting", "released"):
        raise Http404
    ahead = look_ahead(creditor=place.id, batch=number, on=place.on)
    lines, closed = list(_lines(ahead)), why_not_released(creditor=place.id)
    place.saw(what="import", number=number)
    context = {
        "found": found,
        "ahead": ahead,
        "letters": ahead.letters.total(),
        "lines": lines[:_SHOWN_DAYS],
        "more": len(lines[_SHOWN_DAYS:]),
        "first": lines[0] if lines else None,
        "days": DAYS,
        "closed": reason_text(closed) if closed else "",
        "places": places(place, "file"),
    }
    return TemplateResponse(request, "first_run/ahead.html", context)


@office(right=Right.APPROVE_LETTERS)
def say_yes(request: OfficeRequest, number: int) -> HttpResponse:
    """Say yes to the first letters, which ends the first run."""
    place = request.office
    if request.method != "POST":
        return place.go("first_run:ahead", number=number)
    try:
        count = release_batch(creditor=place.id, batch=number)
    except NotReady as error:
        place.tell(error.reason.code, tone="stop")
        return place.go("first_run:payment")
    answer_step(creditor=place.id, step="file", on=place.on, actor=place.actor)
    place.tell("office_first_run.said_yes", count=count)
    return place.go("overview:start")


def _lines(ahead: Ahead) -> Iterator[Line]:
    for (on, kind), count in sorted(ahead.letters.items()):
        yield Line(on=on, kind=kind, count=count)
