"""OCR reference: 2 to 25 digits, the last a Luhn check over those before it (Bankgirot's user manual 5.2).

Before the check digit may stand a length digit: the number of digits of the whole reference, mod 10.

>>> make("1234567890")
'123456789023'
>>> make("123", length_digit=False)
'1230'
"""

import re
from collections.abc import Container
from enum import StrEnum

from betalt.values.number import InvalidNumber, digits_only, luhn_check_digit, luhn_valid

_SHORTEST, _LONGEST = 2, 25
_RUN = re.compile(r"[0-9](?:[\s-]*[0-9])*")


class Control(StrEnum):
    """What the payee has agreed with the bank that a reference must pass."""

    NONE = "none"  # any reference is let through
    CHECK = "check"  # the check digit
    LENGTH_DIGIT = "length_digit"  # the check digit and the length digit
    FIXED = "fixed"  # the check digit and one or two fixed lengths


def make(number: str, *, length_digit: bool = True) -> str:
    """Make a reference of a number in digits, such as an invoice number, or raise InvalidNumber."""
    body = digits_only(number)
    if length_digit:
        body += str((len(body) + 2) % 10)
    if not _SHORTEST <= len(body) + 1 <= _LONGEST:
        raise InvalidNumber(f"{number[:30]!r} makes no OCR reference: it may have at most 25 digits in all")
    return body + luhn_check_digit(body)


def compact(reference: str) -> str:
    """Take blanks and hyphens away."""
    return digits_only(reference)


def validate(reference: str, *, control: Control = Control.CHECK, lengths: tuple[int, ...] = ()) -> str:
    """Return the digits if they pass the control level, or raise InvalidNumber with the reason."""
    digits = compact(reference)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        raise InvalidNumber(f"{reference[:30]!r} is no OCR reference: it must have 2 to 25 digits")
    if control is not Control.NONE and not luhn_valid(digits):
        raise InvalidNumber(f"{digits} is no OCR reference: its check digit is wrong")
    if control is Control.LENGTH_DIGIT and int(digits[-2]) != len(digits) % 10:
        raise InvalidNumber(f"{digits} is no OCR reference: its length digit is wrong")
    if control is Control.FIXED and len(digits) not in lengths:
        raise InvalidNumber(f"{digits} is no OCR reference: its length was not agreed with the bank")
    return digits


def is_valid(reference: str, *, control: Control = Control.CHECK, lengths: tuple[int, ...] = ()) -> bool:
    """Tell whether a reference passes the control level."""
    try:
        return bool(validate(reference, control=control, lengths=lengths))
    except InvalidNumber:
        return False


def find_in_text(text: str, known: Container[str]) -> tuple[str, ...]:
    """Find the references of ours in a payer's text: whole numbers first, then the longest.

    Only known references count, since one number of ten passes the check digit by chance.
    """
    found: dict[str, tuple[bool, int]] = {}
    for run in _RUN.findall(text):
        joined = _joined(run)
        whole_numbers = {*re.split(r"[\s-]+", run), joined}
        for candidate in _substrings(joined):
            if candidate in known:
                rank = (candidate not in whole_numbers, -len(candidate))
                found[candidate] = min(rank, found.get(candidate, rank))
    return tuple(sorted(found, key=lambda reference: (*found[reference], reference)))


def _joined(run: str) -> str:
    return re.sub(r"[\s-]+", "", run)


def _substrings(digits: str) -> set[str]:
    return {
        digits[start:end]
        for start in range(len(digits) - 1)
        for end in range(start + _SHORTEST, min(start + _LONGEST, len(digits)) + 1)
    }
