"""The typefaces are those that were taken in, with their licences."""

import hashlib

from betalt import letters

FONTS = letters.folder() / "fonts"


def test_every_typeface_has_the_checksum_that_was_written_down():
    lines = (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    written = {name: digest for digest, name in (line.split() for line in lines)}
    kept = [file.name for file in FONTS.iterdir() if file.name.endswith((".ttf", ".otf"))]

    assert {name: hashlib.sha256((FONTS / name).read_bytes()).hexdigest() for name in kept} == written


def test_every_typeface_has_its_licence_beside_it():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "Inter-LICENSE.txt").read_text(encoding="utf-8")
    assert "public domain" in (FONTS / "OCRB-LICENSE.txt").read_text(encoding="utf-8")
