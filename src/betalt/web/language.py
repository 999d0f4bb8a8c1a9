"""The language of a page: the user's own, else the one chosen in the browser, else Swedish."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from betalt.words import Language

COOKIE = "betalt_language"
_DJANGO = {"sv": "sv", "en": "en-gb"}


def language() -> Language:
    """Tell the language that is being spoken in this thread."""
    return "en" if (translation.get_language() or "").startswith("en") else "sv"


def speaking(chosen: str) -> translation.override:
    """Speak a language for a while: `sv` or `en`."""
    return translation.override(_DJANGO.get(chosen, "sv"))


class Speaking:
    """Speaks the language of whoever asks, while the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember who answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the request."""
        with speaking(_chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language())
            return response


def _chosen(request: HttpRequest) -> str:
    own = getattr(request.user, "language", None)
    return own or request.COOKIES.get(COOKIE, "sv")
