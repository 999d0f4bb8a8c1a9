"""The filters of a list of cases as they stand in its address, and the links that change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from betalt.core.process.stages import Hold, Payment, Stage
from betalt.records.queries.case_filters import Filters
from betalt.records.queries.case_list import ORDERS
from betalt.values.days import DayError, parse_day
from betalt.web.asked import whole_number
from betalt.web.wording import kronor, sentence

_KINDS = ("consumer", "business", "public")
_SHOW = ("asks", "runs", "closed")
_LATE = ("1", "30", "60", "90")
_LEAST = ("1000", "10000", "100000")
_MOST_DIGITS = 9
_LONGEST = 100
SORT = "sort"
DEFAULT_SORT = "sum"

# What each filter of the address may be, in the order in which the page offers them.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "show": _SHOW,
    "stage": tuple(stage.value for stage in Stage if stage is not Stage.CLOSED),
    "hold": tuple(hold.value for hold in Hold),
    "payment": tuple(status.value for status in Payment),
    "kind": _KINDS,
    "late": _LATE,
    "from": _LEAST,
}
_NUMBERS = frozenset({"late", "from", "to"})
_FREE = ("to", "customer", "next", "q")
# The views that every office has, by their name in words.
BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "asks": {"show": "asks"},
    "all": {},
    "late": {"late": "1"},
    "runs": {"show": "runs"},
    "dispute": {"hold": "dispute"},
    "plan": {"hold": "plan"},
    "closed": {"show": "closed"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on: what it says, and the address without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A filter that could be set: its name, and what it may be."""

    name: str
    links: tuple[Chip, ...]


def asked_filters(given: Mapping[str, str]) -> dict[str, str]:
    """Keep what an address may filter by; what means nothing narrows nothing."""
    kept = {name: value for name in (*CHOICES, *_FREE) if (value := given.get(name, "").strip()[:_LONGEST])}
    return {name: value for name, value in kept.items() if _means_something(name, value)}


def _means_something(name: str, value: str) -> bool:
    if name in _NUMBERS:
        return len(value) <= _MOST_DIGITS and whole_number(value) is not None
    if name == "next":
        return _day(value) is not None
    return name not in CHOICES or value in CHOICES[name]


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Make the filters of a list from what an address asks for."""
    show = asked.get("show", "")
    return Filters(
        closed=show == "closed",
        asks=show == "asks",
        runs=show == "runs",
        stage=asked.get("stage", ""),
        hold=asked.get("hold", ""),
        payment=asked.get("payment", ""),
        kind=asked.get("kind", ""),
        late_days=int(asked["late"]) if "late" in asked else None,
        from_ore=int(asked["from"]) * 100 if "from" in asked else None,
        to_ore=int(asked["to"]) * 100 if "to" in asked else None,
        next_on=_day(asked.get("next", "")),
        customer=asked.get("customer", ""),
        search=asked.get("q", ""),
    )


def read_sort(given: Mapping[str, str]) -> tuple[str, bool]:
    """Read how a list is sorted: the order's name, and whether it is turned round."""
    asked = given.get(SORT, "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in ORDERS else (DEFAULT_SORT, False)


def address(asked: Mapping[str, str], **changes: str) -> str:
    """Write an address with these filters and changes; what is empty is left out."""
    kept = {name: value for name, value in {**asked, **changes}.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


def chips(asked: Mapping[str, str], *, sort: str) -> Iterator[Chip]:
    """List the filters that are on."""
    for name, value in asked.items():
        yield Chip(text=said(name, value), href=address({**asked, SORT: sort}, **{name: ""}))


def offers(asked: Mapping[str, str], *, sort: str) -> Iterator[Offer]:
    """List the filters that are off, each with what it may be."""
    for name, values in CHOICES.items():
        if name not in asked and name != "show":
            links = (
                Chip(text=said(name, value), href=address({**asked, SORT: sort}, **{name: value}))
                for value in values
            )
            yield Offer(name=sentence(f"office_cases.filter_{name}"), links=tuple(links))


def said(name: str, value: str) -> str:
    """Say one filter in words."""
    if name in ("from", "to"):
        return sentence(f"office_cases.filtered_{name}", sum=kronor(int(value) * 100, decimals=False))
    if name in CHOICES and name not in _NUMBERS:
        return sentence(f"office_cases.{name}_{value}")
    return sentence(f"office_cases.filtered_{name}", value=_day(value) if name == "next" else value)


def same_view(asked: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two addresses filter alike, however they are sorted."""
    return dict(asked) == dict(other)


def _day(written: str) -> date | None:
    try:
        return parse_day(written) if written else None
    except DayError:
        return None
