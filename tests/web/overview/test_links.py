"""Each need leads to the page on which it is met."""

import pytest

from betalt.core.advice.needs import Item, Need
from betalt.web.overview.links import address_of, page

ONE = {Need.MONEY: "payments/", Need.REFUND: "payments/refunds/", Need.PAYOUT: "payments/refunds/"} | {
    Need.LETTER_UNKNOWN: "letters/deliveries/",
    Need.POST: "letters/bundles/",
}


@pytest.mark.parametrize("kind", list(Need))
def test_one_need_leads_to_its_case_unless_it_is_about_none(kind: Need) -> None:
    item = Item(creditor=1, kind=kind, number=12, case=99)

    assert address_of(item, slug="ek") == f"/k/ek/{ONE.get(kind, 'cases/12/')}"


@pytest.mark.parametrize("kind", list(Need))
def test_several_lead_to_a_list(kind: Need) -> None:
    found = address_of(Item(creditor=1, kind=kind, count=7), slug="ek")

    assert found.startswith("/k/ek/")
    assert found != "/k/ek/"


def test_a_page_that_is_not_installed_has_no_address() -> None:
    assert page("nowhere:start", slug="ek") == ""
