"""What was taken in for the pages is what was taken in, with its licences."""

import hashlib
from pathlib import Path

import betalt.web

VENDOR = Path(betalt.web.__file__).parent / "static" / "betalt" / "vendor"


def test_every_file_has_the_checksum_that_was_written_down():
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    written = {name: digest for digest, name in (line.split() for line in lines)}
    kept = [file.name for file in VENDOR.iterdir() if file.suffix in (".css", ".woff2")]

    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in kept} == written


def test_every_file_has_its_licence_beside_it():
    assert "MIT License" in (VENDOR / "pico-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "Inter-LICENSE.txt").read_text(encoding="utf-8").upper()


def test_no_page_holds_code_or_style_of_its_own():
    templates = Path(betalt.web.__file__).parent / "templates"
    forbidden = (" style=", " onclick=", " onchange=", " onsubmit=", "<style", "javascript:")
    found = [
        f"{page.relative_to(templates)}: {what}"
        for page in templates.rglob("*.html")
        for what in forbidden
        if what in page.read_text(encoding="utf-8").lower()
    ]

    assert found == []
