"""The overview and the page over all clients in Chromium: by keyboard, on a phone, and nothing for axe to find."""

from datetime import date
from typing import Any

from betalt.core.access import Role
from betalt.flows.receive import receive_invoices
from betalt.flows.setup import NewCreditor, set_up_creditor
from betalt.flows.users import give_place
from tests.browser.test_pages import AXE, SCHEMES, VIOLATIONS, WIDTHS
from tests.office import BO, unpaid
from tests.web.company import ON


def second_client(site: Any) -> None:
    """Let the bureau's user have another client, with a customer that has not paid."""
    made = set_up_creditor(
        creditor=NewCreditor(
            name="Zinkplåt AB", org_no="559999-0149", address=("Gatan 1",), bankgiro="5050-1055"
        ),
        on=ON,
    )
    give_place(creditor=made, user=site.users["bureau_admin"].id, role=Role.BUREAU_ADMIN, on=ON)
    receive_invoices(creditor=made, name="x.csv", data=unpaid(BO), on=date(2026, 2, 16))


def test_the_page_over_all_clients_is_for_everyone(site: Any) -> None:
    second_client(site)
    page = site.sign_in("bureau_admin")
    problems = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto("/clients/", wait_until="load")
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            problems += page.evaluate(VIOLATIONS)

    assert problems == []
    page.click("nav >> text=Zinkplåt AB")
    assert page.locator("h1").count() == 1
    assert page.locator("a.company").inner_text().startswith("Zinkplåt AB")


def test_what_waits_is_opened_from_the_keyboard_alone(site: Any) -> None:
    page = site.sign_in("owner")
    page.goto(site.at(""))
    first = page.locator("ol.todo li").first.locator("h3 a").get_attribute("href")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith(first)


def test_a_chart_opens_as_a_table_without_script(site: Any) -> None:
    site.office.pay(3, site.office.claim(3, ON).total, ON)
    page = site.sign_in("owner")
    page.goto(site.at(""))
    table = page.locator("section[aria-labelledby=weeks] table")

    assert not table.is_visible()
    page.click("section[aria-labelledby=weeks] summary")
    assert table.is_visible()
    assert page.locator("section[aria-labelledby=weeks] svg").get_attribute("role") == "img"
