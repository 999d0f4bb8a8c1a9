"""What every template is told: the language, and in an office its shell."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from betalt.web.language import language
from betalt.web.shell import shell_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Tell the language and, behind the door of an office, the office; its menu is read when it is shown."""
    told: dict[str, Any] = {"language": language(), "sign_up_open": settings.SIGN_UP == "open"}
    office = getattr(request, "office", None)
    if office is not None:
        told |= {"office": office, "shell": SimpleLazyObject(lambda: shell_of(office))}
    return told
