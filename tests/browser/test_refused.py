"""What nobody may do, is not there or went wrong, as each of those who work in the office meets it in Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from betalt.core.access import Right, who_may
from betalt.flows.setup import NewCreditor, set_up_creditor
from betalt.flows.users import add_user
from betalt.records import models as m
from betalt.web.wording import sentence
from tests.browser.hands import hands
from tests.web.company import ON

# By role: where a button is closed, which one, for want of which right; and a page that shows itself to others alone.
CLOSED = {
    "bookkeeper": ("cases/3/", "Sluta driva", Right.MONEY_OUT, "settings/trail/"),
    "case_worker": ("cases/3/", "Registrera betalning", Right.MONEY_IN, "payments/by-hand/"),
    "approver": ("cases/3/", "Ge anstånd", Right.WORK_CASES, "imports/1/"),
    "read_only": ("letters/", "Godkänn valda", Right.APPROVE_LETTERS, "settings/export/"),
    "bureau_admin": ("cases/3/", "Sluta kräva", Right.MONEY_OUT, "payments/refunds/order/"),
}


def closed_button(page: Page, name: str, why: str) -> None:
    """Press a closed button, which says why it is closed, and see that nothing comes of it."""
    button = page.get_by_role("button", name=name).first
    expect(button).to_have_attribute("aria-disabled", "true")
    beside = button.get_attribute("aria-describedby")
    expect(page.locator(f"[id='{beside}']") if beside else button).to_contain_text(why)
    before = page.url
    button.focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
    assert page.url == before


def test_a_closed_button_says_who_opens_it_and_a_page_without_right_names_them(site: Any) -> None:
    for role, (where, name, right, page_of_others) in CLOSED.items():
        page = site.sign_in(role)
        page.goto(site.at(where))
        roles = ", ".join(sentence(f"office.role_{each}") for each in who_may(right=right))
        closed_button(page, name, roles)
        answer = page.goto(site.at(page_of_others))
        assert answer.status in (403, 405), role
        if answer.status == 403:
            expect(page.locator("h1")).to_have_text("Det här får ni inte göra")
            expect(page.locator("main li").first).to_have_text("Owner Exempel, Ägare")
            expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_visible()  # there is a way on
        page.context.close()


def test_an_owner_is_refused_by_the_rules_alone(site: Any) -> None:
    page = site.sign_in("owner")
    page.goto(site.at("cases/3/"))
    closed_button(page, "Skicka nu", "Inget brev går förrän gårdagens betalningar är inlästa.")
    closed_button(page, "Hoppa över steget", "Inkassokravet kan inte hoppas över")


def test_a_stranger_finds_no_page_of_another_company(site: Any) -> None:
    user = add_user(email="agare@annan.example", name="Stranger Exempel")
    other = NewCreditor(name="Annan AB", org_no="559999-0222", address=("Gatan 1",), bankgiro="5050-1055")
    set_up_creditor(creditor=other, on=ON, owner=user)
    site.users["stranger"] = m.User.objects.get(id=user)
    page = site.sign_in("stranger")
    for where in ("", "cases/3/", "customers/1/", "letters/preview/3/", "settings/", "cases/999/"):
        assert page.goto(site.at(where)).status == 404
        expect(page.locator("h1")).to_have_text("Sidan finns inte")
        assert "Göta Rör" not in page.content()
    page.get_by_role("button", name="Till startsidan").press("Enter")
    expect(page.locator("a.company")).to_contain_text("Annan AB")


def test_what_was_typed_is_kept_when_it_is_refused_or_the_line_is_cut(site: Any) -> None:
    hand = hands(site, "bookkeeper", "cases/3/do/payment/")
    page = hand.page
    hand.write("tio kronor")
    hand.press("Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    expect(page.locator("[name=amount]")).to_have_value("tio kronor")
    page.locator("[name=amount]").fill("10")
    page.context.set_offline(True)
    page.locator("[name=amount]").press("Enter")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Registrera betalning")
    site.guards.clear()  # a browser without a line says so in its console


def test_a_form_that_is_sent_twice_does_its_work_once(site: Any) -> None:
    page = site.sign_in("bookkeeper")
    page.goto(site.at("cases/3/do/note/"))
    page.locator("[name=text]").fill("Ringer på torsdag.")
    twice = """() => {
        const form = document.querySelector("form[data-first]"), button = form.querySelector("[value=act]");
        const sent = () => fetch(form.action, {method: "POST", body: new FormData(form, button)});
        return Promise.all([sent(), sent()]).then((all) => all.map((one) => one.status));
    }"""
    assert page.evaluate(twice) == [200, 200]
    page.goto(site.at("cases/3/"))
    notes = page.locator("section[aria-labelledby=notes] p")
    expect(notes).to_have_count(1)
    expect(notes).to_contain_text("Ringer på torsdag.")


def test_a_form_from_before_another_sign_in_is_refused_kindly(site: Any) -> None:
    page = site.sign_in("bookkeeper")
    page.goto(site.at("cases/3/do/note/"))
    page.locator("[name=text]").fill("Ringer på torsdag.")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.locator("main form button[type=submit]").press("Enter")
    expect(page.locator("h1")).to_have_text("Formuläret var för gammalt")
    page.go_back()
    expect(page.locator("[name=text]")).to_have_value("Ringer på torsdag.")


def test_a_fault_is_a_page_of_ours(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("betalt.web.cases.case_views.case_page", lambda *_: 1 / 0)
    page = site.sign_in("owner")
    assert page.goto(site.at("cases/3/")).status == 500
    expect(page.locator("h1")).to_have_text("Något gick sönder hos oss")
    site.guards.clear()  # the browser tells of the 500 in its console
