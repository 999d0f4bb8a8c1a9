"""QR codes as small SVG pictures, drawn as one stroke so that a letter stays small."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import zxingcpp

_DARK = re.compile(rb"(\xff*)(\x00+)")  # a gap of white and the run of black after it
_QUIET = 4  # modules of white that a reader needs around the code
_LARGEST = 177  # modules on a side
_STEPS = [f"m{gap} 0" for gap in range(_LARGEST)]
_RUNS = [f"h{run}" for run in range(_LARGEST)]
_CACHED = 256


class QrTooLong(ValueError):
    """The text is longer than a QR code can hold."""


@lru_cache(maxsize=_CACHED)
def draw(payload: str) -> str:
    """Draw a text as a QR code (ISO/IEC 18004, correction M) in SVG, one unit a module."""
    try:
        barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except ValueError as error:
        raise QrTooLong(f"a QR code cannot hold {len(payload)} characters") from error
    image: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    side = image.shape[0]
    strokes = "".join(_strokes(memoryview(image).tobytes(), side))
    box = f"-{_QUIET} -{_QUIET} {side + 2 * _QUIET} {side + 2 * _QUIET}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path stroke="#000" d="{strokes}"/></svg>'
    )


def _strokes(modules: bytes, side: int) -> Iterator[str]:
    for row in range(side):
        line = modules[row * side : (row + 1) * side]
        yield f"M0 {row}.5" + "".join(
            [_STEPS[len(gap)] + _RUNS[len(run)] for gap, run in _DARK.findall(line)]
        )
