"""Money is a whole number of öre; this module reads it, prints it, and is the only place that may round.

>>> plain(parse_ore("20000.00"))
'20000.00'
>>> swedish(2_000_000)
'20\\xa0000,00'
"""

import re

_AMOUNT = re.compile(r"(-?)([0-9]{1,15})\.([0-9]{2})")
_PERCENT = re.compile(r"(-?)([0-9]{1,4})(?:\.([0-9]{1,2}))?")
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"


class MoneyError(ValueError):
    """A sum or a percentage is not written as this program reads it."""


def parse_ore(text: str) -> int:
    """Read a sum in kronor with exactly two decimals ("20000.00") as whole öre."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise MoneyError(f"{_shown(text)} is not a sum in kronor with two decimals, such as 1234.50")
    sign, kronor, ore = found.groups()
    return int(sign + kronor + ore)


def plain(ore: int) -> str:
    """Print whole öre as a data format wants it: "20000.00"."""
    sign = "-" if ore < 0 else ""
    kronor, rest = divmod(abs(ore), 100)
    return f"{sign}{kronor}.{rest:02d}"


def swedish(ore: int) -> str:
    """Print whole öre for a Swedish reader: "20 000,00" with no-break spaces."""
    sign = _MINUS if ore < 0 else ""
    kronor, rest = divmod(abs(ore), 100)
    return sign + f"{kronor:,}".replace(",", _NO_BREAK) + f",{rest:02d}"


def english(ore: int) -> str:
    """Print whole öre for an English reader: "20,000.00"."""
    sign = _MINUS if ore < 0 else ""
    kronor, rest = divmod(abs(ore), 100)
    return f"{sign}{kronor:,}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """Round a fraction to a whole number, halves away from zero (C4); the denominator is positive."""
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def up_to_step(number: int, step: int) -> int:
    """Round a whole number up to the next multiple of a step, towards positive infinity."""
    return -(-number // step) * step


def whole_kronor(ore: int) -> int:
    """Round a sum to pay to whole kronor, in öre: 1-49 öre down, 50-99 up (lag 1970:1029 2 §, P24)."""
    return half_up(ore, 100) * 100


def parse_percent(text: str) -> int:
    """Read a percentage with at most two decimals ("18.00") as basis points, hundredths of a percent."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise MoneyError(f"{_shown(text)} is not a percentage with at most two decimals, such as 18.00")
    sign, whole, part = found.groups()
    return int(f"{sign}{whole}{(part or ''):0<2}")


def percent(bps: int) -> str:
    """Print basis points as a percentage with two decimals: "18.00"."""
    return plain(bps)


def _shown(text: object) -> str:
    # A message stays one readable line even when somebody sends a megabyte in place of a sum.
    quoted = repr(text)
    return quoted if len(quoted) <= 40 else f"{quoted[:36]}…"
