"""Where a need is met: the page of its case, or the list that its kind is worked off on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse

from betalt.core.advice.needs import Item, Need

_LISTS: Final[Mapping[Need, tuple[str, ...]]] = {
    Need.MONEY: ("payments:list",),
    Need.REFUND: ("payments:refunds",),
    Need.PAYOUT: ("payments:refunds",),
    Need.RELEASE: ("letters:list",),
    Need.FIRST_RUN: ("imports:list",),  # a file's first letters are released together
    Need.CONFIRM: ("letters:list",),
    Need.LETTER_UNKNOWN: ("letters:deliveries",),
    Need.POST: ("letters:bundles",),
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
