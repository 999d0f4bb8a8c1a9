"""Where a need is met: the page of its case, or the list that its kind is worked off on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse

from betalt.core.advice.needs import Item, Need

_APPROVALS: Final = ("letters:approvals", "letters:list")
_LISTS: Final[Mapping[Need, tuple[str, ...]]] = {
    Need.MONEY: ("payments:list",),
    Need.REFUND: ("payments:refunds", "payments:list"),
    Need.PAYOUT: ("payments:refunds", "payments:list"),
    Need.RELEASE: _APPROVALS,
    Need.FIRST_RUN: _APPROVALS,
    Need.CONFIRM: _APPROVALS,
    Need.LETTER_UNKNOWN: ("letters:deliveries", "letters:list"),
    Need.POST: ("letters:bundles", "letters:list"),
    Need.CLAUSE: ("customers:list",),
    Need.NUMBER: ("customers:list",),
    Need.NO_ADDRESS: ("customers:list",),
    Need.ADDRESS: ("customers:list",),
}
# Money, letters and bundles are no cases; a refund has a case but is answered in its own list.
_NEVER_THE_CASE: Final = frozenset({Need.MONEY, Need.REFUND, Need.PAYOUT, Need.LETTER_UNKNOWN, Need.POST})


def address_of(item: Item, *, slug: str) -> str:
    """Give the address of the page on which a need is met; empty where no such page is installed."""
    if item.is_one and item.kind not in _NEVER_THE_CASE:
        return page("cases:case", slug=slug, number=item.number)
    names = (*_LISTS.get(item.kind, ()), "cases:list")
    return next((found for name in names if (found := page(name, slug=slug))), "")


def page(name: str, **where: object) -> str:
    """Give the address of a page; empty where it is not installed."""
    try:
        return reverse(name, kwargs=where)
    except NoReverseMatch:
        return ""
