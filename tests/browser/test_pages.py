"""Every page that links lead to, in Chromium: nothing that axe finds, no sideways scroll, no errors."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.web.crawl import pages

AXE = Axe().axe_script
# What is fetched again for its rules would be asked for at the wrong address.
VIOLATIONS = """async () => (await axe.run(document, {preload: false, resultTypes: ["violations"]})).violations
    .flatMap((one) => one.nodes.map((node) => one.id + ": " + node.target.join(" ")))"""
WIDTHS = (390, 900, 1440)
SCHEMES = ("light", "dark")


def test_axe_finds_nothing_on_any_page(site: Any, as_client: Any) -> None:
    found = list(pages(as_client("owner"), f"/k/{site.slug}/"))
    page = site.sign_in("owner")
    assert found, "no page was found"

    problems = [
        problem
        for name, address in found
        for scheme in SCHEMES
        for problem in _look(page, name, address, scheme)
    ]

    assert not problems, "\n".join(problems)


def test_the_sign_in_has_nothing_for_axe_to_find(site: Any) -> None:
    page = site.visit()
    problems = [
        problem
        for address in ("/account/login/", "/account/signup/", "/account/password/reset/", "/k/nowhere/")
        for scheme in SCHEMES
        for problem in _look(page, address, address, scheme)
    ]

    assert not problems, "\n".join(problems)


def _look(page: Any, name: str, address: str, scheme: str) -> list[str]:
    """Open a page and list what is wrong with it at each width."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address, wait_until="load")
    page.evaluate(AXE)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name} {width} {scheme}: scrolls sideways")
        found += [f"{name} {width} {scheme}: {one}" for one in page.evaluate(VIOLATIONS)]
    return found
