"""Every page that links lead to, in Chromium: nothing that axe finds, no sideways scroll, no errors."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.web.crawl import pages

AXE = Axe().axe_script
# What is fetched again for its rules would be asked for at the wrong address.
VIOLATIONS = """async (only) => (await axe.run(document,
        {preload: false, resultTypes: ["violations"], ...(only && {runOnly: {type: "rule", values: only}})})).violations
    .flatMap((one) => one.nodes.map((node) => one.id + ": " + node.target.join(" ")))"""
# The page of the widest window in light is looked at whole; what a narrower or darker one can change, again there.
BY_WIDTH = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "label",
    "link-name",
    "button-name",
]
BY_COLOUR = ["color-contrast"]
WIDTHS = (390, 900, 1440)
ZOOMED = 720  # a window of 1440 at 200 %
SCHEMES = ("light", "dark")


def test_axe_finds_nothing_on_any_page(site: Any, as_client: Any) -> None:
    found = list(pages(as_client("owner"), f"/k/{site.slug}/"))
    page = site.sign_in("owner")
    assert found, "no page was found"

    problems = [problem for name, address in found for problem in _look(page, name, address)]

    assert not problems, "\n".join(problems)


def test_the_sign_in_has_nothing_for_axe_to_find(site: Any) -> None:
    page = site.visit()
    problems = [
        problem
        for address in ("/account/login/", "/account/signup/", "/account/password/reset/", "/k/nowhere/")
        for problem in _look(page, address, address)
    ]

    assert not problems, "\n".join(problems)


def _look(page: Any, name: str, address: str) -> list[str]:
    """Open a page and list what is wrong with it at each width, and in the dark."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address, wait_until="load")
    page.evaluate(AXE)
    found = [f"{name}: {one}" for one in page.evaluate(VIOLATIONS)]
    page.emulate_media(color_scheme="dark")
    found += [f"{name} dark: {one}" for one in page.evaluate(VIOLATIONS, BY_COLOUR)]
    for width in (900, ZOOMED, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name} {width}: scrolls sideways")
    return found + [f"{name} 390: {one}" for one in page.evaluate(VIOLATIONS, BY_WIDTH)]
