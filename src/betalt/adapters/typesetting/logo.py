"""A creditor's logotype: a picture from outside is checked, decoded and drawn anew as a PNG of the size of its place.

What is kept and printed are our own bytes: nothing that lay in the file beside its dots comes along.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import typst

from betalt.values.reason import Reason

MOST_BYTES = 2_000_000
_MOST_SIDE, _MOST_DOTS = 8_000, 12_000_000
_MOST_SCANS = 60  # a progressive JPEG has a dozen; thousands in a small file keep a decoder busy for hours
_WIDTH_MM, _HEIGHT_MM = 82, 16  # the place of the logotype in a letter
_DOTS_PER_INCH = 300
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_ANIMATED = b"acTL"  # chunk of a PNG with several frames
_NAMES = {_PNG: "png", _JPEG: "jpg"}
_SHEET = (
    "#set page(width: {width}mm, height: {height}mm, margin: 0pt, fill: white)\n"
    '#align(left + horizon, image("{name}", width: {shown}mm))'
)


class LogoError(ValueError):
    """A picture that cannot be a logotype; `reason` says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        told = tuple((name, str(value)) for name, value in params.items())
        self.reason = Reason(code=f"logo.{code}", params=told)


class Size(NamedTuple):
    """How many dots a picture has."""

    width: int
    height: int


def draw_logo(picture: bytes) -> bytes:
    """Draw a PNG or JPEG picture anew as a PNG of at most 82 by 16 mm; the same picture gives the same bytes.

    Raises LogoError for what is no such picture, too large, or made to keep a decoder busy.
    """
    kind = _kind(picture)
    size = _size(picture, kind)
    shown = min(_WIDTH_MM, _HEIGHT_MM * size.width / size.height)
    sheet = _SHEET.format(width=round(shown, 3), height=_HEIGHT_MM, shown=round(shown, 3), name=f"in.{kind}")
    with TemporaryDirectory(prefix="betalt-logo-") as folder:
        Path(folder, f"in.{kind}").write_bytes(picture)
        Path(folder, "sheet.typ").write_text(sheet, encoding="utf-8")
        return _drawn(Path(folder, "sheet.typ"))


def _drawn(sheet: Path) -> bytes:
    try:
        drawn = typst.compile(sheet, root=sheet.parent, format="png", ppi=_DOTS_PER_INCH)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # a fault inside the decoder comes as a panic, which is no Exception
        raise LogoError("broken") from fault
    assert isinstance(drawn, bytes)
    return drawn


def _kind(picture: bytes) -> str:
    if len(picture) > MOST_BYTES:
        raise LogoError("heavy", megabytes=MOST_BYTES // 1_000_000)
    kind = next((name for start, name in _NAMES.items() if picture.startswith(start)), "")
    if not kind:
        raise LogoError("other_kind")
    if (picture.count(b"\xff\xda") > _MOST_SCANS and kind == "jpg") or _ANIMATED in picture[:4096]:
        raise LogoError("strange")
    return kind


def _size(picture: bytes, kind: str) -> Size:
    size = _png_size(picture) if kind == "png" else _jpeg_size(picture)
    if min(size) < 1:
        raise LogoError("broken")
    if max(size) > _MOST_SIDE or size.width * size.height > _MOST_DOTS:
        raise LogoError("many_dots", width=size.width, height=size.height, most=_MOST_SIDE)
    if max(size) > min(size) * 40:
        raise LogoError("narrow", width=size.width, height=size.height)
    return size


def _png_size(picture: bytes) -> Size:
    return Size(int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big"))


def _jpeg_size(picture: bytes) -> Size:
    # Segments follow each other, each with its length; the frame header (SOF) holds height and width.
    place = 2
    while place + 9 < len(picture) and picture[place] == 0xFF:
        marker, length = picture[place + 1], int.from_bytes(picture[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            frame = picture[place + 5 : place + 9]
            return Size(int.from_bytes(frame[2:], "big"), int.from_bytes(frame[:2], "big"))
        place += 2 + length
    raise LogoError("broken")
