"""Text in PC8 (code page 437), the only character set that SIE 4B allows (5.8)."""

import unicodedata
from typing import Final

_PC8: Final = "cp437"
_UNKNOWN: Final = "?"
# What people write and the code page lacks. The backslash is there, but some readers take it for an escape.
_INSTEAD: Final = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "‘": "'",
        "’": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "…": "...",
        "€": "EUR",
        "•": "*",
        "×": "x",
        "§": "par.",
        "©": "(c)",
        "ø": "ö",
        "Ø": "Ö",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "\\": "/",
    }
)


def in_pc8(text: str) -> str:
    """Put a text into letters that PC8 has, on one line and without control characters."""
    composed = " ".join(unicodedata.normalize("NFC", text).translate(_INSTEAD).split())
    return "".join(map(_letter, composed))


def _letter(letter: str) -> str:
    if not letter.isprintable():
        return ""
    if _is_in_pc8(letter):
        return letter
    parts = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(part if _is_in_pc8(part) else _UNKNOWN for part in parts)


def _is_in_pc8(letter: str) -> bool:
    try:
        letter.encode(_PC8)
    except UnicodeEncodeError:
        return False
    return True
