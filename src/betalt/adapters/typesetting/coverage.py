"""What the text typeface can show; PDF/A allows no sign without a shape, so other signs are replaced."""

import re
import unicodedata
from functools import lru_cache

from betalt import letters

_STAND_IN = "\u25a1"  # a box tells that a sign is missing
_ALSO = "\n\u200b"  # line ends and places to break have no shape
_JOINERS = re.compile("[\u200c-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]")


def only_covered(text: str) -> str:
    """Replace what the typeface cannot show by a box, and put accents together with their letters."""
    unknown = _unknown()
    if unknown.search(text) is None:
        return text
    return unknown.sub(_STAND_IN, _JOINERS.sub("", unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=1)
def _unknown() -> re.Pattern[str]:
    table = (letters.folder() / "fonts" / "coverage.txt").read_text(encoding="utf-8")
    ranges = (line.partition("-") for line in table.splitlines() if not line.startswith("#"))
    known = "".join(_escaped(first) + (f"-{_escaped(last)}" if last else "") for first, _, last in ranges)
    return re.compile(f"[^{known}{_ALSO}]")


def _escaped(code: str) -> str:
    return f"\\U{int(code, 16):08x}"
