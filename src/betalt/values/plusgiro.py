"""Plusgiro number: two to eight digits, the last a Luhn check, printed in pairs from the right: 28 65 43-4.

Given by Nordea.

>>> validate("28 65 43-4")
'2865434'
>>> format("41054685")
'410 54 68-5'
"""

from betalt.values.number import InvalidNumber, digits_only, luhn_valid


def compact(number: str) -> str:
    """Take hyphen, blanks and a file's leading zeros away."""
    return digits_only(number).lstrip("0")


def validate(number: str) -> str:
    """Return the two to eight digits, or raise InvalidNumber with the reason."""
    digits = compact(number)
    if not 2 <= len(digits) <= 8:
        raise InvalidNumber(f"{number[:20]!r} is no plusgiro number: it must have two to eight digits")
    if not luhn_valid(digits):
        raise InvalidNumber(f"{number[:20]!r} is no plusgiro number: its check digit is wrong")
    return digits


def is_valid(number: str) -> bool:
    """Tell whether a number is a plusgiro number."""
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def format(number: str) -> str:  # noqa: A001 -- the verb every module of numbers has
    """Print a valid number in pairs from the right, the check digit after a hyphen."""
    digits = validate(number)
    body, check = digits[:-1], digits[-1]
    if len(body) <= 3:
        return f"{body}-{check}"
    first = len(body) % 2 or 2
    # A lone first digit joins the pair after it, as Nordea prints it: 410 54 68-5.
    first = first + 2 if first == 1 else first
    groups = [body[:first], *(body[place : place + 2] for place in range(first, len(body), 2))]
    return f"{' '.join(groups)}-{check}"
