"""Where the parts of a transaction stand in one layout of a camt message; found once for each layout.

Version 8 and later put a party one level deeper than version 2, and banks choose among several places for the
amount and the references, so what is looked for is listed here and nothing else is read.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_TX = "TxDtls"
_PARTIES = tuple(f"{_TX}/RltdPties/{who}{deeper}" for who in ("Dbtr", "UltmtDbtr") for deeper in ("", "/Pty"))
_AMOUNTS = (f"{_TX}/AmtDtls/TxAmt/Amt", f"{_TX}/Amt")
_IDS = tuple(f"{_TX}/Refs/{name}" for name in ("AcctSvcrRef", "UETR", "TxId"))
_DOCUMENT = re.compile(rf"({_TX}/RmtInf/Strd(?:\.[0-9]+)?)/")
_TEXT = re.compile(rf"{_TX}/RmtInf/(?:Ustrd|Strd(?:\.[0-9]+)?/AddtlRmtInf)(?:\.[0-9]+)?")


class AccountAt(NamedTuple):
    """Where an account's number stands, and where what kind of number it is."""

    number: str = ""
    is_iban: bool = False
    scheme: str = ""


class NumberAt(NamedTuple):
    """Where a document's number stands, where its kind, and whether it is the creditor's own reference."""

    value: str
    kind: str
    is_reference: bool


class DocumentAt(NamedTuple):
    """One structured remittance: its numbers, the creditor's reference first, and its own sum."""

    numbers: tuple[NumberAt, ...]
    amount: str
    currency: str
    is_credit: bool


class Places(NamedTuple):
    """Where everything of a transaction stands that is read."""

    ids: tuple[str, ...]
    amounts: tuple[tuple[str, str], ...]  # the amount and its currency
    payer: AccountAt
    payee: AccountAt
    names: tuple[str, ...]
    org_nos: tuple[tuple[str, str], ...]  # the number and what kind it is
    documents: tuple[DocumentAt, ...]
    texts: tuple[str, ...]


@lru_cache(maxsize=512)
def places(keys: tuple[str, ...]) -> Places:
    """Find the parts of a transaction among the paths of a layout."""
    present = frozenset(keys)
    below = dict.fromkeys(found[1] for key in keys if (found := _DOCUMENT.match(key)))
    texts = tuple(key for key in keys if _TEXT.fullmatch(key))
    return Places(
        ids=tuple(place for place in _IDS if place in present),
        amounts=tuple((place, f"{place}@Ccy") for place in _AMOUNTS if place in present),
        payer=account_at(present, f"{_TX}/RltdPties/DbtrAcct"),
        payee=account_at(present, f"{_TX}/RltdPties/CdtrAcct"),
        names=tuple(f"{party}/Nm" for party in _PARTIES if f"{party}/Nm" in present),
        org_nos=_org_nos(present),
        documents=tuple(_document(keys, place) for place in below),
        texts=texts or tuple(key for key in keys if key == f"{_TX}/AddtlTxInf"),
    )


def account_at(present: frozenset[str], place: str) -> AccountAt:
    """Find an account below an Acct, DbtrAcct or CdtrAcct."""
    if f"{place}/Id/IBAN" in present:
        return AccountAt(f"{place}/Id/IBAN", is_iban=True)
    number, scheme = f"{place}/Id/Othr/Id", f"{place}/Id/Othr/SchmeNm"
    if number not in present:
        return AccountAt()
    return AccountAt(
        number, scheme=next((f"{scheme}/{k}" for k in ("Prtry", "Cd") if f"{scheme}/{k}" in present), "")
    )


def _org_nos(present: frozenset[str]) -> tuple[tuple[str, str], ...]:
    others = (f"{party}/Id/{kind}/Othr" for party in _PARTIES for kind in ("OrgId", "PrvtId"))
    return tuple((f"{other}/Id", f"{other}/SchmeNm/Cd") for other in others if f"{other}/Id" in present)


def _document(keys: tuple[str, ...], place: str) -> DocumentAt:
    creditor, amounts = f"{place}/CdtrRefInf", f"{place}/RfrdDocAmt"
    numbers = [NumberAt(f"{creditor}/Ref", f"{creditor}/Tp/CdOrPrtry/Cd", is_reference=True)]
    documents = [
        key.removesuffix("/Nb")
        for key in keys
        if key.startswith(f"{place}/RfrdDocInf") and key.endswith("/Nb")
    ]
    numbers += [NumberAt(f"{at}/Nb", f"{at}/Tp/CdOrPrtry/Cd", is_reference=False) for at in documents]
    is_credit = f"{amounts}/CdtNoteAmt" in keys
    amount = f"{amounts}/{'CdtNoteAmt' if is_credit else 'RmtdAmt'}"
    return DocumentAt(
        numbers=tuple(number for number in numbers if number.value in keys),
        amount=amount if amount in keys else "",
        currency=f"{amount}@Ccy",
        is_credit=is_credit,
    )
