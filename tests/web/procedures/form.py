"""Reads the fields of a page's form as a browser would send them."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "input" and name and (values.get("type") != "checkbox" or "checked" in values):
            self.found[name] = values.get("value", "on")
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.found or "selected" in values):
            self.found[self._select] = values.get("value", "")


def fields(response: Any) -> dict[str, str]:
    """List the fields with their values, but for the two that guard the form."""
    reader = _Fields()
    reader.feed(response.content.decode().partition('class="cols wide-left"')[2])
    return {
        name: value for name, value in reader.found.items() if name not in ("once", "csrfmiddlewaretoken")
    }
