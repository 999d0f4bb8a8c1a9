"""Every address of the office, asked by every role and by another creditor's owner: a new one is covered at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from betalt.core.access import Right, Role, may
from tests.web.conftest import Browser

# What stands in addresses besides the creditor: values that exist at the company, by the name of the part.
WHERE: dict[str, Any] = {
    "debtor": "consumer",
    "number": 1,
    "id": 1,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "letter": 1,
    "attachment": 1,
    "view": 1,
}
# Where a part of the same name means something else in one address.
WHERE_IN: dict[str, dict[str, Any]] = {"cases:action": {"action": "note"}}
# Where the form's right depends on what stands in its address, or on what it takes back.
RIGHTS_IN: dict[str, Right] = {"cases:action": Right.WORK_CASES, "cases:undo": Right.WORK_CASES}
ALLOWED = (200, 302, 303, 400, 404, 405, 409, 410, 422)


def pages(
    patterns: Any = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    """List the name, pattern and parts of each address that has a creditor."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from pages(entry.url_patterns, (*spaces, *([entry.namespace] if entry.namespace else [])))
        elif spaces:
            yield ":".join((*spaces, entry.name or "")), entry, tuple(entry.pattern.converters)


PAGES = [page for page in pages() if hasattr(page[1].callback, "right")]
NAMES = [name for name, *_ in PAGES]


def address(slug: str, name: str) -> str:
    """Put a page's address together; a part that nobody has named leads to something that is not there."""
    entry = next(entry for known, entry, _ in PAGES if known == name)
    values = {**WHERE, **WHERE_IN.get(name, {})}
    parts = {
        part: values.get(part, 1 if isinstance(kind, IntConverter) else "none")
        for part, kind in entry.pattern.converters.items()
    }
    return reverse(name, kwargs={"slug": slug, **parts})


def rights(name: str) -> tuple[Any, Any]:
    """Tell the right that reading a page and sending its form needs."""
    view = next(entry.callback for known, entry, _ in PAGES if known == name)
    return view.right, RIGHTS_IN.get(name, view.post_right)


def test_every_address_of_an_office_has_its_door() -> None:
    assert [name for name, entry, _ in pages() if not hasattr(entry.callback, "right")] == []


@pytest.mark.parametrize("name", NAMES)
def test_only_members_with_the_right_come_in(as_user: Any, slug: str, name: str) -> None:
    where = address(slug, name)
    read, post = rights(name)
    for role in Role:
        browser = as_user(str(role))
        got, sent = browser.get(where).status_code, browser.post(where).status_code
        assert (got in ALLOWED) is may(role=role, right=read), f"GET {where} as {role}: {got}"
        assert (sent in ALLOWED) is may(role=role, right=post), f"POST {where} as {role}: {sent}"


@pytest.mark.parametrize("name", NAMES)
def test_another_creditors_owner_finds_nothing(as_user: Any, slug: str, name: str) -> None:
    stranger: Browser = as_user("stranger")
    where = address(slug, name)

    assert (stranger.get(where).status_code, stranger.post(where).status_code) == (404, 404)


@pytest.mark.parametrize("name", NAMES)
def test_who_is_not_signed_in_signs_in_first(company: Any, slug: str, name: str) -> None:
    where = address(slug, name)

    assert Client().get(where).headers["Location"].startswith("/account/login/?next=")
    assert Client().post(where).headers["Location"].startswith("/account/login/?next=")
