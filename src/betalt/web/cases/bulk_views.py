"""One thing for many cases: first for how many it is open, and why not for the rest; then the deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from betalt.core.access import Right
from betalt.core.process.actions import Action
from betalt.core.process.refused import Refused
from betalt.flows.many_cases import ACTIONS, MOST, act_on_many, sort_cases
from betalt.records.queries.case_list import numbers_of
from betalt.values.days import add_days
from betalt.web.asked import whole_number
from betalt.web.cases.fields import day_field, text_field
from betalt.web.cases.filters import asked_filters, read_filters
from betalt.web.errors import no_right
from betalt.web.office import OfficeRequest, office
from betalt.web.wording import reason_text, sentence

_UNPROCESSABLE = 422
_PAUSE_DAYS = 14
RIGHTS = {
    Action.SEND_NOW: Right.APPROVE_LETTERS,  # among many there may be one that takes this right
    Action.PAUSE: Right.WORK_CASES,
    Action.KEEP: Right.WORK_CASES,
    Action.STOP: Right.MONEY_OUT,
}


class ManyForm(forms.Form):
    """What doing one thing to many asks for."""

    until = day_field(label="office_cases.until", required=False)
    reason = text_field(label="office_cases.reason")

    def __init__(self, *args: Any, action: Action, **more: Any) -> None:
        """Keep the fields that the action needs."""
        super().__init__(*args, **more)
        if action not in (Action.PAUSE, Action.KEEP):
            del self.fields["until"]
        if action is Action.SEND_NOW:
            del self.fields["reason"]

    @property
    def shown(self) -> list[Any]:
        """List the fields that a person fills."""
        return list(self)


@office()
@require_http_methods(["GET", "POST"])
def many(request: OfficeRequest) -> HttpResponse:
    """Show for which of the chosen cases an action is open, or do it to them."""
    asked = request.POST if request.method == "POST" else request.GET
    place = request.office
    action, numbers = _action(asked), _numbers(asked)
    if "all" in asked and request.method != "POST":
        filters = read_filters(asked_filters(asked.dict()))
        numbers = numbers_of(creditor=place.id, filters=filters, on=place.on, at_most=MOST)
    if action is None or not numbers:
        place.tell("office_cases.choose_cases", tone="warn")
        return place.go("cases:list")
    if request.method != "POST":
        first = {"until": add_days(place.on, _PAUSE_DAYS)}
        return _page(request, action, numbers, ManyForm(action=action, initial=first))
    if not place.may(RIGHTS[action]):
        with place.reading():
            return no_right(request, right=RIGHTS[action])
    return _do(request, action, numbers)


def _do(request: OfficeRequest, action: Action, numbers: Sequence[int]) -> HttpResponse:
    place, form = request.office, ManyForm(request.POST, action=action)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            done = act_on_many(
                creditor=place.id,
                numbers=numbers,
                action=action,
                on=place.on,
                until=typed.get("until"),
                reason=typed.get("reason", ""),
                actor=place.actor,
            )
        except Refused as refused:
            form.add_error(refused.field or None, reason_text(refused.why))
        else:
            place.tell(f"office_cases.done_many_{action.value}", count=done)
            return place.go("cases:list")
    with place.reading():
        return _page(request, action, numbers, form, status=_UNPROCESSABLE)


def _page(
    request: OfficeRequest, action: Action, numbers: Sequence[int], form: ManyForm, *, status: int = 200
) -> HttpResponse:
    place = request.office
    parted = sort_cases(creditor=place.id, numbers=numbers, action=action, on=place.on, actor=place.actor)
    context = {
        "action": action.value,
        "numbers": numbers,
        "form": form,
        "open": len(parted.open),
        "owed_ore": parted.owed_ore,
        "shut": [(count, reason_text(why)) for why, count in parted.shut.items()],
        "title": sentence(f"office_cases.many_{action.value}", count=len(parted.open)),
        "why": "" if parted.open else sentence("office_cases.open_for_none"),
        "right": RIGHTS[action].value,
    }
    return TemplateResponse(request, "cases/many.html", context, status=status)


def _action(asked: QueryDict) -> Action | None:
    name = asked.get("do", "")
    return next((action for action in ACTIONS if action.value == name), None)


def _numbers(asked: QueryDict) -> list[int]:
    typed = map(whole_number, asked.getlist("case"))
    return [number for number in typed if number is not None][:MOST]
