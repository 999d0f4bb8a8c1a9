"""What became of letters: what left, what waits, what came back and what nobody knows, each with what to do."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.flows.withdraw import LetterUnknown, letter_left, letter_returned
from betalt.records.queries.letters_page import PAGE, STATES, count_letters, letters_in
from betalt.web.asked import whole_number
from betalt.web.office import OfficeRequest, office


@office(right=Right.SEE)
def show(request: OfficeRequest) -> HttpResponse:
    """List letters by what became of them."""
    place = request.office
    counts = count_letters(creditor=place.id)
    which = request.GET.get("which", "")
    if which not in STATES:
        which = "trouble" if counts["trouble"] else "left"
    before = whole_number(request.GET.get("before"))
    rows = letters_in(creditor=place.id, which=which, before=before)
    place.saw(what="letters")
    context = {
        "rows": rows,
        "which": which,
        "views": [(name, counts[name], name == which) for name in STATES],
        "next_before": rows[-1].id if len(rows) == PAGE else None,
    }
    return TemplateResponse(request, "letters/deliveries.html", context)


@office(right=Right.WORK_CASES)
def answer(request: OfficeRequest, number: int) -> HttpResponse:
    """Say of a letter that it did leave, or that it came back or never left."""
    place = request.office
    do = request.POST.get("do")
    if request.method == "POST" and do in ("left", "returned"):
        try:
            if do == "left":
                letter_left(creditor=place.id, letter=number, on=place.on)
            else:
                letter_returned(creditor=place.id, letter=number, on=place.on, actor=place.actor)
        except LetterUnknown:
            place.tell("office_letters.letter_gone", tone="warn")
        else:
            place.tell(f"office_letters.noted_{do}", number=number)
    return place.go("letters:deliveries")
