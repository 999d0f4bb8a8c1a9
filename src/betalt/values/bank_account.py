"""Swedish bank account: clearing number (four digits, Swedbank 8NNN five) and account number.

Source: Bankinfrastruktur, "Bankernas kontonummer". Type 1 has seven digits and is checked mod 11 together
with the clearing number, without (comment 1) or with (comment 2) its first digit. Type 2 is checked alone:
ten digits mod 10 (comment 1), nine mod 11 (comment 2), up to ten mod 10 (comment 3).

>>> validate("6001-801230659")
'6001801230659'
>>> bank_of("6001-801230659")
'Handelsbanken'
"""

from bisect import bisect_right
from dataclasses import dataclass

from betalt.values.number import InvalidNumber, digits_only, luhn_valid

# first clearing number, last, bank, type and comment
_RANGES = (
    (1100, 1199, "Nordea", 11),
    (1200, 1399, "Danske Bank", 11),
    (1400, 2099, "Nordea", 11),
    (2300, 2399, "Ålandsbanken", 12),
    (2400, 2499, "Danske Bank", 11),
    (3000, 3299, "Nordea", 11),
    (3300, 3300, "Nordea personkonto", 21),
    (3301, 3399, "Nordea", 11),
    (3400, 3409, "Länsförsäkringar Bank", 11),
    (3410, 3781, "Nordea", 11),
    (3782, 3782, "Nordea personkonto", 21),
    (3783, 3999, "Nordea", 11),
    (4000, 4999, "Nordea", 12),
    (5000, 5999, "SEB", 11),
    (6000, 6999, "Handelsbanken", 22),
    (7000, 7999, "Swedbank", 11),
    (8000, 8999, "Swedbank", 23),
    (9020, 9029, "Länsförsäkringar Bank", 12),
    (9040, 9049, "Citibank", 12),
    (9060, 9069, "Länsförsäkringar Bank", 11),
    (9070, 9079, "Multitude Bank", 11),
    (9100, 9109, "Nordnet Bank", 12),
    (9120, 9124, "SEB", 11),
    (9130, 9149, "SEB", 11),
    (9150, 9169, "Skandiabanken", 12),
    (9170, 9179, "Ikano Bank", 11),
    (9180, 9189, "Danske Bank", 21),
    (9190, 9199, "DNB Bank", 12),
    (9230, 9239, "Marginalen Bank", 11),
    (9250, 9259, "SBAB", 11),
    (9260, 9269, "DNB Bank", 12),
    (9270, 9279, "ICA Banken", 11),
    (9280, 9289, "Resurs Bank", 11),
    (9300, 9349, "Swedbank", 21),
    (9390, 9399, "Landshypotek", 12),
    (9460, 9469, "Santander Consumer Bank", 11),
    (9470, 9479, "BNP Paribas", 12),
    (9500, 9549, "Nordea/Plusgirot", 23),
    (9550, 9569, "Avanza Bank", 12),
    (9570, 9579, "Sparbanken Syd", 21),
    (9580, 9589, "Aion Bank", 11),
    (9590, 9599, "Erik Penser", 12),
    (9630, 9639, "Lån & Spar Bank", 11),
    (9640, 9649, "NOBA Bank", 12),
    (9660, 9669, "Svea Bank", 12),
    (9670, 9679, "JAK Medlemsbank", 12),
    (9680, 9689, "Bluestep Finans", 11),
    (9700, 9709, "Ekobanken", 12),
    (9710, 9719, "Lunar Bank", 12),
    (9750, 9759, "Northmill Bank", 12),
    (9780, 9789, "Klarna Bank", 12),
    (9880, 9889, "Riksgälden", 12),
    (9890, 9899, "Riksgälden", 21),
    (9960, 9969, "Nordea/Plusgirot", 23),
)
_FIRSTS = tuple(first for first, *_ in _RANGES)
_LENGTHS = {11: (7, 7), 12: (7, 7), 21: (10, 10), 22: (8, 9), 23: (2, 10)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account taken apart; its length is right, its check digit not yet looked at."""

    clearing: str  # four digits, or five at Swedbank 8NNN
    serial: str
    bank: str
    kind: int  # type and comment of the manual: 11, 12, 21, 22 or 23


def split(number: str) -> Account:
    """Take an account number apart by its clearing number, or raise InvalidNumber."""
    digits = digits_only(number, separators=" -,.")
    bank, kind = _bank_and_kind(digits[:4])
    clearing_length = 5 if digits.startswith("8") and len(digits) > 5 and luhn_valid(digits[:5]) else 4
    clearing, serial = digits[:clearing_length], digits[clearing_length:]
    shortest, longest = _LENGTHS[kind]
    if not shortest <= len(serial) <= longest:
        raise InvalidNumber(f"{clearing} {bank}: the account must have {_span(shortest, longest)} digits")
    return Account(clearing=clearing, serial=serial, bank=bank, kind=kind)


def compact(number: str) -> str:
    """Take separators away: clearing and account number in one."""
    return digits_only(number, separators=" -,.")


def validate(number: str) -> str:
    """Return the digits, or raise InvalidNumber if bank, length or check digit is wrong."""
    account = split(number)
    if not _check_digit_holds(account):
        raise InvalidNumber(f"{account.clearing} {account.bank}: the account's check digit is wrong")
    return account.clearing + account.serial


def is_valid(number: str) -> bool:
    """Tell whether an account number has a known bank, its length and its check digit."""
    try:
        return bool(validate(number))
    except InvalidNumber:
        return False


def is_doubtful(number: str) -> bool:
    """Tell whether only a check digit fails at Swedbank 8NNN, where rare old accounts have another."""
    try:
        account = split(number)
    except InvalidNumber:
        return False
    return account.clearing.startswith("8") and not _check_digit_holds(account)


def format(number: str) -> str:  # noqa: A001 -- the verb every module of numbers has
    """Print an account as clearing-account: 6001-801230659, 8000-2-0000000000."""
    account = split(number)
    return "-".join(part for part in (account.clearing[:4], account.clearing[4:], account.serial) if part)


def bank_of(number: str) -> str:
    """Name the bank that an account number belongs to."""
    return split(number).bank


def _bank_and_kind(clearing: str) -> tuple[str, int]:
    place = bisect_right(_FIRSTS, int(clearing)) - 1
    if len(clearing) < 4 or place < 0 or int(clearing) > _RANGES[place][1]:
        raise InvalidNumber(f"{clearing} is no clearing number of a Swedish bank")
    return _RANGES[place][2], _RANGES[place][3]


def _check_digit_holds(account: Account) -> bool:
    if account.kind == 11:
        return _mod_11(account.clearing[1:] + account.serial)
    if account.kind == 12:
        return _mod_11(account.clearing + account.serial)
    if account.kind == 22:
        return _mod_11(account.serial)
    return luhn_valid(account.serial)


def _mod_11(digits: str) -> bool:
    weights = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1)
    return (
        sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=False)) % 11 == 0
    )


def _span(shortest: int, longest: int) -> str:
    return str(shortest) if shortest == longest else f"{shortest} to {longest}"
