"""Sums as people and programs write them: "1 234,50 kr", "1.234,50", "−12,5", "(300,00)"; read as whole öre.

A sum that can be read in two ways, such as 1.234, is refused unless the decimal sign is given.

>>> read_sum("1 234,50 kr")
123450
>>> read_sum("1.234", decimal=",")
123400
"""

import re

_PLAIN = re.compile(r"-?[0-9]{1,13}")
_TWO_DECIMALS = re.compile(r"-?[0-9]{1,13}[.,][0-9]{2}")
_SPACES = {ord(space): None for space in " \t\u00a0\u2007\u2009\u202f'\u2019"}
_MINUSES = {ord(sign): "-" for sign in "\u2212\u2013\ufe63\uff0d"}
_UNIT = re.compile(r"(?i)\A(?:sek|kr\.?)|(?:sek|kr\.?|:-)\Z")
_SHAPE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:([.,])([0-9]+))?")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2007\u2009\u202f'\u2019][0-9]{3})+(?![0-9])")
_LARGEST_ORE = 10**15


class SumUnclear(ValueError):
    """A sum can be read in two ways; the decimal sign must be given."""


class SumUnreadable(ValueError):
    """A text is not a sum in kronor and öre."""


def read_sum(text: str, *, decimal: str = "") -> int:
    """Read a written sum in kronor as whole öre; `decimal` is "," or "." where the sign in use is known."""
    if _TWO_DECIMALS.fullmatch(text) and decimal in {"", text[-3]}:
        return int(text[:-3] + text[-2:])
    if _PLAIN.fullmatch(text):
        return int(text) * 100
    negative, bare = _without_sign(_without_unit(text.strip().translate(_MINUSES)))
    ore = _whole_ore(*_parts(_joined(_without_unit(bare)), decimal=decimal))
    if ore >= _LARGEST_ORE:
        raise SumUnreadable("larger than any invoice")
    return -ore if negative else ore


def _without_unit(text: str) -> str:
    return _UNIT.sub("", text).strip()


def _without_sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.startswith(("-", "+")):
        return text[0] == "-", text[1:].strip()
    if text.endswith("-"):
        return True, text[:-1].strip()
    return False, text


def _joined(text: str) -> str:
    # Blanks may only stand between groups of three: "12 34,50" is two numbers, not one.
    if _SPACED.match(text):
        return text.translate(_SPACES)
    return text


def _parts(text: str, *, decimal: str) -> tuple[str, str]:
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise SumUnreadable("no sum")
    whole, sign, part = found.groups()
    grouping = "." if "." in whole else "," if "," in whole else ""
    if sign is None and grouping:
        return _one_sign(whole, grouping, decimal=decimal)
    if sign is not None and (sign == grouping or (decimal and sign != decimal)):
        raise SumUnreadable("no sum")
    return whole.replace(grouping, "") if grouping else whole, part or ""


def _one_sign(whole: str, sign: str, *, decimal: str) -> tuple[str, str]:
    several = whole.count(sign) > 1
    if not decimal and not several:
        raise SumUnclear("two readings")
    if sign != decimal:
        return whole.replace(sign, ""), ""
    if several:
        raise SumUnreadable("no sum")
    kronor, _, part = whole.partition(sign)
    return kronor, part


def _whole_ore(kronor: str, part: str) -> int:
    if len(kronor) > 15 or len(part) > 12:
        raise SumUnreadable("no sum")
    if part[2:].strip("0"):
        raise SumUnreadable("parts of an öre")
    return int(kronor) * 100 + int(f"{part[:2]:0<2}")
