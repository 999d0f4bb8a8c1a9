"""Writes refunds as ISO 20022 pain.001.001.03 or .09, by Swedish convention; the bank answers with pain.002.

Source: the schemas of ISO 20022; Swedish Common Interpretation of ISO 20022 Payment Messages, Appendix 1.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from lxml import etree

from betalt.adapters.bank.elements import Elements
from betalt.adapters.bank.payout_account import (
    PayoutAccount,
    PlusgiroName,
    UnknownAccountKind,
    payout_account,
)
from betalt.values import iban, ocr, orgnr
from betalt.values.days import is_business_day
from betalt.values.money import plain
from betalt.values.number import InvalidNumber

_ID: Final = re.compile(r"(?!/)[A-Za-z0-9/\-?:().,'+ ]{1,35}")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?")
_LONGEST_TEXT: Final = 140
_MOST_ORE: Final = 99_999_999_999  # 999 999 999,99 kr is what the banks' systems hold


class Version(StrEnum):
    """The version of the message, by agreement with the bank."""

    V03 = "03"
    V09 = "09"


class RefundUnclear(ValueError):
    """A refund cannot be ordered as it stands; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays, from which account and at which bank (BIC)."""

    name: str
    org_no: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """One refund in öre; its id comes back in the bank's answer and must never be used again."""

    id: str
    amount_ore: int
    account: str  # "bankgiro:991-2346", "plusgiro:28 65 43-4", "bban:6001801230659", "iban:SE45…"
    name: str
    reference: str = ""  # the payee's own OCR reference
    text: str = ""  # shown to the payee where there is no reference


def write_pain001(
    *,
    message_id: str,
    created_at: datetime,
    pay_on: date,
    payer: Payer,
    refunds: Iterable[RefundOrder],
    version: Version = Version.V03,
    plusgiro_name: PlusgiroName = PlusgiroName.BBAN,
) -> bytes:
    """Write refunds to be paid on a banking day as one message with exact sums; raises RefundUnclear."""
    orders = tuple(refunds)
    _check(message_id, pay_on, payer, orders)
    e = Elements(f"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}")
    totals = (("NbOfTxs", str(len(orders))), ("CtrlSum", plain(sum(order.amount_ore for order in orders))))
    head = e(
        "GrpHdr",
        e("MsgId", message_id),
        e("CreDtTm", created_at.isoformat(timespec="seconds")),
        *(e(name, number) for name, number in totals),
        e("InitgPty", *_party(e, payer)),
    )
    payments = e(
        "PmtInf",
        e("PmtInfId", message_id),
        e("PmtMtd", "TRF"),
        e("BtchBookg", "false"),  # each refund by itself on the statement, where it is matched
        *(e(name, number) for name, number in totals),
        e("PmtTpInf", e("SvcLvl", e("Cd", "NURG"))),
        *_debtor(e, payer, pay_on, version),
        e("ChrgBr", "SLEV"),
        *(_transfer(e, order, _account(order, plusgiro_name)) for order in orders),
    )
    document = e("Document", e("CstmrCdtTrfInitn", head, payments))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _check(message_id: str, pay_on: date, payer: Payer, orders: tuple[RefundOrder, ...]) -> None:
    _hold(bool(orders), "there is nothing to refund")
    _hold(_ID.fullmatch(message_id) is not None, f"{message_id[:40]!r} cannot be the id of a message")
    _hold(is_business_day(pay_on), f"{pay_on} is no banking day")
    _hold(0 < len(_clean(payer.name)) <= _LONGEST_TEXT, "the payer needs a name of at most 140 letters")
    _hold(_BIC.fullmatch(payer.bic) is not None, f"{payer.bic[:20]!r} is no BIC of a bank")
    try:
        iban.validate(payer.iban)
        orgnr.validate(payer.org_no)
    except InvalidNumber as error:
        raise RefundUnclear(str(error)) from None
    ids = [order.id for order in orders]
    _hold(len(set(ids)) == len(ids), "two refunds have the same id")
    for order in orders:
        _check_order(order)


def _check_order(order: RefundOrder) -> None:
    _hold(_ID.fullmatch(order.id) is not None, f"{order.id[:40]!r} cannot be the id of a refund")
    _hold(0 < order.amount_ore <= _MOST_ORE, f"{order.id}: {plain(order.amount_ore)} kr cannot be refunded")
    _hold(bool(_clean(order.name)), f"{order.id}: the payee needs a name")
    for text in (order.name, order.text):
        _hold(
            len(_clean(text)) <= _LONGEST_TEXT, f"{order.id}: {text[:20]!r}… is over {_LONGEST_TEXT} letters"
        )
    if order.reference:
        try:
            ocr.validate(order.reference)
        except InvalidNumber as error:
            raise RefundUnclear(f"{order.id}: {error}") from None


def _hold(condition: bool, otherwise: str) -> None:
    if not condition:
        raise RefundUnclear(otherwise)


def _account(order: RefundOrder, plusgiro_name: PlusgiroName) -> PayoutAccount:
    try:
        return payout_account(order.account, plusgiro_name=plusgiro_name)
    except (InvalidNumber, UnknownAccountKind) as error:
        raise RefundUnclear(f"{order.id}: {error}") from None


def _debtor(e: Elements, payer: Payer, pay_on: date, version: Version) -> Iterator[etree._Element]:
    is_old = version is Version.V03
    yield e("ReqdExctnDt", pay_on.isoformat() if is_old else e("Dt", pay_on.isoformat()))
    yield e("Dbtr", *_party(e, payer))
    yield e("DbtrAcct", e("Id", e("IBAN", iban.compact(payer.iban))), e("Ccy", "SEK"))
    yield e("DbtrAgt", e("FinInstnId", e("BIC" if is_old else "BICFI", payer.bic)))


def _party(e: Elements, payer: Payer) -> Iterator[etree._Element]:
    yield e("Nm", _clean(payer.name))
    # A sole trader's number is a personal number: the bank knows whose account it is without it.
    if not orgnr.is_personal(payer.org_no):
        number = e("Id", orgnr.validate(payer.org_no))
        yield e("Id", e("OrgId", e("Othr", number, e("SchmeNm", e("Prtry", "ORGNR")))))


def _transfer(e: Elements, order: RefundOrder, account: PayoutAccount) -> etree._Element:
    parts = [
        e("PmtId", e("EndToEndId", order.id)),
        e("Amt", e("InstdAmt", plain(order.amount_ore), Ccy="SEK")),
    ]
    if account.clearing:
        member = e("ClrSysMmbId", e("ClrSysId", e("Cd", "SESBA")), e("MmbId", account.clearing))
        parts.append(e("CdtrAgt", e("FinInstnId", member)))
    parts += [e("Cdtr", e("Nm", _clean(order.name))), e("CdtrAcct", e("Id", _number(e, account)))]
    if order.reference:
        kind = e("Tp", e("CdOrPrtry", e("Cd", "SCOR")))
        parts.append(e("RmtInf", e("Strd", e("CdtrRefInf", kind, e("Ref", ocr.compact(order.reference))))))
    elif text := _clean(order.text):
        parts.append(e("RmtInf", e("Ustrd", text)))
    return e("CdtTrfTxInf", *parts)


def _number(e: Elements, account: PayoutAccount) -> etree._Element:
    if account.is_iban:
        return e("IBAN", account.number)
    scheme = e("Cd", account.code) if account.code else e("Prtry", account.name)
    return e("Othr", e("Id", account.number), e("SchmeNm", scheme))


def _clean(text: str) -> str:
    """Put a text on one line without what XML cannot hold."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
