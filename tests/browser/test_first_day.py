"""The owner's first day in Chromium: six steps, left and taken up again, the dry run, a yes, and letters."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from betalt.flows.day import run_day
from betalt.flows.outlet import Outlet
from betalt.flows.setup import say_bank_checked
from betalt.flows.users import add_user, mark_confirmed
from betalt.records import models as m
from betalt.records.queries.places import offices_of
from betalt.records.scope import acting_for
from betalt.values.days import add_days
from tests.adapters.typesetting.pictures import png
from tests.browser.test_pages import AXE, VIOLATIONS
from tests.office import morning
from tests.web.company import ON

LIST = (
    "Fakturanummer;Kund;Kundnummer;Kundtyp;E-post;Adress;Postnummer;Ort;Fakturadatum;Förfallodatum;Belopp;Kvar;Avser\n"
    "1001;Anna Exempel;K1;privat;anna@exempel.se;Storgatan 1;111 22;Exempelby;2026-02-01;2026-03-03;1250,00;1250,00;"
    "Service\n"
)


@pytest.fixture
def newcomer(site: Any) -> m.User:
    """Somebody who has signed up and confirmed the address."""
    user = add_user(email="maj@nyaror.example", name="Maj Exempel")
    mark_confirmed(user=user)
    found = m.User.objects.get(id=user)
    site.users["maj"] = found
    return found


def go_on(page: Page) -> None:
    """Save the step, and look at the page that comes on a phone: nothing for axe to find, nothing to scroll to."""
    with page.expect_navigation():
        page.click("main form button:not([name]):has-text('Spara')")
    look(page)


def look(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_nothing_to_the_first_letters_in_one_sitting(
    site: Any, newcomer: m.User, tmp_path: Path
) -> None:
    page = site.sign_in("maj")
    page.goto("/")
    look(page)
    page.fill("[name=org_no]", "559999-8208")
    page.fill("[name=name]", "Nya Rör AB")
    page.fill("[name=address]", "Gatan 1\n111 22 Exempelby")
    page.click("main form button >> nth=0")
    expect(page.locator(".error")).to_contain_text("kontrollsiffran")
    expect(page.locator("[name=name]")).to_have_value("Nya Rör AB")
    page.fill("[name=org_no]", "559999-8209")
    with page.expect_navigation():
        page.click("main form button >> nth=0")
    look(page)
    page.fill("[name=bankgiro]", "5050-1055")
    go_on(page)

    page.close()  # left in the middle, and taken up again another time
    page = site.sign_in("maj")
    page.goto("/")
    expect(page.locator(".notice")).to_contain_text("4 steg kvar")
    page.click(".notice [role=button]")
    page.fill("[name=email]", "svar@nyaror.example")
    page.fill("[name=phone]", "090-12 34 56")
    page.set_input_files(
        "[name=logo]", {"name": "logo.png", "mimeType": "image/png", "buffer": png(640, 160)}
    )
    go_on(page)
    assert page.evaluate("document.querySelector('.sheet').naturalWidth") == 909
    go_on(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy=text-reminder_fee]")
    assert "60 kronor" in page.evaluate("navigator.clipboard.readText()")
    go_on(page)
    page.check("[name=consumer][value=ask]")
    go_on(page)

    page.set_input_files(
        "[name=file]", {"name": "lista.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    with page.expect_navigation():
        page.click("main form[enctype] button")
    with page.expect_navigation():
        page.click("button:has-text('Läs in')")
    expect(page.locator("h1")).to_contain_text("brev de närmaste 30 dagarna")
    look(page)
    (place,) = offices_of(user=newcomer.pk)
    assert letters(place.creditor, tmp_path) == 0
    with page.expect_navigation():
        page.click("button:has-text('Ja, börja')")
    expect(page.locator("main")).to_contain_text("Ni har sagt ja")
    expect(page.locator("main")).not_to_contain_text("steg kvar")

    assert letters(place.creditor, tmp_path) == 0  # the owner wants to be asked before each
    page.goto(f"/k/{place.slug}/letters/")
    expect(page.locator("tbody [data-row], [data-row]").first).to_contain_text("Anna Exempel")


def letters(creditor: int, folder: Path) -> int:
    """Run the day, and count the letters that there are then."""
    say_bank_checked(creditor=creditor, through=add_days(ON, -1))
    run_day(on=ON, at=morning(ON), outlet=Outlet(bundles=folder / "bundles"), creditors_only=[creditor])
    with acting_for([creditor]):
        return int(m.Letter.objects.of(creditor).count())
