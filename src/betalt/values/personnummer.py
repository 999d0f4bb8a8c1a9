"""Personnummer and samordningsnummer: YYMMDD-NNNC or YYYYMMDD-NNNC, the last digit a Luhn check.

Issued by Skatteverket (folkbokföringslagen 1991:481 18, 18 a §§). In a samordningsnummer the day is raised
by 60. A plus sign instead of the hyphen says that the person has turned 100. The short form names no century,
so what depends on it takes the day (`on`) from which to look back. The check itself is the library's.

>>> validate("19121212-1212")
'191212121212'
>>> format_short("191212121212", on=date(2026, 1, 1))
'121212+1212'
>>> mentions("hyra mars 121212-1212"), mentions("faktura 10412")
(True, False)
>>> masked("ROT för 121212-1212 enligt avtal")
'ROT för ••••••-•••• enligt avtal'
"""

import re
from datetime import date

from personnummer import personnummer as library

from betalt.values.days import add_years
from betalt.values.number import InvalidNumber

_SHAPE = re.compile(r"(\d{2})?(\d{6})([-+]?)(\d{4})", re.ASCII)
_IN_A_TEXT = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)", re.ASCII)
_BORN = re.compile(r"\d{6}", re.ASCII)  # in every such number, and in few texts
_RUN = re.compile(r"\d(?:[ \-+]?\d){9,}", re.ASCII)
_MASK = "••••••-••••"
_SHORTEST = len("YYMMDDNNNC")
_COORDINATION_DAYS = 60
_ADULT_YEARS = 18  # föräldrabalken 9 kap. 1 §
_CENTURIES = ("20", "19", "18")


def compact(number: str) -> str:
    """Take the hyphen and outer blanks away: 12 or 10 digits, a plus sign kept in a short number."""
    century, born, sign, serial = _parts(number)
    return f"{century}{born}{serial}" if century else f"{born}{'+' if sign == '+' else ''}{serial}"


def validate(number: str) -> str:
    """Return the compact number, or raise InvalidNumber with the reason."""
    century, born, _, serial = _parts(number)
    centuries = (century,) if century else _CENTURIES
    if not any(library.valid(each + born + serial) for each in centuries):
        raise InvalidNumber(f"{_masked(number)} is no personnummer: its day or its check digit is wrong")
    return compact(number)


def is_valid(number: str) -> bool:
    """Tell whether a number is a personnummer or samordningsnummer."""
    if len(number) < _SHORTEST:
        return False  # as most customer numbers are: to raise and catch would cost ten times as much
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def is_coordination(number: str) -> bool:
    """Tell whether a valid number is a samordningsnummer."""
    return int(_parts(validate(number))[1][4:]) > _COORDINATION_DAYS


def long_form(number: str, *, on: date) -> str:
    """Write a valid number with its century, 12 digits; a short one as it reads on a day."""
    century, born, sign, serial = _parts(validate(number))
    if century:
        return century + born + serial
    latest = on.year - (100 if sign == "+" else 0)
    full = f"{latest - (latest - int(born[:2])) % 100}{born[2:]}{serial}"
    if not library.valid(full):
        raise InvalidNumber(f"{_masked(number)} is no personnummer in the century it would be read in")
    return full if _birthday(full) <= on else f"{int(full[:4]) - 100}{full[4:]}"


def format_short(number: str, *, on: date) -> str:
    """Print a valid number as YYMMDD-NNNC, with a plus sign from the year the person turns 100."""
    full = long_form(number, on=on)
    sign = "+" if on.year - int(full[:4]) >= 100 else "-"
    return f"{full[2:8]}{sign}{full[8:]}"


def born_on(number: str, *, on: date) -> date:
    """Tell the day of birth that a valid number states."""
    return _birthday(long_form(number, on=on))


def adult_on(number: str, *, on: date) -> date:
    """Tell the day the person comes of age, 18 years (föräldrabalken 9 kap. 1 §)."""
    return add_years(born_on(number, on=on), _ADULT_YEARS)


def mentions(text: str) -> bool:
    """Tell whether a text may hold a personal number, also inside longer numbers: an account of Nordea's is one."""
    for found in _RUN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if any(is_valid(digits[start : start + 10]) for start in range(len(digits) - 9)):
            return True
    return False


def masked(text: str) -> str:
    """Hide the personal numbers that stand by themselves in a text."""
    if len(text) < _SHORTEST or _BORN.search(text) is None:
        return text
    return _IN_A_TEXT.sub(lambda found: _MASK if is_valid(found[0].replace(" ", "")) else found[0], text)


def _parts(number: str) -> tuple[str, str, str, str]:
    found = _SHAPE.fullmatch(number.strip())
    if found is None:
        raise InvalidNumber(f"{_masked(number)} is no personnummer: it has not the form YYYYMMDD-NNNC")
    century, born, sign, serial = found.groups(default="")
    return century, born, sign, serial


def _birthday(long_number: str) -> date:
    day = int(long_number[6:8])
    shift = _COORDINATION_DAYS if day > _COORDINATION_DAYS else 0
    return date(int(long_number[:4]), int(long_number[4:6]), day - shift)


def _masked(number: str) -> str:
    # Messages end up in logs and on screens; a personal number never stands there in full.
    return f"{number[:2]}…" if number else "an empty text"
