"""Organisationsnummer: ten digits NNNNNN-NNNC, the third at least 2, the last a Luhn check.

Given by Bolagsverket, Skatteverket and SCB (lag 1974:174). A sole trader has the personnummer as its number,
so that one is accepted too. Authorities write it with 16 before it. The check itself is the library's.

>>> validate("556016-0680")
'5560160680'
>>> format("165560160680")
'556016-0680'
>>> vat_number("556016-0680")
'SE556016068001'
"""

from organisationsnummer import organisationsnummer as library

from betalt.values import personnummer
from betalt.values.number import InvalidNumber, digits_only


def compact(number: str) -> str:
    """Take separators, the leading 16 and a sole trader's century away: ten digits."""
    digits = digits_only(number, separators=" -+")
    if len(digits) == 12 and (digits.startswith("16") or personnummer.is_valid(digits)):
        return digits[2:]
    return digits


def validate(number: str) -> str:
    """Return the ten digits, or raise InvalidNumber with the reason."""
    digits = compact(number)
    if len(digits) != 10:
        raise InvalidNumber(f"{number[:4]}… is no organisationsnummer: it must have ten digits")
    if not (library.valid(digits) or is_personal(digits)):
        raise InvalidNumber(f"{number[:4]}… is no organisationsnummer: its check digit or its form is wrong")
    return digits


def is_valid(number: str) -> bool:
    """Tell whether a number is an organisationsnummer, or a sole trader's personnummer."""
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def is_personal(number: str) -> bool:
    """Tell whether a number is a natural person's: a sole trader."""
    return personnummer.is_valid(compact(number))


def format(number: str) -> str:  # noqa: A001 -- the verb every module of numbers has
    """Print a valid number as NNNNNN-NNNC."""
    digits = validate(number)
    return f"{digits[:6]}-{digits[6:]}"


def vat_number(number: str) -> str:
    """Print the VAT number that belongs to a valid number: SE, ten digits, 01."""
    return f"SE{validate(number)}01"


def kind(number: str) -> str:
    """Tell what a valid number belongs to, by its first digit as it is given out (lag 1974:174): a coded name."""
    digits = validate(number)
    return "person" if is_personal(digits) else _KINDS.get(digits[0], "other")


_KINDS = {
    "1": "estate",
    "2": "public",
    "3": "foreign",
    "5": "limited",
    "6": "simple",
    "7": "cooperative",
    "8": "association",
    "9": "partnership",
}
