"""A creditor's logotype: drawn anew, whatever came; what could harm is refused with its reason."""

import contextlib
import struct
import time
import zlib

import pytest

from betalt.adapters.typesetting.logo import LogoError, draw_logo
from tests.adapters.typesetting.pictures import JPEG, chunk, png

BOMB = png(8, 8)[:16] + struct.pack(">II", 30_000, 30_000) + png(8, 8)[24:]
SLOW = JPEG[:-2] + b"\xff\xda\x00\x02" * 10_000 + b"\xff\xd9"
ANIMATED = png(8, 8)[:33] + chunk(b"acTL", struct.pack(">II", 900, 0)) + png(8, 8)[33:]
CUT = png(400, 100)[:-40]
LARGE_INSIDE = png(8, 8)[:33] + chunk(b"IDAT", zlib.compress(b"\0" * 50_000_000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (png(640, 160), (756, 189)),  # 64 × 16 mm
        (png(4000, 200), (969, 189)),  # no wider than 82 mm
        (png(100, 100), (189, 189)),
        (JPEG, (189, 189)),
    ],
)
def test_a_picture_is_drawn_anew_in_the_size_of_its_place(picture, size):
    drawn = draw_logo(picture)

    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">II", drawn[16:24]) == size


def test_the_same_picture_gives_the_same_bytes_and_nothing_else_comes_along():
    told = png(64, 32)
    with_text = told[:33] + chunk(b"tEXt", b"Comment\0<script>alert(1)</script>") + told[33:]

    assert draw_logo(told) == draw_logo(told)
    assert draw_logo(with_text) == draw_logo(told)


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"", "other_kind"),
        (b"GIF89a", "other_kind"),
        (b"<svg onload='alert(1)'><image href='file:///etc/passwd'/></svg>", "other_kind"),
        (b"%PDF-1.7", "other_kind"),
        (png(8, 8) + b"\0" * 2_000_000, "heavy"),
        (BOMB, "many_dots"),
        (png(2000, 2), "narrow"),
        (SLOW, "strange"),
        (ANIMATED, "strange"),
        (CUT, "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"\xff\xd8\xff\xe0", "broken"),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x5a\x00\x5a\x01\x01", "broken"),
    ],
)
def test_anything_else_is_refused_with_its_reason(picture, code):
    with pytest.raises(LogoError) as refused:
        draw_logo(picture)

    assert refused.value.reason.code == f"logo.{code}"


def test_a_small_file_that_holds_much_more_than_its_dots_costs_little():
    begun = time.process_time()
    with contextlib.suppress(LogoError):
        draw_logo(LARGE_INSIDE)

    assert time.process_time() - begun < 2
