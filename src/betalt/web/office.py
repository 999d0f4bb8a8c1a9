"""The door of every page in an office: who asks, at which creditor, with which right; and the scope it works in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from betalt.core.access import Right, Role, may
from betalt.flows.audit import Seen, note_views
from betalt.flows.forms import note_answer
from betalt.flows.one_case import CaseUnknown
from betalt.records import models as m
from betalt.records.once import Form, FormSentBefore, answered_form
from betalt.records.queries.places import place_of
from betalt.records.scope import acting_for
from betalt.values.reason import Reason
from betalt.web import clock
from betalt.web.asked import LARGEST
from betalt.web.errors import form_is_old, no_right
from betalt.web.language import language
from betalt.web.wording import sentence
from betalt.words import Language

ONCE = "once"
_READS = ("GET", "HEAD")
_SEE_OTHER = 303


@dataclass(slots=True, kw_only=True)
class Office:
    """One creditor's office as one user sees it on one day."""

    creditor: m.Creditor
    user: m.User
    role: Role
    on: date
    others: int  # other offices that the user may enter
    request: HttpRequest
    seen: list[Seen] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Give the creditor's id."""
        return int(self.creditor.id)

    @property
    def slug(self) -> str:
        """Give the creditor's name in the addresses."""
        return str(self.creditor.slug)

    @property
    def language(self) -> Language:
        """Tell the language of the page."""
        return language()

    @property
    def actor(self) -> str:
        """Name the user in the journal: by number, since names may be erased."""
        return f"user:{self.user.pk}"

    def may(self, right: Right) -> bool:
        """Tell whether the user has a right here."""
        return may(role=self.role, right=right)

    def to(self, name: str, **where: object) -> str:
        """Give the address of a page of this office."""
        if where and all(type(part) is int for part in where.values()):
            return _address_form(name, self.slug, tuple(where)).format(**where)
        return reverse(name, kwargs={"slug": self.slug, **where})

    def go(self, name: str, **where: object) -> HttpResponse:
        """Lead the browser to a page of this office after something was done (303)."""
        return see_other(self.to(name, **where))

    def tell(self, code: str, tone: str = "ok", **params: object) -> None:
        """Say a sentence on the next page that is shown; tones are ok, info, warn and stop."""
        messages.info(self.request, sentence(code, **params), extra_tags=tone)

    def reading(self) -> AbstractContextManager[None]:
        """Open the scope of this creditor to read, where a form is answered and shown again."""
        return acting_for([self.id])

    def saw(self, *, what: str, number: int | None = None) -> None:
        """Note that the user saw personal data; it is written when the page is made."""
        self.seen.append(Seen(what=what, number=number))


@lru_cache(maxsize=1024)
def _address_form(name: str, slug: str, parts: tuple[str, ...]) -> str:
    """Give the address of a page with names in the place of its numbers: a list asks for the same fifty times."""
    numbers = {part: 10**18 + place for place, part in enumerate(parts)}
    address = reverse(name, kwargs={"slug": slug, **numbers})
    for part, number in numbers.items():
        address = address.replace(str(number), f"{{{part}}}")
    return address


class OfficeRequest(HttpRequest):
    """A request that has come through the door."""

    office: Office
    user: m.User


# A view behind the door gets what stands in its address, without the creditor.
View = Callable[Concatenate[OfficeRequest, ...], HttpResponse]


def see_other(address: str) -> HttpResponse:
    """Lead the browser to another page, to be fetched with GET."""
    return HttpResponse(status=_SEE_OTHER, headers={"Location": address})


def office(
    *, right: Right = Right.SEE, post: Right | None = None
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Let in those who are signed in, belong to the creditor of the address and have the right.

    Who does not belong gets 404, who lacks the right the page that says who has it. A page is made inside
    `acting_for`, its rendering too. For POST (`post`, else the same right) nothing is opened: the flow opens its own.
    """

    def behind_the_door(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def enter(request: Any, *, slug: str, **where: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            place = place_of(user=request.user.pk, slug=slug)
            if place is None or not _may_exist(where):
                raise Http404
            reads = request.method in _READS
            needed = right if reads or post is None else post
            role = Role(place.role)
            with acting_for([place.creditor]):
                request.office = _office(request, role=role, creditor=place.creditor, others=place.others)
                if not may(role=role, right=needed):
                    return no_right(request, right=needed)
                if reads:
                    response = _made(view(request, **where))
            if not reads:
                return _answer(request, view, where)
            _note_views(request.office)
            return response

        enter.right, enter.post_right = right, post or right  # type: ignore[attr-defined]
        return enter

    return behind_the_door


def _may_exist(where: Mapping[str, Any]) -> bool:
    """Tell whether the numbers of an address may be rows' at all."""
    return all(part <= LARGEST for part in where.values() if isinstance(part, int))


def _office(request: Any, *, role: Role, creditor: int, others: int) -> Office:
    row = m.Creditor.objects.get(id=creditor)
    on = row.last_run_on if row.is_demo and row.last_run_on else clock.today()
    return Office(creditor=row, user=request.user, role=role, on=on, others=others, request=request)


def _made(response: HttpResponse) -> HttpResponse:
    render = getattr(response, "render", None)
    return render() if callable(render) else response


def _note_views(place: Office) -> None:
    if place.seen:
        note_views(creditor=place.id, user=place.user.pk, seen=place.seen, at=clock.moment())


def _answer(request: OfficeRequest, view: View, where: Mapping[str, Any]) -> HttpResponse:
    """Let a view answer a form once: the form's key is stored together with what the view's flow does.

    A case of the address that is not here is a page that is not here, where the view itself says nothing of it.
    """
    try:
        form = Form(key=UUID(request.POST.get(ONCE, "")), user=request.user.pk)
    except ValueError:
        return form_is_old(request)
    token = answered_form.set(form)
    try:
        response = view(request, **where)
    except FormSentBefore:
        return _done_before(request, form.key)
    except CaseUnknown:
        raise Http404 from None
    finally:
        answered_form.reset(token)
    if not getattr(response, "is_rendered", True):
        with request.office.reading():
            response = _made(response)
    if form.used and response.status_code == _SEE_OTHER:
        note_answer(key=form.key, went_to=response.headers["Location"])
    _note_views(request.office)
    return response


def _done_before(request: OfficeRequest, key: UUID) -> HttpResponse:
    first = m.FormKey.objects.filter(key=key, user=request.user).first()
    request.office.tell("office.done_before", tone="info")
    return see_other(first.went_to if first is not None and first.went_to else "/")


def reason(code: str, **params: object) -> Reason:
    """Make a reason for a closed button or a notice."""
    return Reason(code=code, params=tuple((name, str(value)) for name, value in params.items()))
