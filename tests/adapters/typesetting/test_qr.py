"""QR codes as pictures."""

import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.typesetting.qr import QrTooLong, draw


def read(svg: str) -> str:
    """Paint the strokes of a picture and read them with a reader of codes."""
    side = int(re.search(r'viewBox="-4 -4 (\d+) ', svg).group(1))
    scale = 4
    rows = [bytearray(b"\xff" * side * scale) for _ in range(side)]
    for y, strokes in re.findall(r"M0 (\d+)\.5((?:m\d+ 0h\d+)*)", svg):
        x = 4
        for gap, run in re.findall(r"m(\d+) 0h(\d+)", strokes):
            start, x = x + int(gap), x + int(gap) + int(run)
            rows[4 + int(y)][start * scale : x * scale] = bytes(int(run) * scale)
    grey = b"".join(bytes(row) for row in rows for _ in range(scale))
    return zxingcpp.read_barcode(memoryview(grey).cast("B", shape=[side * scale, side * scale])).text


def test_a_code_holds_its_text():
    assert read(draw("C1239998887;100,00;1042878;0")) == "C1239998887;100,00;1042878;0"


@given(payload=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=300))
@settings(max_examples=40)
def test_any_plain_text_is_read_back(payload):
    assert read(draw(payload)) == payload


def test_the_picture_is_small_and_has_its_white_margin():
    picture = draw("x" * 150)

    assert len(picture) < 8_000
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ')


def test_a_text_that_does_not_fit_is_refused():
    with pytest.raises(QrTooLong, match="cannot hold 4000 characters"):
        draw("x" * 4000)
