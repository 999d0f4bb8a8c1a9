"""The cases in Chromium: a case worker's work by keyboard alone, without any script, and beside a colleague."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.web.company import ON


def test_a_case_worker_works_by_keyboard_alone(site: Any) -> None:
    page = site.sign_in("case_worker")
    page.goto(site.at("cases/"))
    press = page.keyboard.press
    for key in ("j", "x", "j", "x", "p"):  # the two largest are paused together
        press(key)
    expect(page).to_have_url(re.compile(r"/many/\?.*do=pause"))
    expect(page.locator("h1")).to_have_text("Ge anstånd i 2 ärenden")
    page.locator("[name=reason]").focus()
    page.keyboard.type("Semester.")
    press("Tab")
    press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("2 ärenden har anstånd.")

    press("j")
    press("j")
    press("j")
    press("Enter")
    expect(page.locator("h1")).to_contain_text("är skyldig")
    press("p")
    expect(page.locator("h1")).to_have_text("Ge anstånd")
    page.locator("[name=reason]").focus()
    page.keyboard.type("Sjuk.")
    press("Tab")
    press("Enter")
    expect(page.locator(".axes")).to_contain_text("Anstånd till")
    press("z")
    expect(page.locator("[role=status]")).to_contain_text("Det senaste är ångrat.")
    expect(page.locator(".axes")).not_to_contain_text("Anstånd till")

    press("/")
    page.keyboard.type("1002")
    press("Enter")
    expect(page.locator("h1")).to_contain_text("Åsa Öberg")


def test_no_key_sends_a_letter_and_none_works_in_a_field(site: Any) -> None:
    page = site.sign_in("owner")
    page.goto(site.at("cases/3/"))
    assert page.locator(".next [data-key]").count() == 0
    page.goto(site.at("cases/3/do/note/"))
    page.fill("[name=text]", "")
    page.locator("[name=text]").focus()
    page.keyboard.type("pzjxb")
    assert page.input_value("[name=text]") == "pzjxb"


def test_everything_works_without_script(site: Any) -> None:
    page = site.sign_in("owner", java_script_enabled=False)
    page.goto(site.at("cases/"))
    page.click("summary:has-text('Kundtyp')")
    page.click(".offer a:has-text('Offentlig')")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("tbody th a")
    page.click("a:has-text('Håll kvar steget')")
    page.fill("[name=until]", "2026-03-30")
    page.fill("[name=reason]", "Ringer.")
    page.click("main form button[type=submit]")
    expect(page.locator(".axes")).to_contain_text("Hålls kvar till 30 mars")


def test_two_people_on_one_case_are_told_while_they_look(site: Any) -> None:
    owner, colleague = site.sign_in("owner"), site.sign_in("bookkeeper")
    owner.goto(site.at("cases/3/do/pause/"))
    owner.fill("[name=reason]", "Vi väntar på svar.")
    colleague.goto(site.at("cases/3/"))
    expect(colleague.locator("main")).to_contain_text("Owner Exempel har också ärendet framme.")
    site.office.pay(3, 100_000, ON)
    owner.click(".action-form button[type=submit]")

    expect(owner.locator("[role=alert]")).to_contain_text("Ärendet ändrades medan ni skrev.")
    assert owner.input_value("[name=reason]") == "Vi väntar på svar."
    owner.click(".action-form button[type=submit]")
    expect(owner.locator(".axes")).to_contain_text("Anstånd till")


def test_the_list_is_blocks_on_a_phone(site: Any) -> None:
    page = site.sign_in("owner", viewport={"width": 390, "height": 844})
    page.goto(site.at("cases/"))

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.locator("tbody tr").first.bounding_box()
    assert first["width"] <= 390
    assert page.locator(".scroll").evaluate("node => node.scrollWidth <= node.clientWidth")
