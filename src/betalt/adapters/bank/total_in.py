"""Plusgiro Total IN Bas (Nordea): payments to a plusgiro account, 80-character records, ended with BgMax.

A file is one 00, accounts that open with 10 and close with the sum 90, and one 99 that counts the records. A
payment is 20, a deduction 25; 30 are further references, 40 messages, 50 the original payer, 60 and 61 who paid.
Source: Nordea's own example file; the fields' places are held against its sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from betalt.adapters.bank.account import org_no, plusgiro_account
from betalt.adapters.bank.bgmax_control import number
from betalt.adapters.bank.records import records
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import (
    BankFile,
    Deposit,
    Direction,
    IncomingPayment,
    Item,
    Reference,
    ReferenceKind,
)

_LONGEST_PLUSGIRO = 8


def open_total_in(stream: BinaryIO) -> BankFile:
    """Read the head of a Total IN file, then give its payments; the sums are held account by account."""
    lines = records(stream)
    line, head = next(lines, (0, ""))
    if head[:2] != "00" or head[39:46] != "TOTALIN":
        raise UntrustedFile("not_total_in", line=line)
    file = BankFile(
        format="plusgiro",
        file_id=head[2:39].strip(),
        created_at=_moment(head[14:34], line),
        test=False,
        items=iter(()),
    )
    file.items = _items(lines, file)
    return file


@dataclass(slots=True)
class _Account:
    """One account being read."""

    payee: str
    currency: str
    booked_on: date
    count: int = 0
    sum_ore: int = 0


@dataclass(slots=True)
class _Payment:
    """One payment or deduction being read."""

    line: int
    record: str
    references: list[str]
    text: list[str] = field(default_factory=list)
    original_name: str = ""
    name: str = ""
    payer: str = ""
    org_no: str = ""


def _items(lines: Iterator[tuple[int, str]], file: BankFile) -> Iterator[Item]:
    account: _Account | None = None
    payment: _Payment | None = None
    line = 1
    for count, (line, record) in enumerate(lines, start=2):
        code = record[:2]
        if code in _PARTS and payment is not None:
            _PARTS[code](payment, record)
            continue
        if code in _BREAKS and payment is not None and account is not None:
            yield _finished(payment, account, file)
            payment = None
        if code == "10":
            account = _opened(record, line, account)
        elif code in {"20", "25"}:
            payment = _Payment(line, record, [record[2:37]])
            _count(account, record, line)
        elif code == "90":
            yield _closed(account, record, line)
            account = None
        elif code == "99":
            _hold(line, "records", stated=number(record, line, (3, 17)), found=count)
            if account is not None:
                raise UntrustedFile("account_open", line=line)
            if next(lines, None) is not None:
                raise UntrustedFile("after_the_end", line=line + 1)
            return
    raise UntrustedFile("truncated", line=line)


def _opened(record: str, line: int, before: _Account | None) -> _Account:
    if before is not None:
        raise UntrustedFile("account_open", line=line)
    return _Account(plusgiro_account(record[2:38]), record[38:41].strip(), _day(record[41:49], line))


def _count(account: _Account | None, record: str, line: int) -> None:
    if account is None:
        raise UntrustedFile("outside_section", line=line)
    amount_ore = number(record, line, (38, 52))
    account.count += 1
    account.sum_ore += -amount_ore if record.startswith("25") else amount_ore


def _closed(account: _Account | None, record: str, line: int) -> Deposit:
    if account is None:
        raise UntrustedFile("outside_section", line=line)
    _hold(line, "deposit_count", stated=number(record, line, (3, 10)), found=account.count)
    _hold(line, "deposit", stated_ore=number(record, line, (11, 27)), found_ore=account.sum_ore)
    return Deposit(account.payee, account.booked_on, account.currency, account.sum_ore, account.count)


def _finished(payment: _Payment, account: _Account, file: BankFile) -> IncomingPayment:
    is_deduction = payment.record.startswith("25")
    amount_ore = int(payment.record[37:52])
    file.totals.add(amount_ore=amount_ore, count=1, is_debit=is_deduction)
    kind = ReferenceKind.CREDIT if is_deduction else ReferenceKind.INVOICE
    values = dict.fromkeys(value.strip() for value in payment.references if value.strip("0 "))
    return IncomingPayment(
        line=payment.line,
        amount_ore=amount_ore,
        currency=account.currency,
        booked_on=account.booked_on,
        direction=Direction.OUT if is_deduction else Direction.IN,
        is_debit=is_deduction,
        payee=account.payee,
        payer=payment.payer,
        payer_name=payment.original_name or payment.name,
        payer_org_no=payment.org_no,
        references=tuple(Reference(value, kind) for value in values),
        text=tuple(payment.text),
        bank_id=payment.record[52:69].strip(),
    )


def _further_references(payment: _Payment, record: str) -> None:
    payment.references += [record[2:37], record[37:72]]


def _message(payment: _Payment, record: str) -> None:
    payment.text += [" ".join(text.split()) for text in (record[2:37], record[37:72]) if text.strip()]


def _original_payer(payment: _Payment, record: str) -> None:
    payment.original_name = " ".join(record[2:72].split())


def _sender(payment: _Payment, record: str) -> None:
    digits = record[2:38].strip()
    payment.payer = plusgiro_account(digits) if len(digits) <= _LONGEST_PLUSGIRO else f"bban:{digits}"
    payment.org_no = org_no(record[39:49])


def _sender_name(payment: _Payment, record: str) -> None:
    payment.name = " ".join(record[2:72].split())


def _hold(line: int, what: str, **sums: int) -> None:
    stated, found = sums.values()
    if stated != found:
        raise UntrustedFile(f"control.{what}", line=line, **sums)


def _moment(text: str, line: int) -> str:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S%f").isoformat()  # noqa: DTZ007 -- Nordea states no zone
    except ValueError:
        raise UntrustedFile("not_a_day", line=line, text=text.strip()) from None


def _day(text: str, line: int) -> date:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise UntrustedFile("not_a_day", line=line, text=text.strip()) from None


_BREAKS = frozenset({"10", "20", "25", "90", "99"})
_PARTS = {
    "30": _further_references,
    "40": _message,
    "50": _original_payer,
    "60": _sender,
    "61": _sender_name,
}
