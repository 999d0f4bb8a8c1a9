"""A creditor's logotype."""

import pytest

from betalt.adapters.typesetting.logo import LogoError, as_svg

PNG = (
    b"\x89PNG\r\n\x1a\n"
    + b"\0\0\0\rIHDR"
    + (640).to_bytes(4, "big")
    + (160).to_bytes(4, "big")
    + b"\x08\x06\0\0\0"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08"
    + (90).to_bytes(2, "big")
    + (300).to_bytes(2, "big")
    + b"\x01\x01"
)


@pytest.mark.parametrize(("picture", "size"), [(PNG, (640, 160)), (JPEG, (300, 90))])
def test_a_picture_keeps_its_proportions(picture, size):
    assert f'width="{size[0]}" height="{size[1]}"' in as_svg(picture)


@pytest.mark.parametrize(
    "picture", [b"", b"GIF89a", b"<svg><image href='file:///etc/passwd'/></svg>", b"\xff\xd8\xff\xe0"]
)
def test_anything_else_is_refused(picture):
    with pytest.raises(LogoError):
        as_svg(picture)
