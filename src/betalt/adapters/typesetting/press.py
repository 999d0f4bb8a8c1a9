"""The press: turns contents into PDF with Typst, one compiler a template, kept warm for a whole process.

A content reaches Typst as a JSON file that the template reads as data, see docs/decisions/0043-typesetting.md.
"""

import json
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from betalt import letters
from betalt.adapters.typesetting import qr
from betalt.adapters.typesetting.coverage import only_covered

# One process sets the letters of one core; Typst's own threads would only wait for each other. It reads this once.
os.environ.setdefault("RAYON_NUM_THREADS", "1")

import typst

STANDARDS: list[Any] = ["a-3a", "ua-1"]
_TEMPLATES = {"statement": "statement.typ"}  # by kind of content; every other kind is a letter
_LETTER = "letter.typ"
_TO_LOOK_AT = 110  # dots an inch


class Press:
    """Sets documents one after the other; the same content, template and Typst give the same bytes."""

    def __init__(self) -> None:
        """Lay out templates and typefaces in a folder of this process."""
        self._folder = TemporaryDirectory(prefix="betalt-press-")
        self.root = Path(self._folder.name)
        with as_file(letters.folder()) as source:
            shutil.copytree(source / "templates", self.root, dirs_exist_ok=True)
            shutil.copytree(source / "fonts", self.root / "fonts")
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[self.root / "fonts"]
        )
        self._compilers: dict[str, typst.Compiler] = {}
        self._logos: set[str] = set()
        self._lock = threading.Lock()

    def draw(self, content: Mapping[str, Any], *, logos: Mapping[str, bytes]) -> bytes:
        """Draw the first page of one content as a PNG, to look at."""
        with self._lock:
            self._lay_out(content, logos)
            pages = self._compiler(_TEMPLATES.get(content["kind"], _LETTER)).compile(
                format="png", ppi=_TO_LOOK_AT
            )
        first = pages[0] if isinstance(pages, list) else pages
        assert isinstance(first, bytes)
        return first

    def set(self, content: Mapping[str, Any], *, logos: Mapping[str, bytes]) -> bytes:
        """Set one content as tagged PDF/A-3a and PDF/UA-1."""
        moment = datetime.fromisoformat(content["letter_on"]).replace(tzinfo=UTC)
        with self._lock:
            self._lay_out(content, logos)
            pdf = self._compiler(_TEMPLATES.get(content["kind"], _LETTER)).compile(
                format="pdf", pdf_standards=STANDARDS, timestamp=moment
            )
        assert isinstance(pdf, bytes)
        return pdf

    def _lay_out(self, content: Mapping[str, Any], logos: Mapping[str, bytes]) -> None:
        shown = {part: value for part, value in content.items() if part not in {"proof", "ore"}}
        slip = content.get("slip")
        if slip:
            shown["slip"] = {
                **slip,
                "codes": [self._code(code, place) for place, code in enumerate(slip["codes"])],
            }
        shown["sender"] = {**content["sender"], "logo": self._logo(content["sender"]["logo"], logos)}
        text = only_covered(json.dumps(shown, ensure_ascii=False))
        (self.root / "content.json").write_text(text, encoding="utf-8")

    def _logo(self, sha256: str, logos: Mapping[str, bytes]) -> str:
        """Lay a logotype out once and name its file; empty where the sender has none."""
        picture = logos.get(sha256)
        if picture is None:
            return ""
        name = f"logo-{sha256}.png"
        if name not in self._logos:
            (self.root / name).write_bytes(picture)
            self._logos.add(name)
        return name

    def _code(self, code: Mapping[str, str], place: int) -> dict[str, str]:
        picture = f"code-{place}.svg"
        (self.root / picture).write_text(qr.draw(code["payload"]), encoding="ascii")
        return {"alt": code["alt"], "caption": code["caption"], "picture": picture}

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            self._compilers[template] = typst.Compiler(
                self.root / template, root=self.root, font_paths=self._fonts
            )
        return self._compilers[template]


@lru_cache(maxsize=1)
def _press() -> Press:
    return Press()


def typeset(
    contents: Sequence[Mapping[str, Any]], *, logos: Mapping[str, bytes] | None = None
) -> list[bytes]:
    """Set contents as PDF, one document each and in their order; `logos` by SHA-256, as `draw_logo` made them.

    Give 50 to 100 at a time: the first of a process costs what a hundred later ones do.
    """
    return [_press().set(content, logos=logos or {}) for content in contents]


def draw_page(content: Mapping[str, Any], *, logos: Mapping[str, bytes] | None = None) -> bytes:
    """Draw the first page of a content as a PNG, as it looks in print."""
    return _press().draw(content, logos=logos or {})
