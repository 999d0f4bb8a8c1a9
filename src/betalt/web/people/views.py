"""The pages of the people of an office."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from betalt.core.access import Right, Role, may_give
from betalt.flows.invite import InvitationUnclear, Offer, invite, withdraw_invitation
from betalt.flows.outlet import outlet_of_settings
from betalt.flows.user_mail import MailNotSent
from betalt.flows.users import LastOwner, give_place, take_place
from betalt.records.queries.members import MemberRow, invited_to, members_of
from betalt.web import clock
from betalt.web.office import Office, OfficeRequest, office, see_other
from betalt.web.people.forms import InvitationForm, RoleForm
from betalt.web.wording import sentence


@office(right=Right.SEE, post=Right.MANAGE_USERS)
def people(request: OfficeRequest) -> HttpResponse:
    """Show who works here; invite one more."""
    place = request.office
    if request.method != "POST":
        return _list(place, InvitationForm(initial={"role": Role.CASE_WORKER}, giver=place.role))
    form = InvitationForm(request.POST, giver=place.role)
    if form.is_valid() and _invited(place, form):
        place.tell("office_people.invited", email=form.cleaned_data["email"])
        return place.go("people:list")
    with place.reading():
        return _list(place, form, status=422)


@office(right=Right.MANAGE_USERS)
def member(request: OfficeRequest, user: int) -> HttpResponse:
    """Show one user's place; change its role or end it."""
    place = request.office
    if request.method != "POST":
        row = _member(place, user)
        return _one(place, row, RoleForm(initial={"role": row.role}, giver=place.role))
    with place.reading():
        row = _member(place, user)
    form = RoleForm(request.POST, giver=place.role)
    ends = "end" in request.POST
    if may_give(role=place.role, other=Role(row.role)) and (ends or form.is_valid()):
        try:
            return _changed(place, row, None if ends else Role(form.cleaned_data["role"]))
        except LastOwner:
            form.refuse(None, "office_people.last_owner")
    with place.reading():
        return _one(place, row, form, status=422)


@office(right=Right.MANAGE_USERS)
@require_POST
def withdraw(request: OfficeRequest, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    if withdraw_invitation(creditor=request.office.id, invitation=invitation):
        request.office.tell("office_people.withdrawn")
    return request.office.go("people:list")


@office(right=Right.SEE)
@require_POST
def leave(request: OfficeRequest) -> HttpResponse:
    """End the user's own place here."""
    place = request.office
    try:
        take_place(creditor=place.id, user=place.user.pk, on=place.on, actor=place.actor)
    except LastOwner:
        place.tell("office_people.last_owner", tone="stop")
        return place.go("people:list")
    place.tell("office_people.left", company=place.creditor.name)
    return see_other("/")


def _invited(place: Office, form: InvitationForm) -> bool:
    role = Role(form.cleaned_data["role"])
    offer = Offer(
        email=form.cleaned_data["email"],
        role=role,
        by=place.user.pk,
        by_name=place.user.name or place.user.email,
    )
    try:
        invite(
            creditor=place.id, offer=offer, at=clock.moment(), outlet=outlet_of_settings(),
            address=settings.PUBLIC_URL.origin, language=place.language, role_name=sentence(f"office.role_{role}"),
        )  # fmt: skip
    except InvitationUnclear as error:
        form.refuse("email", f"office_people.{error.code}")
    except MailNotSent:
        form.refuse(None, "office.error_no_mail")
    return form.is_valid()


def _changed(place: Office, row: MemberRow, role: Role | None) -> HttpResponse:
    if role is None:
        take_place(creditor=place.id, user=row.user, on=place.on, actor=place.actor)
        place.tell("office_people.ended", who=row.name or row.email)
    else:
        give_place(creditor=place.id, user=row.user, role=role, on=place.on, actor=place.actor)
        place.tell("office_people.changed", who=row.name or row.email, role=sentence(f"office.role_{role}"))
    return place.go("people:list")


def _member(place: Office, user: int) -> MemberRow:
    for row in members_of(creditor=place.id):
        if row.user == user:
            return row
    raise Http404


def _list(place: Office, form: InvitationForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "members": (members := members_of(creditor=place.id)),
        "title": sentence(
            "office_people.one" if len(members) == 1 else "office_people.heading", count=len(members)
        ),
        "invited": invited_to(creditor=place.id),
        "manages": place.may(Right.MANAGE_USERS),
    }
    return TemplateResponse(place.request, "people/list.html", context, status=status)


def _one(place: Office, row: MemberRow, form: RoleForm, status: int = 200) -> HttpResponse:
    closed = not may_give(role=place.role, other=Role(row.role))
    context = {"row": row, "form": form, "closed": sentence("office_people.owners_only") if closed else ""}
    return TemplateResponse(place.request, "people/member.html", context, status=status)
