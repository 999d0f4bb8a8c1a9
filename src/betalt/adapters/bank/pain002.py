"""Reads ISO 20022 pain.002, the bank's answer to a pain.001: what became of each payment.

Elements are known by their local names, so every version will do. Source: the schemas of ISO 20022.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

from betalt.adapters.bank.camt_plain import open_plain
from betalt.adapters.bank.camt_transaction import read_ore
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import RefusedEntry
from betalt.values.reason import Reason

_MESSAGE: Final = "CstmrPmtStsRpt"
_SHOWN: Final = 140


class Status(StrEnum):
    """What the bank says of a payment."""

    RECEIVED = "received"  # nothing is decided yet
    ACCEPTED = "accepted"
    SETTLED = "settled"  # the money has left the account
    PARTLY = "partly"  # of a message: some were rejected, and each payment must be looked up
    REJECTED = "rejected"


_STATUSES: Final = {
    **dict.fromkeys(("RCVD", "PDNG", "ACTC", "ACFC"), Status.RECEIVED),
    **dict.fromkeys(("ACCP", "ACSP", "ACWC", "ACWP"), Status.ACCEPTED),
    **dict.fromkeys(("ACSC", "ACCC"), Status.SETTLED),
    **dict.fromkeys(("PART", "PATC"), Status.PARTLY),
    **dict.fromkeys(("RJCT", "CANC"), Status.REJECTED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The bank's word on a payment, a batch or a message, with its reasons as it writes them."""

    line: int
    status: Status
    code: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A whole answer: to which message it is, and what it says by payment, batch and message."""

    file_id: str
    created_at: str
    original_id: str
    original_count: int | None
    original_ore: int | None
    message: Answer | None
    batches: dict[str, Answer]
    payments: dict[str, Answer]
    refused: tuple[RefusedEntry, ...]

    def answer_to(self, payment: str, *, batch: str = "") -> Answer | None:
        """Find the word on a payment by the id we gave it: its own, else its batch's, else the message's."""
        return self.payments.get(payment) or self.batches.get(batch) or self.message


def read_pain002(data: bytes) -> StatusReport:
    """Read an answer; raises UntrustedFile for what is none, is broken or declares its own types."""
    report = _report(data)
    head, group = _child(report, "GrpHdr"), _child(report, "OrgnlGrpInfAndSts")
    if head is None or group is None:
        raise UntrustedFile("no_status_report", line=_line(report))
    refused: list[RefusedEntry] = []
    message = _answer(group, "GrpSts", refused)
    batches: dict[str, Answer] = {}
    payments: dict[str, Answer] = {}
    for info in _children(report, "OrgnlPmtInfAndSts"):
        batch = _answer(info, "PmtInfSts", refused)
        if batch is not None:
            batches[_text(info, "OrgnlPmtInfId")] = batch
        for transaction in _children(info, "TxInfAndSts"):
            _take(transaction, batch or message, payments, refused)
    count, total = _text(group, "OrgnlNbOfTxs"), _text(group, "OrgnlCtrlSum")
    return StatusReport(
        file_id=_text(head, "MsgId"),
        created_at=_text(head, "CreDtTm"),
        original_id=_text(group, "OrgnlMsgId"),
        original_count=int(count) if count.isascii() and count.isdigit() and len(count) < 16 else None,
        original_ore=read_ore(total, _line(group)) if total else None,
        message=message,
        batches=batches,
        payments=payments,
        refused=tuple(refused),
    )


def _report(data: bytes) -> etree._Element:
    plain = open_plain(io.BytesIO(data)).read(-1).encode()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        document = etree.fromstring(plain, parser)
    except etree.XMLSyntaxError as error:
        detail = " ".join((error.msg or "").split())[:120]
        raise UntrustedFile("xml_broken", line=error.lineno or 0, detail=detail) from None
    report = _child(document, _MESSAGE)
    if report is None:
        raise UntrustedFile("no_status_report", line=_line(document))
    return report


def _take(
    transaction: etree._Element,
    batch: Answer | None,
    payments: dict[str, Answer],
    refused: list[RefusedEntry],
) -> None:
    payment = _text(transaction, "OrgnlEndToEndId")
    answer = _answer(transaction, "TxSts", refused) if _text(transaction, "TxSts") else batch
    if not payment:
        refused.append(_refused(transaction, "answer_without_id"))
    elif answer is not None and payments.setdefault(payment, answer).status is not answer.status:
        refused.append(_refused(transaction, "answered_twice", payment=payment[:_SHOWN]))


def _answer(element: etree._Element, name: str, refused: list[RefusedEntry]) -> Answer | None:
    code = _text(element, name)
    if not code:
        return None
    status = _STATUSES.get(code)
    if status is None:
        refused.append(_refused(element, "unknown_status", status=code[:_SHOWN]))
        return None
    return Answer(line=_line(element), status=status, code=code, reasons=tuple(_reasons(element)))


def _reasons(element: etree._Element) -> Iterator[str]:
    for info in _children(element, "StsRsnInf"):
        reason = _child(info, "Rsn")
        words = [_text(reason, "Cd") or _text(reason, "Prtry")] if reason is not None else []
        words += [_clean(more.text or "") for more in _children(info, "AddtlInf")]
        yield " ".join(filter(None, words))[:_SHOWN]


def _refused(element: etree._Element, code: str, **params: str) -> RefusedEntry:
    return RefusedEntry(
        line=_line(element), reason=Reason(code=f"refund.{code}", params=tuple(params.items()))
    )


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if etree.QName(child).localname == name)


def _child(parent: etree._Element, name: str) -> etree._Element | None:
    return next(_children(parent, name), None)


def _text(parent: etree._Element, name: str) -> str:
    child = _child(parent, name)
    return "" if child is None else _clean(child.text or "")


def _clean(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
