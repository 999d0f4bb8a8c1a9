"""The account that money goes out to, as a pain.001 names it and the bank behind it.

Source: Swedish Common Interpretation of ISO 20022 Payment Messages, Appendix 1.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from betalt.values import bank_account, bankgiro, iban, plusgiro

_BANKGIROT: Final = "9900"  # clearing numbers (SESBA) that stand for the giro systems
_PLUSGIROT: Final = "9960"


class PlusgiroName(StrEnum):
    """What a bank's guide calls a plusgiro number; they differ."""

    BBAN = "BBAN"
    PGNR = "PGNR"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutAccount:
    """An account in the parts that the message wants; a clearing number is empty where the IBAN says it."""

    number: str
    clearing: str = ""
    code: str = ""  # SchmeNm/Cd: BBAN
    name: str = ""  # SchmeNm/Prtry: BGNR or PGNR

    @property
    def is_iban(self) -> bool:
        """Tell whether the number is an IBAN."""
        return not (self.code or self.name)


class UnknownAccountKind(ValueError):
    """An account must be named bankgiro:…, plusgiro:…, bban:… or iban:…"""


def payout_account(named: str, *, plusgiro_name: PlusgiroName = PlusgiroName.BBAN) -> PayoutAccount:
    """Take apart an account named as betalt names it ("bankgiro:991-2346"); raises InvalidNumber for a wrong one."""
    kind, _, number = named.partition(":")
    if kind == "bankgiro":
        return PayoutAccount(number=bankgiro.validate(number), clearing=_BANKGIROT, name="BGNR")
    if kind == "plusgiro":
        digits = plusgiro.validate(number)
        if plusgiro_name is PlusgiroName.PGNR:
            return PayoutAccount(number=digits, clearing=_PLUSGIROT, name=plusgiro_name.value)
        return PayoutAccount(number=digits, clearing=_PLUSGIROT, code=plusgiro_name.value)
    if kind == "bban":
        account = _bank_account(number)
        return PayoutAccount(number=account.serial, clearing=account.clearing[:4], code="BBAN")
    if kind == "iban":
        return PayoutAccount(number=iban.validate(number))
    raise UnknownAccountKind(f"{UnknownAccountKind.__doc__} and not {named[:20]!r}")


def _bank_account(number: str) -> bank_account.Account:
    # Rare old accounts at Swedbank fail the check digit: the bank decides, not we.
    if not bank_account.is_doubtful(number):
        bank_account.validate(number)
    return bank_account.split(number)
