"""The pages for what cannot be shown: each says what happened, what did not, and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from betalt.core.access import Right, who_may
from betalt.records import models as m
from betalt.records.current import current_request
from betalt.web.language import language


def no_right(request: Any, *, right: Right) -> HttpResponse:
    """Say that the user lacks a right here, and who has it (403); called inside the creditor's scope."""
    roles = who_may(right=right)
    holders = (
        m.Membership.objects.of(request.office.id)
        .filter(role__in=roles)
        .select_related("user")
        .order_by("id")
    )
    context = {"right": right, "roles": roles, "holders": [(one.user, one.role) for one in holders]}
    return render(request, "errors/no_right.html", context, status=403)


def form_is_old(request: HttpRequest) -> HttpResponse:
    """Say that a form lacks its one-time key, so nothing was done (400)."""
    return render(request, "errors/error.html", {"kind": "old_form"}, status=400)


def form_not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django names the reason
    """Say that a form did not come from our page, so nothing was done (403)."""
    return render(request, "errors/error.html", {"kind": "not_ours"}, status=403)


def no_mail(request: HttpRequest) -> HttpResponse:
    """Say that a mail that had to be sent could not be, so nothing was done (503)."""
    return render(request, "errors/error.html", {"kind": "no_mail"}, status=503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Say that the request was not understood (400)."""
    return render(request, "errors/error.html", {"kind": "bad_request"}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Say that this is not allowed (403)."""
    return render(request, "errors/error.html", {"kind": "forbidden"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Say that there is no such page, or none that the user may see (404)."""
    return render(request, "errors/error.html", {"kind": "not_found"}, status=404)


def fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """Say that something broke here (500), without reading any row: the database may be what is gone."""
    page = render_to_string("errors/fault.html", {"language": language(), "number": current_request.get()})
    return HttpResponse(page, status=500)
