"""The pages of a user itself: which office, which language, and the account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
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
from betalt.web.sign_in.name import NameForm
from betalt.web.wording import sentence

_YEAR = 365 * 24 * 3600


@login_required
def offices(request: Any) -> HttpResponse:
    """Lead to the only office of the user, or show those there are."""
    if waiting := request.session.pop("invitation", None):
        return see_other(reverse("invited", kwargs={"token": waiting}))
    mine = offices_of(user=request.user.pk)
    choose = "choose" in request.GET
    if len(mine) == 1 and not choose and (start := _start(mine[0].slug)):
        return see_other(start)
    if not mine and not choose:
        return see_other(reverse("begin"))
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
def account(request: Any) -> HttpResponse:
    """Show the user's own account, name, address, password, second factor and sessions; take a new name."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method != "POST":
        return render(request, "sign_in/account.html", {"form": form})
    if not form.is_valid():
        return render(request, "sign_in/account.html", {"form": form}, status=422)
    request.user.name = form.cleaned_data["name"].strip()
    keep_user(user=request.user)
    messages.info(request, sentence("office_sign_in.name_changed"), extra_tags="ok")
    return see_other(reverse("account"))


def _start(slug: str) -> str:
    try:
        return reverse("overview:start", kwargs={"slug": slug})
    except NoReverseMatch:
        return ""


def _own_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
