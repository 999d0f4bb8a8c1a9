"""The language of a page: the user's own, else the one chosen in the browser, else Swedish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from betalt.words import Language

COOKIE = "betalt_language"
_DJANGO = {"sv": "sv", "en": "en-gb"}


# A page asks a thousand times: Django's own answer takes thirty times as long.
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """Tell the language that is being spoken in this thread."""
    return _spoken.get() or ("en" if (translation.get_language() or "").startswith("en") else "sv")


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language for a while: `sv` or `en`."""
    token = _spoken.set("en" if chosen == "en" else "sv")
    try:
        with translation.override(_DJANGO.get(chosen, "sv")):
            yield
    finally:
        _spoken.reset(token)


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
