"""IBAN (ISO 13616): two letters of the country, two check digits mod 97, then the country's own account.

A Swedish one has 24 characters: SE, the check digits, three digits of the bank and seventeen of the account.
The check itself is the library's.

>>> validate("SE45 5000 0000 0583 9825 7466")
'SE4550000000058398257466'
>>> format("SE4550000000058398257466")
'SE45 5000 0000 0583 9825 7466'
"""

import re

from stdnum import iban as library

from betalt.values.number import InvalidNumber

_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


def compact(number: str) -> str:
    """Take blanks and hyphens away."""
    return number.translate({ord(" "): None, ord("-"): None}).upper()


def validate(number: str) -> str:
    """Return the IBAN without blanks, or raise InvalidNumber with the reason."""
    written = compact(number)
    if _FORM.fullmatch(written) is None:
        raise InvalidNumber(f"{number[:40]!r} is no IBAN: it must be SE, two digits and the account")
    if not library.is_valid(written):
        raise InvalidNumber(f"{number[:4]}… is no IBAN: its check digits or its length is wrong")
    return written


def is_valid(number: str) -> bool:
    """Tell whether a number is an IBAN."""
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def format(number: str) -> str:  # noqa: A001 -- the verb every module of numbers has
    """Print a valid IBAN in groups of four."""
    written = validate(number)
    return " ".join(written[place : place + 4] for place in range(0, len(written), 4))
