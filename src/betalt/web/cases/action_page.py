"""The page of one action on a case: its form, why it is closed, and what has changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.claim.claim import Claim
from betalt.core.process.actions import Action
from betalt.core.process.instalments import Built, build
from betalt.core.process.refused import Refused
from betalt.flows.credit import CreditUnclear
from betalt.flows.facts import Known, know
from betalt.flows.one_case import CaseChanged, CaseClosed, as_looked_at
from betalt.flows.settle import PaymentUnclear
from betalt.law import LawUnknown
from betalt.records.queries import case_page as queries
from betalt.values.days import add_days, add_months
from betalt.values.reason import Reason
from betalt.web.cases.case_page import why_closed
from betalt.web.cases.deeds import do
from betalt.web.cases.forms import FORMS, ActionForm, PlanForm
from betalt.web.cases.timeline import said_changes
from betalt.web.office import Office, OfficeRequest
from betalt.web.wording import reason_text, sentence

_UNPROCESSABLE = 422
_CONFLICT = 409
_PAUSE_DAYS = 14
_PLAN_PARTS = 3
PREVIEW = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case as an action's page opens it."""

    number: int
    known: Known
    party: str
    customer: str
    address: tuple[str, ...]
    email: str
    last_event: int

    @property
    def claim(self) -> Claim | None:
        """Give what is owed today."""
        return self.known.claim

    @property
    def invoices(self) -> tuple[str, ...]:
        """List the numbers of the case's invoices."""
        return tuple(invoice.number for invoice in self.known.invoices)


def open_case(office: Office, number: int) -> Opened:
    """Read a case for an action; the walls must be open. Raises Http404."""
    found = queries.case_and_party(creditor=office.id, number=number)
    if found is None:
        raise Http404
    (known,) = know([(office.id, found.id)], on=office.on)
    party = found.party
    return Opened(
        number=number,
        known=known,
        party=party.name,
        customer=party.number,
        address=tuple(party.address),
        email=party.email,
        last_event=queries.last_event(creditor=office.id, number=number),
    )


def show(request: OfficeRequest, number: int, action: Action) -> HttpResponse:
    """Show an action's form, filled with what is likely."""
    opened = open_case(request.office, number)
    likely = _likely(request.office, opened, action)
    form = FORMS[action](initial=likely, invoices=opened.invoices)
    return _page(request, opened, action, form)


def answer(request: OfficeRequest, number: int, action: Action) -> HttpResponse:
    """Do what was typed by one flow, or show the form again with everything that was typed."""
    office = request.office
    with office.reading():
        opened = open_case(office, number)
        form = FORMS[action](request.POST, request.FILES, invoices=opened.invoices)
        built, trouble = _built(form, opened, office) if isinstance(form, PlanForm) else (None, None)
    if trouble is not None:
        _refuse(form, trouble)
    if not form.is_valid():
        return _page(request, opened, action, form, status=_UNPROCESSABLE)
    if request.POST.get("do") == PREVIEW:
        return _page(request, opened, action, form, built=built)
    typed = {
        **form.cleaned_data,
        "once": request.POST.get("once", ""),
        "customer": opened.customer,
        "built": built,
    }
    try:
        with as_looked_at(number=number, event=form.cleaned_data["seen"] or opened.last_event):
            do(office=office, number=number, action=action, typed=typed)
    except CaseChanged as changed:
        return _changed(request, opened, action, form, since=changed.since)
    except (Refused, CaseClosed, PaymentUnclear, CreditUnclear) as refused:
        _refuse(form, refused)
        return _page(request, opened, action, form, status=_UNPROCESSABLE, built=built)
    office.tell(f"office_cases.done_{action.value}", name=opened.party, number=number)
    return office.go("cases:case", number=number)


def _likely(office: Office, opened: Opened, action: Action) -> dict[str, Any]:
    on, claim = office.on, opened.claim
    return {
        "seen": opened.last_event,
        "until": add_days(on, _PAUSE_DAYS),
        "amount": claim.total if claim is not None and action is Action.PAYMENT else None,
        "booked_on": on,
        "parts": _PLAN_PARTS,
        "first_on": add_months(on, 1),
        "address": "\n".join(opened.address),
        "email": opened.email,
    }


def _built(form: PlanForm, opened: Opened, office: Office) -> tuple[Built | None, Refused | None]:
    if not form.is_valid():
        return None, None
    typed = form.cleaned_data
    try:
        return build(
            facts=opened.known.claim_facts,
            on=office.on,
            first_on=typed["first_on"],
            parts=typed["parts"],
            charged=typed["charged"],
        ), None
    except Refused as refused:
        return None, refused
    except LawUnknown:
        return None, Refused(Reason(code="process.law_unknown"))


def _refuse(form: ActionForm, error: Exception) -> None:
    """Lay a flow's refusal where it is to be mended."""
    why = getattr(error, "why", None)
    if isinstance(error, CaseClosed):
        why = Reason(code="action.case_closed")
    elif why is None:
        why = Reason(code="office_cases.refused_sum")
    field = getattr(error, "field", "")
    form.add_error(field if field in form.fields else None, reason_text(why))


def _changed(
    request: OfficeRequest, opened: Opened, action: Action, form: ActionForm, *, since: int
) -> HttpResponse:
    """Show what somebody else has done, and the form as it was typed, to be sent again or not."""
    office = request.office
    with office.reading():
        events = queries.events_after(creditor=office.id, number=opened.number, event=since)
        names = queries.names_of({event.actor for event in events if event.actor})
        now = open_case(office, opened.number)
    typed = request.POST.copy()
    typed["seen"] = str(now.last_event)
    form.data = typed
    return _page(request, now, action, form, status=_CONFLICT, changes=said_changes(events, names))


def _page(
    request: OfficeRequest,
    opened: Opened,
    action: Action,
    form: ActionForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    office = request.office
    why = why_closed(office, opened.known, action)
    office.saw(what="case", number=opened.number)
    context = {
        "opened": opened,
        "action": action.value,
        "form": form,
        "why": why,
        "title": sentence(f"office_cases.do_{action.value}"),
        "owed_ore": opened.claim.total if opened.claim is not None else None,
        "has_file": form.is_multipart(),
        **more,
    }
    return TemplateResponse(request, "cases/action.html", context, status=status)
