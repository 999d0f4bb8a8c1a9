"""The menu and the heartbeat around every page of an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from betalt.records.queries.shell import ShellRow, shell
from betalt.web.wording import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the menu."""

    href: str
    text: str
    here: bool
    key: str  # after G, in the language of the page: Å, Ä and Ö are not on every keyboard
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What stands around a page."""

    menu: tuple[Entry, ...]
    pulse: ShellRow
    search: str  # where a search is answered; empty until there is such a page


# The first page of each area, and which count of ShellRow it shows.
MENU = (
    ("overview:start", ""),
    ("cases:list", "asking"),
    ("payments:list", "open_payments"),
    ("imports:list", ""),
    ("customers:list", ""),
    ("procedures:list", ""),
    ("letters:list", ""),
    ("settings:start", ""),
    ("people:list", ""),
)
SEARCH = "cases:search"


def shell_of(office: Any) -> Shell:
    """Read menu and heartbeat of an office; an area that is not installed has no line."""
    pulse = shell(creditor=office.id)
    entries = (_entry(office, name, getattr(pulse, count, 0)) for name, count in MENU)
    return Shell(
        menu=tuple(entry for entry in entries if entry is not None),
        pulse=pulse,
        search=_address(office, SEARCH),
    )


def _entry(office: Any, name: str, count: int) -> Entry | None:
    href = _address(office, name)
    if not href:
        return None
    area = name.partition(":")[0]
    match = office.request.resolver_match
    here = match is not None and match.app_name == area
    return Entry(
        href=href,
        text=sentence(f"office.menu_{area}"),
        here=here,
        key=sentence(f"office.key_{area}"),
        count=count,
    )


def _address(office: Any, name: str) -> str:
    try:
        return reverse(name, kwargs={"slug": office.slug})
    except NoReverseMatch:
        return ""
