"""Both languages are whole: no word of the one stands on a page in the other, on any page that links lead to."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import betalt.words
from betalt.core.access import Role
from betalt.words import sentences
from tests.web.crawl import pages

pytestmark = pytest.mark.django_db

HOME = Path(str(betalt.words.__file__)).parent
WORD = re.compile(r"[a-zåäöé]{4,}")
# Words of the company's own data (names, what was sold, how a customer agreed), and those both languages have.
# The users of the tests are called after their roles.
DATA = set(WORD.findall(" ".join([Path("tests/office.py").read_text(encoding="utf-8").lower(), *Role])))


class _Text(HTMLParser):
    """Reads what a page says, but not what it says on purpose in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []  # the elements around that are not read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "style", "kbd") or (tag != "html" and "lang" in values) or self._silent:
            if tag not in ("input", "br", "img", "meta", "link", "hr", "path", "rect", "line", "circle"):
                self._silent.append(tag)
            return
        self.said += [values[name] or "" for name in ("title", "placeholder", "aria-label") if name in values]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


@cache
def only(language: str) -> frozenset[str]:
    """List the words that the texts of one language have and those of the other have not."""
    had: dict[str, set[str]] = {"sv": set(), "en": set()}
    for spoken, words in had.items():
        for file in (HOME / spoken).glob("*.toml"):
            for text in sentences(file.stem, spoken).values():  # type: ignore[arg-type]
                words.update(WORD.findall(re.sub(r"\{.*?\}", " ", text).lower()))
    other = "en" if language == "sv" else "sv"
    return frozenset(had[language] - had[other] - DATA)


@pytest.mark.parametrize(("spoken", "other"), [("en", "sv"), ("sv", "en")])
def test_no_word_of_the_other_language_stands_on_a_page(
    owner: Any, slug: str, spoken: str, other: str
) -> None:
    owner.post("/speak/", {"language": spoken})
    found = {}
    for name, address in pages(owner, f"/k/{slug}/"):
        text = _Text()
        text.feed(owner.get(address).content.decode())
        said = set(WORD.findall(" ".join(text.said).lower()))
        assert said & only(spoken), f"{name} says nothing in {spoken}"
        if foreign := said & only(other):
            found[name] = sorted(foreign)

    assert found == {}
