"""Needs and days as the pages show them: words, sums, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.advice.needs import Item
from betalt.core.advice.told import Told, heading, moment, sentence
from betalt.flows.overview_days import Day
from betalt.values.reason import Reason
from betalt.web import wording
from betalt.web.overview.links import address_of

_KINDS = ("note", "reminder", "demand", "final_notice", "thanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One need in a list."""

    heading: str
    sentence: str
    ore: int
    when: str
    href: str
    act: str
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One day of what happens by itself."""

    on: date
    is_done: bool
    what: str
    letters: int
    ore: int


def said(told: Told | Reason) -> str:
    """Say a sentence in the language of the page."""
    if isinstance(told, Reason):
        return wording.reason_text(told)
    return wording.sentence(told.code, **told.params)


def line(item: Item, *, on: date, slug: str, client: str = "") -> Line:
    """Write a need as a line of the list."""
    when = moment(item, on=on)
    return Line(
        heading=said(heading(item, name=item.name or str(item.number))),
        sentence=said(sentence(item)),
        ore=item.ore,
        when=said(when) if when is not None else "",
        href=address_of(item, slug=slug),
        act=wording.sentence(f"office_overview.act_{item.kind}"),
        client=client,
    )


def planned(days: Sequence[Day]) -> list[Planned]:
    """Write what each day brings."""
    return [
        Planned(on=day.on, is_done=day.is_done, what=_what(day), letters=day.letter_count, ore=day.ore)
        for day in days
    ]


def _what(day: Day) -> str:
    parts = [_counted(kind, day.letters[kind]) for kind in _KINDS if day.letters[kind]]
    parts += [_counted(kind, count) for kind, count in (("ask", day.asked), ("closed", day.closed)) if count]
    return ", ".join(parts) or wording.sentence("overview.nothing")


def _counted(kind: str, count: int) -> str:
    one = "_one" if count == 1 else ""
    return wording.sentence(f"overview.letters_{kind}{one}", count=wording.whole(count))


def heaviest(lines: Iterable[Line]) -> Line | None:
    """Give the first line that leads somewhere: it alone carries the filled button."""
    return next((each for each in lines if each.href), None)
