"""What every module of identity and account numbers has in common: one error, digits and the Luhn sum."""


class InvalidNumber(ValueError):
    """A number does not follow its format; the message says which and why."""


def digits_only(number: str, *, separators: str = " -") -> str:
    """Take the separators away and refuse anything left that is not a digit 0-9."""
    compacted = number.translate({ord(separator): None for separator in separators})
    if not compacted.isascii() or not compacted.isdigit():
        raise InvalidNumber(f"{number[:40]!r} holds something else than digits")
    return compacted


def luhn_sum(digits: str) -> int:
    """Sum the digits with weights 1, 2, 1, 2 … from the right, products' digits added (mod 10)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        weighted = int(digit) * (1 + position % 2)
        total += weighted - 9 if weighted > 9 else weighted
    return total


def luhn_valid(digits: str) -> bool:
    """Tell whether the last digit is the right Luhn check digit of those before it."""
    return luhn_sum(digits) % 10 == 0


def luhn_check_digit(digits: str) -> str:
    """Compute the check digit that makes the digits pass the Luhn check when it is put last."""
    return str(-luhn_sum(digits + "0") % 10)
