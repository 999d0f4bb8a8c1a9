"""The pages of a user itself: which office, which language, and the account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from betalt.flows.users import keep_user
from betalt.records.queries.places import offices_of
from betalt.web.language import COOKIE
from betalt.web.office import see_other

_YEAR = 365 * 24 * 3600


@login_required
def offices(request: Any) -> HttpResponse:
    """Lead to the only office of the user, or show those there are."""
    mine = offices_of(user=request.user.pk)
    choose = "choose" in request.GET
    if len(mine) == 1 and not choose and (start := _start(mine[0].slug)):
        return see_other(start)
    rows = [(row, _start(row.slug)) for row in mine]
    return render(request, "sign_in/offices.html", {"rows": rows})


@require_POST
def speak(request: Any) -> HttpResponse:
    """Speak the other language from now on, and go back to where the user was."""
    chosen = "en" if request.POST.get("language") == "en" else "sv"
    if request.user.is_authenticated:
        request.user.language = chosen
        keep_user(user=request.user)
    response = see_other(_own_page(request))
    response.set_cookie(
        COOKIE, chosen, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the user's own account: name, address, password, second factor, sessions."""
    return render(request, "sign_in/account.html")


def _start(slug: str) -> str:
    try:
        return reverse("overview:start", kwargs={"slug": slug})
    except NoReverseMatch:
        return ""


def _own_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
