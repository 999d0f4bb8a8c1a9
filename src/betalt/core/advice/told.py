"""A need as it is told: its heading, sentence and day, as codes of words/*/overview.toml with what fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from betalt.core.advice.needs import Item, Need
from betalt.values.reason import Reason

Value = str | int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence by its code, and what fills it: days stay days until a language is known."""

    code: str
    params: Mapping[str, Value]


# What the process itself says fits better than any sentence of ours.
_BY_REASON: Final = frozenset({Need.CONFIRM, Need.MEND, Need.HOLD, Need.DECIDE, Need.PLAN_BROKEN})
# What is missing was missing from the start: the oldest due day is what makes it pressing.
_BY_DUE_DAY: Final = frozenset({Need.ADDRESS, Need.NUMBER, Need.NO_ADDRESS, Need.CLAUSE})


def heading(item: Item, *, name: str) -> Told:
    """Say what is to be done, and whose case it is about by a name that may be shown."""
    params: dict[str, Value] = {"name": name, "count": item.count, "number": item.number}
    if item.kind is Need.RELEASE and item.is_one and item.step:
        return Told(code=f"overview.do_release_{item.step}", params=params)
    many = "" if item.is_one else "s"
    return Told(code=f"overview.do_{item.kind}{many}", params=params)


def sentence(item: Item) -> Told | Reason:
    """Say why it waits; where a rule has stopped a case its own sentence is said."""
    if item.why is not None and item.kind in _BY_REASON:
        return item.why
    params: dict[str, Value] = {"count": item.count, "aided": item.aided, "rest": item.count - item.aided}
    if item.kind is Need.MONEY and item.count > 1:
        return Told(code="overview.about_moneys", params=params)
    if item.kind is Need.MONEY and item.aided:
        return Told(code="overview.about_money_aided", params=params)
    return Told(code=f"overview.about_{item.kind}", params=params)


def moment(item: Item, *, on: date) -> Told | None:
    """Say the day: by when, or since when it has waited."""
    if item.deadline_on is not None:
        code = "overview.overdue" if item.deadline_on < on else "overview.by"
        return Told(
            code="overview.today" if item.deadline_on == on else code, params={"day": item.deadline_on}
        )
    if item.since_on is None:
        return None
    if item.kind in _BY_DUE_DAY:
        return Told(code="overview.fell_due", params={"day": item.since_on})
    if item.since_on == on:
        return Told(code="overview.since_today", params={})
    return Told(code="overview.since", params={"day": item.since_on})
