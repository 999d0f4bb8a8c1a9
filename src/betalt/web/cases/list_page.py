"""The list of cases as its page shows it: views with counts, filters, rows, sums and the way on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict
from urllib.parse import parse_qsl

from betalt.flows.facts import Known, know
from betalt.records.queries.case_filters import Filters, with_found
from betalt.records.queries.case_list import CaseLine, Counted, count_views, list_cases
from betalt.records.queries.saved_views import saved_views
from betalt.web.cases import filters as f
from betalt.web.cases.status import begun, hold_mark, payment_mark, stage_text, step_after
from betalt.web.office import Office
from betalt.web.wording import day_short, number, sentence


class Row(TypedDict):
    """A line of the list as it is shown: a template finds what stands in a dictionary twice as fast."""

    number: str
    party: str
    payment: str
    payment_tone: str
    stage: str
    hold: str
    hold_class: str
    next: str
    then: str
    late_days: str
    left: str
    owed: str
    owed_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A view with its counts; `view` is the id of one that the user saved."""

    text: str
    href: str
    here: bool
    counted: Counted
    view: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The heading of a column that sorts."""

    name: str
    text: str
    href: str
    way: str  # ascending, descending or empty


def list_page(office: Office, given: Mapping[str, str]) -> dict[str, Any]:
    """Gather what the list shows, in a constant number of queries."""
    asked = f.asked_filters(given)
    order, backwards = f.read_sort(given)
    sort = f"{'-' if backwards else ''}{order}" if (order, backwards) != (f.DEFAULT_SORT, False) else ""
    filters = with_found(f.read_filters(asked), creditor=office.id)
    lines, place = list_cases(
        creditor=office.id, filters=filters, order=order, backwards=backwards,
        after=given.get("after", ""), on=office.on,
    )  # fmt: skip
    rows = list(_rows(office, lines))
    tabs, total = _tabs(office, asked, filters)
    return {
        "rows": rows,
        "tabs": tabs,
        "total": total,
        "chips": list(f.chips(asked, sort=sort)),
        "offers": list(f.offers(asked, sort=sort)),
        "columns": list(_columns(asked, order, backwards)),
        "sorted_by": sentence(f"office_cases.sorted_{'back_' if backwards else ''}{order}"),
        "hidden": list(asked.items()),
        "is_saved": any(tab.here for tab in tabs),
        "shown_left_ore": sum(line.left_ore for line in lines),
        "shown_owed_ore": sum(row["owed_ore"] for row in rows),
        "first_href": f.address({**asked, f.SORT: sort}) if given.get("after") else "",
        "next_href": f.address({**asked, f.SORT: sort, "after": place}) if place else "",
        "search": asked.get("q", ""),
        "base": office.to("cases:list"),
        "choose": sentence("office_cases.choose_case"),
    }


def _rows(office: Office, lines: Sequence[CaseLine]) -> Iterator[Row]:
    known = {one.row.case: one for one in know([(office.id, line.id) for line in lines], on=office.on)}
    for line in lines:
        yield _row(line, known[line.id], office.on)


def _row(line: CaseLine, known: Known, on: date) -> Row:
    step = step_after(known, on=on)
    claim = known.claim if known.claim is not None else known.without_interest
    owed_ore = claim.total if claim is not None else line.left_ore
    hold = hold_mark(known, step)
    payment = payment_mark(known)
    # What a template would say fifty times is said here: its filters cost more than the rules.
    return Row(
        number=str(line.number),
        party=line.party,
        payment=payment.text,
        payment_tone=payment.tone,
        stage=stage_text(known),
        hold=hold.text,
        hold_class=f"mark {hold.tone}" if hold.tone else "hold",
        next=day_short(step.on) if step.on is not None else "",
        then=begun(step.text),
        late_days=str(max(0, (on - line.due_on).days)),
        left=number(line.left_ore),
        owed=number(owed_ore),
        owed_ore=owed_ore,
    )


def _tabs(office: Office, asked: Mapping[str, str], filters: Filters) -> tuple[list[Tab], Counted]:
    views: list[tuple[str, dict[str, str], int | None]] = [
        (sentence(f"office_cases.view_{name}"), dict(query), None) for name, query in f.BUILT_IN.items()
    ]
    views += [
        (row.name, f.asked_filters(dict(parse_qsl(row.query))), row.id)
        for row in saved_views(creditor=office.id, user=office.user.pk)
    ]
    wanted = [f.read_filters(query) for _, query, _ in views]
    *counted, total = count_views(creditor=office.id, views=[*wanted, filters], on=office.on)
    tabs = [
        Tab(text=text, href=f.address(query), here=f.same_view(asked, query), counted=count, view=view)
        for (text, query, view), count in zip(views, counted, strict=True)
    ]
    return tabs, total


def _columns(asked: Mapping[str, str], order: str, backwards: bool) -> Iterator[Column]:
    for name in ("number", "name", "next", "age", "sum"):
        here = name == order
        turned = f"-{name}" if here and not backwards else name
        falls = (name in ("sum", "number")) != backwards
        yield Column(
            name=name,
            text=sentence(f"office_cases.column_{name}"),
            href=f.address(asked, **{f.SORT: "" if turned == f.DEFAULT_SORT else turned}),
            way=("descending" if falls else "ascending") if here else "",
        )
