"""Two hands on a keyboard: nothing is clicked, each place that is reached must show that it has the focus."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

# A focus that nobody can see is as good as none: it wants an outline or a ring that is not the page's own colour.
SEEN = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    const box = at.getBoundingClientRect();
    return at !== document.body && ring && box.bottom > 0 && box.top < innerHeight;
}"""


def strike(page: Page, key: str) -> None:
    """Press a key, also one that Playwright's American keyboard lacks."""
    if key.isascii():
        page.keyboard.press(key)
        return
    session = page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key})


@dataclass(kw_only=True)
class Hands:
    """What a person does who has no mouse, and how many keys it took."""

    page: Page
    keys: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            strike(self.page, key)
            self.keys += 1

    def write(self, text: str) -> None:
        """Write into the field in focus, which must be seen; the text itself is no key of the office's."""
        self.sees()
        self.page.keyboard.type(text)

    def go(self, *keys: str) -> None:
        """Press keys, the last of which leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    def tab_to(self, where: str, *, most: int = 45, back: bool = False) -> None:
        """Press Tab until the focus stands there, and see it."""
        for _ in range(most):
            if self.page.evaluate("(where) => document.activeElement.matches(where)", where):
                break
            self.press("Shift+Tab" if back else "Tab")
        expect(self.page.locator(where).and_(self.page.locator(":focus"))).to_have_count(1)
        self.sees()

    def choose(self, text: str) -> None:
        """Choose in the list in focus by writing the beginning of what stands there, as a browser lets one do."""
        self.sees()
        self.page.keyboard.type(text)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].text")
        assert chosen.lower().startswith(text.lower()), chosen

    def sees(self) -> None:
        """Fail unless the focus can be seen."""
        assert self.page.evaluate(SEEN), self.page.evaluate("document.activeElement.outerHTML")[:200]

    def told(self, text: str) -> None:
        """Wait for what the page says of what was done."""
        expect(self.page.locator("[role=status]").first).to_contain_text(text)

    def title(self, text: str | re.Pattern[str]) -> None:
        """Wait for the page whose title this is."""
        expect(self.page.locator("h1")).to_have_text(text)


def hands(site: Any, role: str, path: str = "") -> Hands:
    """Sit down before a page of the office, as somebody."""
    page = site.sign_in(role)
    page.goto(site.at(path))
    return Hands(page=page)
