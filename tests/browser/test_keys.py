"""The keys of the office in Chromium: the list of them, and what they do in both languages."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.hands import strike


def shown(page: Any, part: str = "[data-keys-here]") -> dict[str, str]:
    """Read the list of keys that is open: what each key does on this page, or wherever else."""
    lines = page.locator(f"#keys dl{part} > *").all_inner_texts()
    return dict(zip(lines[::2], lines[1::2], strict=True))


def test_the_list_of_keys_opens_closes_and_gives_the_focus_back(site: Any) -> None:
    page = site.sign_in("case_worker")
    page.goto(site.at("cases/3/"))
    dialog, press = page.locator("#keys"), page.keyboard.press
    assert not dialog.is_visible()
    page.locator("a[data-key=n]").focus()
    press("?")

    assert dialog.is_visible()
    expect(dialog.get_by_role("button")).to_be_focused()
    assert shown(page) == {
        "P": "Ge anstånd", "D": "Avbetalningsplan", "I": "Anteckna invändning", "H": "Håll kvar steget",
        "N": "Anteckna",
    }  # fmt: skip
    assert shown(page, ":not([data-keys-here])")["G Ä"] == "Ärenden"
    for key in ("p", "g", "ä", "n", "j"):  # what lies behind the list is not pressed
        strike(page, key)
    assert dialog.is_visible()
    assert page.url.endswith("cases/3/")
    press("Escape")
    assert not dialog.is_visible()
    expect(page.locator("a[data-key=n]")).to_be_focused()
    press("?")
    press("?")
    assert not dialog.is_visible()


def test_the_list_of_keys_is_found_without_knowing_its_key(site: Any) -> None:
    page = site.sign_in("read_only")
    page.goto(site.at("cases/3/"))
    button = page.get_by_role("button", name="Tangenter")
    button.focus()
    page.keyboard.press("Enter")

    assert {"P", "N"} & {
        key for key, what in shown(page).items() if what == "Anteckna"
    } == set()  # no right, no key
    page.keyboard.press("Enter")
    expect(button).to_be_focused()


def test_each_area_is_gone_to_by_the_keys_that_the_list_names(site: Any) -> None:
    page = site.sign_in("owner")
    page.goto(site.at(""))
    names = page.locator("[data-go]").evaluate_all(
        "found => found.map((link) => [link.dataset.go, link.getAttribute('href')])"
    )
    assert len({key for key, _ in names}) == len(names) == 9
    for key, address in names:
        strike(page, "g")
        with page.expect_navigation():
            strike(page, key)
        assert page.url == site.url + address
    page.goto("/account/me/")
    with page.expect_navigation():
        page.locator("button[name=language]").press("Enter")
    page.goto(site.at(""))
    english = page.locator("[data-go]").evaluate_all("found => found.map((link) => link.dataset.go)")
    assert "".join(english).isascii()  # an English keyboard has no Ä
    assert len(set(english)) == len(names)
