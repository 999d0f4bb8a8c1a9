"""What monitors ask: is the process alive, can it serve, and how much waits. No personal data, no names."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from betalt.flows.database import EXPECTED
from betalt.flows.heartbeat import feel_pulse
from betalt.records.queries.gauges import gauges, tables_are_ready
from betalt.web import clock

_LOOPBACK = {"127.0.0.1", "::1"}
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Answer that the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Answer whether pages can be served: the database answers and has the tables of this version."""
    try:
        is_ready = tables_are_ready()
    except (DatabaseError, *EXPECTED):
        is_ready = False
    return HttpResponse(
        "ok\n" if is_ready else "not ready\n", status=200 if is_ready else 503, content_type="text/plain"
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Count the work in Prometheus' text format, for who has the token or sits on this machine."""
    if not _may_read(request):
        raise Http404
    return HttpResponse("".join(_lines()), content_type=_TEXT)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # Behind a proxy everybody comes from this machine.
    return request.META["REMOTE_ADDR"] in _LOOPBACK and not settings.PUBLIC_URL.secure


def _lines() -> Iterator[str]:
    today = clock.today()
    pulse, counted = feel_pulse(on=today, at=clock.moment()), gauges(on=today)
    told = (
        ("due_cases", counted.due_cases, "Cases whose next day has come."),
        ("late_cases", pulse.late_cases, "Cases that an earlier day should have looked at."),
        ("sent_letters", counted.sent_letters, "Letters handed over today."),
        ("unknown_letters", pulse.unknown_letters, "Letters whose outcome nobody knows."),
        ("stale_letters", pulse.stale_letters, "Letters of an earlier day that have not left."),
        ("unposted_bundles", pulse.unposted_bundles, "Print bundles that nobody has said are posted."),
        ("open_questions", counted.open_questions, "Cases that wait for a person."),
        ("waiting_jobs", pulse.waiting, "Jobs that wait."),
        ("doing_jobs", pulse.doing, "Jobs that are being done."),
        ("failed_jobs", pulse.failed, "Jobs given up within a day."),
        ("oldest_wait_seconds", pulse.oldest_wait_seconds, "How long the oldest job has waited."),
        ("workers", pulse.workers, "Workers that have given a sign of life."),
    )
    for name, value, what in told:
        yield f"# HELP betalt_{name} {what}\n# TYPE betalt_{name} gauge\nbetalt_{name} {value}\n"
