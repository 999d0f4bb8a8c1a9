"""Reads what stands in an address or a form, where it may be anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

LARGEST = 2**63 - 1  # that a bigint of the database holds
_NUL = "\x00"


def whole_number(text: str | None) -> int | None:
    """Read a number of a row, 0 or more, as we write it ourselves; None is what no row can have."""
    if text is None or len(text) > len(str(LARGEST)) or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= LARGEST else None


class WithoutNul:
    """Refuses what holds the character NUL, which no text of the database can hold and no browser sends (400)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember who answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look through the address and the form, once it has been seen that the form is ours."""
        told = (*request.GET.lists(), *request.POST.lists())
        texts = (text for name, values in told for text in (name, *values))
        if _NUL in request.path or any(_NUL in text for text in texts):
            raise BadRequest("what was sent holds the character NUL")
