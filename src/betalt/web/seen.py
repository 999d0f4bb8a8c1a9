"""Gives every request a number, for its answer and for every line of the log that is written meanwhile."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from betalt.records.current import current_request

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/metrics", "/static/")

log = logging.getLogger("betalt.web")


class Seen:
    """Names the request in the log; what is logged is the pattern of the address, never what stands in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember who answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say how it went."""
        given = request.headers.get(HEADER, "")
        number = given if _GIVEN.fullmatch(given) else uuid4().hex
        token = current_request.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            if not request.path.startswith(_QUIET):
                log.info("answered", extra={"told": _told(request, response, began)})
            return response
        finally:
            current_request.reset(token)


def _told(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, object]:
    match = request.resolver_match
    return {
        "method": request.method,
        "page": match.route if match is not None else "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000),
    }
