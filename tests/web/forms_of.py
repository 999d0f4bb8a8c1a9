"""Reads the forms of a page as a browser would send them: one for each button of each form."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

GUARDS = ("once", "csrfmiddlewaretoken")


@dataclass(kw_only=True)
class Sent:
    """What one press of a button sends, and where."""

    to: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[Sent] = []
        self._form: Sent | None = None
        self._buttons: list[dict[str, str]] = []
        self._name = ""  # of the choice or text that is being read
        self._is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            to = urljoin(self.address, values.get("action") or self.address)
            self._form = Sent(to=to, method=values.get("method", "get").lower())
            self._buttons = []
        elif self._form is not None and tag in ("input", "select", "option", "textarea", "button"):
            getattr(self, f"_{tag}")(self._form.fields, values)

    def _input(self, fields: dict[str, str], values: dict[str, str]) -> None:
        name = values.get("name", "")
        if name and name not in GUARDS and (values.get("type") != "radio" or "checked" in values):
            fields[name] = values.get("value", "")

    def _select(self, fields: dict[str, str], values: dict[str, str]) -> None:
        self._name = values.get("name", "")
        fields[self._name] = ""

    def _option(self, fields: dict[str, str], values: dict[str, str]) -> None:
        if not fields[self._name] or "selected" in values:
            fields[self._name] = values.get("value", "")

    def _textarea(self, fields: dict[str, str], values: dict[str, str]) -> None:
        self._name, self._is_text = values.get("name", ""), True
        fields[self._name] = ""

    def _button(self, fields: dict[str, str], values: dict[str, str]) -> None:
        if values.get("name"):
            self._buttons.append({values["name"]: values.get("value", "")})

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._is_text:
            self._form.fields[self._name] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._is_text = False
        elif tag == "form" and self._form is not None:
            form, self._form = self._form, None
            self.found += [replace(form, fields={**form.fields, **each}) for each in self._buttons or [{}]]


def forms_of(response: Any, *, address: str) -> list[Sent]:
    """List what the buttons of a page would send, without the two fields that guard a form."""
    reader = _Forms(address)
    reader.feed(response.content.decode())
    return reader.found
