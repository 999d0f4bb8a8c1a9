"""Letters that wait for a yes: each with what it asks for and why, seen before, approved one or many, undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.core.letter.said import Reading
from betalt.core.process.refused import Refused
from betalt.flows.answer import NothingAsked, first_yes, put_off
from betalt.flows.approvals import KIND, Preview, preview_letter, say_yes
from betalt.flows.choices import choices_of
from betalt.flows.facts import know
from betalt.flows.licence import why_unlicensed
from betalt.flows.long_work import cancel_work
from betalt.flows.one_case import CaseClosed, CaseUnknown
from betalt.records.queries.letters_page import PAGE, Asked, asked_letters, question_in
from betalt.records.queries.work import recent_work, work_of
from betalt.values.days import add_days
from betalt.values.reason import Reason
from betalt.web import clock
from betalt.web.asked import whole_number
from betalt.web.office import Office, OfficeRequest, office
from betalt.web.wording import sentence

LATER_DAYS = 7
_LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A letter that waits for a yes; the sum in öre."""

    asked: Asked
    owed_ore: int
    reached: str  # how the debtor can be reached; empty: not at all
    first_by_me: bool  # I have said the first of two yeses
    is_second: bool  # somebody else has
    is_said: bool  # a yes waits for its ten minutes
    is_pending: bool  # money is on its way, so the letter waits all the same


@office(right=Right.SEE)
def show(request: OfficeRequest) -> HttpResponse:
    """Show what waits for a yes, and the yeses that can still be undone."""
    place = request.office
    found = asked_letters(creditor=place.id, after=whole_number(request.GET.get("after")) or 0)
    waiting = [work for work in recent_work(creditor=place.id, kind=KIND) if work.state == "waiting"]
    said = {question for work in waiting for _, question in work.arguments["asked"]}
    rows = _rows(place, found, said)
    place.saw(what="letters")
    context = {
        "rows": rows,
        "total_ore": sum(row.owed_ore for row in rows),
        "needs_two": choices_of(place.creditor.settings).demands_need_two,
        "unlicensed": _unlicensed(place, found),
        "waiting": waiting,
        "next_after": found[-1].number if len(found) == PAGE else None,
    }
    return TemplateResponse(request, "letters/list.html", context)


def _unlicensed(place: Office, found: Collection[Asked]) -> Reason | None:
    """Tell why this user may not release the demands among what waits."""
    if not any(one.is_demand for one in found):
        return None
    return why_unlicensed(creditor=place.id, actor=place.actor, on=place.on)


def _rows(place: Office, found: tuple[Asked, ...], said: Collection[int]) -> list[Row]:
    known = {each.row.case: each for each in know([(place.id, one.case_id) for one in found], on=place.on)}
    first = first_yes(creditor=place.id, cases=[one.case_id for one in found])
    rows = []
    for one in found:
        each = known[one.case_id]
        claim = each.claim if each.claim is not None else each.without_interest
        by = first.get(one.id)
        rows.append(
            Row(
                asked=one,
                owed_ore=claim.total if claim is not None else 0,
                reached=_reached(one),
                first_by_me=by == place.actor,
                is_second=by is not None and by != place.actor,
                is_said=one.id in said,
                is_pending=each.facts.payment_pending,
            )
        )  # fmt: skip
    return rows


def _reached(one: Asked) -> str:
    """Tell how the debtor gets the letter: a demand never goes by e-mail (design 5)."""
    if one.has_email and one.kind in ("note", "reminder"):
        return "email"
    return "post" if one.has_address else ""


@office(right=Right.APPROVE_LETTERS)
def approve(request: OfficeRequest) -> HttpResponse:
    """Say yes to the chosen letters, each as it was seen; it takes effect after ten minutes."""
    place = request.office
    chosen = map(whole_number, request.POST.getlist("question"))
    questions = [question for question in chosen if question is not None]
    if request.method != "POST":
        return place.go("letters:list")
    if not questions:
        place.tell("office_letters.none_chosen", tone="warn")
        return place.go("letters:list")
    try:
        say_yes(creditor=place.id, questions=questions, on=place.on, at=clock.moment(), actor=place.actor)
    except NothingAsked:
        place.tell("office_letters.gone", tone="warn")
    except Refused as refused:
        place.tell(refused.why.code, tone="warn", **dict(refused.why.params))
    else:
        place.tell("office_letters.said_yes", count=len(set(questions)))
    return place.go("letters:list")


@office(right=Right.SEE)
def approved(request: OfficeRequest, number: int) -> HttpResponse:
    """Show what came of a yes."""
    work = work_of(creditor=request.office.id, work=number)
    if work is None or work.kind != KIND:
        raise Http404
    return TemplateResponse(request, "letters/approved.html", {"work": work})


@office(right=Right.APPROVE_LETTERS)
def undo(request: OfficeRequest, number: int) -> HttpResponse:
    """Take a yes back before it takes effect."""
    place = request.office
    if request.method == "POST":
        gone = cancel_work(creditor=place.id, work=number, on=place.on, actor=place.actor)
        place.tell(
            "office_letters.undone" if gone else "office_letters.too_late", tone="ok" if gone else "warn"
        )
    return place.go("letters:list")


@office(right=Right.APPROVE_LETTERS)
def later(request: OfficeRequest, number: int) -> HttpResponse:
    """Say not now: the same is asked again in a week."""
    place = request.office
    if request.method == "POST":
        until = add_days(place.on, LATER_DAYS)
        try:
            put_off(creditor=place.id, number=number, on=place.on, until=until, actor=place.actor)
        except (NothingAsked, CaseUnknown, CaseClosed):
            place.tell("office_letters.gone", tone="warn")
        else:
            place.tell("office_letters.put_off", until=until)
    return place.go("letters:list")


@office(right=Right.SEE)
def preview(request: OfficeRequest, number: int) -> HttpResponse:
    """Show what the debtor would get, in the chosen language."""
    place = request.office
    language = _language(request)
    found = preview_letter(creditor=place.id, number=number, on=place.on, language=language)
    place.saw(what="letter_preview", number=number)
    texts = Reading(found.content).texts if found else ()
    context = {
        "found": found,
        "number": number,
        "texts": texts,
        "spoken": found.content["language"] if found else "",
        "question": question_in(creditor=place.id, number=number),
        "languages": [(code, sentence(f"office_letters.in_{code}")) for code in _LANGUAGES],
    }
    return TemplateResponse(request, "letters/preview.html", context)


@office(right=Right.SEE)
def preview_pdf(request: OfficeRequest, number: int) -> HttpResponse:
    """Give the PDF that the debtor would get."""
    place = request.office
    found: Preview | None = preview_letter(
        creditor=place.id, number=number, on=place.on, language=_language(request)
    )
    if found is None:
        raise Http404
    place.saw(what="letter_preview", number=number)
    return HttpResponse(
        found.pdf, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="preview-{number}.pdf"'},
    )  # fmt: skip


def _language(request: OfficeRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in _LANGUAGES else ""
