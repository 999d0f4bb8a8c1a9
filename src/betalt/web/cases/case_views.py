"""One case: its page, what is done to it, and what is read of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from betalt.core.access import Right
from betalt.core.letter.said import Reading
from betalt.core.process.actions import Action, right_for
from betalt.core.process.refused import Refused
from betalt.flows.answer import NothingAsked
from betalt.flows.approvals import say_yes_in_case
from betalt.flows.one_case import CaseChanged, CaseClosed, as_looked_at
from betalt.flows.undo import last_undoable, right_to_undo, undo_last
from betalt.records import models as m
from betalt.records.queries import case_page as queries
from betalt.records.sealing import unseal
from betalt.web import clock
from betalt.web.asked import whole_number
from betalt.web.cases.action_page import answer, open_case, show
from betalt.web.cases.case_page import case_page, others
from betalt.web.errors import no_right
from betalt.web.office import OfficeRequest, office


@office()
@require_GET
def case(request: OfficeRequest, number: int) -> HttpResponse:
    """Show a case."""
    context = case_page(request.office, number)
    if context is None:
        raise Http404
    request.office.saw(what="case", number=number)
    return TemplateResponse(request, "cases/case.html", context)


@office()
@require_GET
def present(request: OfficeRequest, number: int) -> HttpResponse:
    """Tell who else has the case before them, and whether it was changed since the page was made."""
    place = request.office
    event = whole_number(request.GET.get("seen")) or 0
    newer = queries.last_event(creditor=place.id, number=number)
    if not newer:
        raise Http404
    place.saw(what="case", number=number)
    context = {"others": others(place, number), "changed": newer > event, "number": number}
    return TemplateResponse(request, "cases/present.html", context)


@office()
@require_http_methods(["GET", "POST"])
def action(request: OfficeRequest, number: int, action: str) -> HttpResponse:
    """Show the form of an action, or do what was typed."""
    if action not in set(Action):
        raise Http404
    wanted = Action(action)
    if request.method != "POST":
        return show(request, number, wanted)
    place = request.office
    with place.reading():
        known = open_case(place, number).known
    needed = right_for(wanted, known.facts, procedure=known.procedure)
    if not place.may(needed):
        with place.reading():
            return no_right(request, right=needed)
    return answer(request, number, wanted)


@office(right=Right.APPROVE_LETTERS)
@require_POST
def approve(request: OfficeRequest, number: int) -> HttpResponse:
    """Say yes to the letter that is asked about; it takes effect after ten minutes."""
    place = request.office
    try:
        with as_looked_at(number=number, event=_seen(request)):
            say_yes_in_case(
                creditor=place.id, number=number, on=place.on, at=clock.moment(), actor=place.actor
            )
    except CaseChanged:
        place.tell("office_cases.changed_look", tone="warn")
    except (NothingAsked, CaseClosed):
        place.tell("office_cases.nothing_asked", tone="warn")
    except Refused as refused:
        place.tell(refused.why.code, tone="warn", **dict(refused.why.params))
    else:
        place.tell("office_letters.said_yes", count=1)
    return place.go("cases:case", number=number)


@office()
@require_POST
def undo(request: OfficeRequest, number: int) -> HttpResponse:
    """Take back what was done last, by whoever might have done it."""
    place = request.office
    with place.reading():
        last = last_undoable(creditor=place.id, case=open_case(place, number).known.row.case, on=place.on)
        needed = Right.WORK_CASES if last is None else right_to_undo(last.kind)
        if not place.may(needed):
            return no_right(request, right=needed)
    try:
        with as_looked_at(number=number, event=_seen(request)):
            undo_last(creditor=place.id, number=number, on=place.on, actor=place.actor)
    except CaseChanged:
        place.tell("office_cases.changed_look", tone="warn")
    except Refused as refused:
        place.tell(refused.why.code, tone="warn", **dict(refused.why.params))
    else:
        place.tell("office_cases.undone")
    return place.go("cases:case", number=number)


@office(right=Right.SEE_PERSONAL_NUMBERS)
@require_POST
def personal_number(request: OfficeRequest, number: int) -> HttpResponse:
    """Show a customer's personal number, once; that it was looked at is noted."""
    place = request.office
    with place.reading():
        context = case_page(place, number)
        if context is None:
            raise Http404
        sealed = context["party"].personal_no
        if sealed is None:
            raise Http404
        context["personal_number"] = unseal(bytes(sealed), creditor=place.id)
    place.saw(what="personal_number", number=context["party"].id)
    response = TemplateResponse(request, "cases/case.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@office()
@require_GET
def letter(request: OfficeRequest, number: int, letter: int) -> HttpResponse:
    """Show a letter as it was told, in plain text beside its PDF."""
    found = _letter(request, number, letter)
    # Of a letter that was erased hash, step, day and sums are left: decision 0133.
    texts = () if found.erased_on else Reading(found.content).texts
    context = {"letter": found, "number": number, "texts": texts}
    request.office.saw(what="letter", number=letter)
    return TemplateResponse(request, "cases/letter.html", context)


@office()
@require_GET
def letter_pdf(request: OfficeRequest, number: int, letter: int) -> HttpResponse:
    """Give a letter's PDF, the very bytes that were sent."""
    found = _letter(request, number, letter)
    if found.pdf is None or not found.pdf.content:
        raise Http404
    request.office.saw(what="letter", number=letter)
    name = f"{found.letter_on}-{found.kind}-{number}.pdf"
    return _file(bytes(found.pdf.content), "application/pdf", name, inline=True)


@office()
@require_GET
def document(request: OfficeRequest, number: int, attachment: int) -> HttpResponse:
    """Give a document of a case, to be saved: it came from outside."""
    found = queries.document_of_case(creditor=request.office.id, number=number, attachment=attachment)
    if found is None or found.file.erased_on is not None:
        raise Http404
    request.office.saw(what="document", number=attachment)
    return _file(bytes(found.file.content), found.file.media_type, found.name, inline=False)


def _letter(request: OfficeRequest, number: int, letter: int) -> m.Letter:
    found = queries.letter_of_case(creditor=request.office.id, number=number, letter=letter)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, media_type: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _seen(request: OfficeRequest) -> int:
    return whole_number(request.POST.get("seen")) or 0
