"""Bankgiro number: seven or eight digits, the last a Luhn check, printed NNN-NNNN or NNNN-NNNN.

Given by Bankgirot; it stays when the old infrastructure ends. Files hold it with leading zeros.

>>> validate("5050-1055")
'50501055'
>>> format("9912346")
'991-2346'
"""

from betalt.values.number import InvalidNumber, digits_only, luhn_valid

_NINETY = range(900, 905)


def compact(number: str) -> str:
    """Take hyphen, blanks and a file's leading zeros away."""
    return digits_only(number).lstrip("0")


def validate(number: str) -> str:
    """Return the seven or eight digits, or raise InvalidNumber with the reason."""
    digits = compact(number)
    if len(digits) not in (7, 8):
        raise InvalidNumber(f"{number[:20]!r} is no bankgiro number: it must have seven or eight digits")
    if not luhn_valid(digits):
        raise InvalidNumber(f"{number[:20]!r} is no bankgiro number: its check digit is wrong")
    return digits


def is_valid(number: str) -> bool:
    """Tell whether a number is a bankgiro number."""
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def format(number: str) -> str:  # noqa: A001 -- the verb every module of numbers has
    """Print a valid number as NNN-NNNN or NNNN-NNNN."""
    digits = validate(number)
    return f"{digits[:-4]}-{digits[-4:]}"


def is_charity(number: str) -> bool:
    """Tell whether a valid number is a 90-konto: 900-NNNN to 904-NNNN."""
    digits = validate(number)
    return len(digits) == 7 and int(digits[:3]) in _NINETY
