"""Who saw and did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.records.queries.audit import PAGE, Deed, trail
from betalt.web import clock
from betalt.web.office import OfficeRequest, office
from betalt.web.wording import sentence
from betalt.words import WordMissing

_WAYS = ("", "did", "saw")


@office(right=Right.SEE_AUDIT)
def show(request: OfficeRequest) -> HttpResponse:
    """List what people did and saw, the newest first."""
    way = request.GET.get("way", "")
    way = way if way in _WAYS else ""
    rows = trail(creditor=request.office.id, before=_before(request.GET.get("before", "")), way=way)
    context = {
        "tab": "trail",
        "rows": [_line(row) for row in rows],
        "way": way,
        "ways": _WAYS,
        "next_before": rows[-1].at.isoformat() if len(rows) == PAGE else "",
    }
    return TemplateResponse(request, "settings/trail.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the trail in words."""

    at: datetime
    name: str
    actor: str
    way: str
    said: str
    number: int | None


def _line(row: Deed) -> Line:
    return Line(at=row.at, name=row.name, actor=row.actor, way=row.way, said=_said(row), number=row.number)


def _said(row: Deed) -> str:
    """Say what was done or seen; a kind that has no words stands as it is stored."""
    code = f"explain.event_{row.what}" if row.way == "did" else f"office_settings.seen_{row.what}"
    try:
        return sentence(code)
    except (WordMissing, KeyError):
        return row.what.replace("_", " ")


def _before(text: str) -> datetime:
    try:
        asked = datetime.fromisoformat(text)
    except ValueError:
        return clock.moment() + timedelta(minutes=1)
    return asked if asked.tzinfo is not None else clock.moment()
