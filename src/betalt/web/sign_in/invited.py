"""The page that the link of an invitation leads to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from betalt.flows.invite import InvitationUnclear, accept_invitation, read_invitation
from betalt.web import clock
from betalt.web.office import see_other
from betalt.web.wording import sentence


def invited(request: Any, token: str) -> HttpResponse:
    """Show what is offered, remember it over the sign-in, and take it."""
    row = read_invitation(token=token, at=clock.moment())
    mine = (
        row is not None and request.user.is_authenticated and request.user.email.lower() == row.email.lower()
    )
    if request.method == "POST" and mine:
        return _accepted(request, token)
    if row is not None:
        request.session["invitation"] = token
    context = {"row": row, "mine": mine}
    return render(request, "sign_in/invited.html", context, status=200 if row is not None else 404)


def _accepted(request: Any, token: str) -> HttpResponse:
    request.session.pop("invitation", None)
    try:
        accept_invitation(token=token, user=request.user.pk, at=clock.moment(), on=clock.today())
    except InvitationUnclear as error:
        messages.info(request, sentence(f"office_people.{error.code}"), extra_tags="stop")
    return see_other("/")
