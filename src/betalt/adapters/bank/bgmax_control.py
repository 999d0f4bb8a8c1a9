"""The control sums of a BgMax file: every deposit equals its payments, and the last record counts them all."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from betalt.adapters.bank.account import bankgiro
from betalt.adapters.bank.records import records
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, Totals


@dataclass(slots=True)
class Section:
    """One payee, one currency, one deposit."""

    payee: str
    currency: str
    line: int
    paid_ore: int = 0
    deducted_ore: int = 0
    payments: int = 0
    booked_on: date = date.min
    serial: str = ""
    amount_ore: int = 0
    taken: int = 0  # how many payments the second reading has met

    @property
    def key(self) -> str:
        """Name the deposit: the serial is unique for a bankgiro number and year."""
        return f"{self.payee}/{self.booked_on}/{self.serial}"

    @property
    def deposit(self) -> Deposit:
        """Give what the bank put on the account."""
        return Deposit(
            payee=self.payee,
            booked_on=self.booked_on,
            currency=self.currency,
            amount_ore=self.amount_ore,
            payments=self.payments,
        )


@dataclass(slots=True)
class Survey:
    """What the first reading found."""

    file_id: str = ""
    created_at: str = ""
    test: bool = False
    sections: list[Section] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    deductions: int = 0
    extra_references: int = 0
    is_open: bool = False
    is_ended: bool = False


def survey(stream: BinaryIO) -> Survey:
    """Read a whole file once; raise UntrustedFile where a record is out of place or a sum does not hold."""
    found = Survey()
    line = 0
    for line, record in records(stream):
        code = record[:2]
        if code == "20" and found.is_open:  # nearly every row of a million
            section, amount = found.sections[-1], record[37:55]
            section.payments += 1
            section.paid_ore += (
                int(amount) if amount.isascii() and amount.isdigit() else number(record, line, (38, 55))
            )
            continue
        step = _STEPS.get(code)
        if step is not None:
            if found.is_ended or (step is _start) is bool(found.file_id):
                raise UntrustedFile("after_the_end" if found.is_ended else "start_record", line=line)
            step(found, line, record)
    if not found.is_ended:
        raise UntrustedFile("truncated", line=line)
    return found


def number(record: str, line: int, positions: tuple[int, int]) -> int:
    """Read a numeric field by its first and last position, 1-based and inclusive as the manual counts."""
    first, last = positions
    text = record[first - 1 : last]
    if not (text.isascii() and text.isdigit()):
        raise UntrustedFile("not_digits", line=line, first=first, last=last, text=text.strip())
    return int(text)


def _unplaced(_found: Survey, line: int, _record: str) -> None:
    raise UntrustedFile("outside_section", line=line)


def _deduction(found: Survey, line: int, record: str) -> None:
    if not found.is_open:
        raise UntrustedFile("outside_section", line=line)
    section = found.sections[-1]
    section.payments += 1
    section.deducted_ore += number(record, line, (38, 55))
    found.deductions += 1


def _start(found: Survey, line: int, record: str) -> None:
    if not record[2:22].startswith("BGMAX"):
        raise UntrustedFile("not_bgmax", line=line)
    stamp = record[24:44]
    try:
        moment = datetime.strptime(stamp, "%Y%m%d%H%M%S%f")  # noqa: DTZ007 -- Bankgirot states no zone
    except ValueError:
        raise UntrustedFile("not_a_day", line=line, text=stamp.strip()) from None
    found.created_at = moment.isoformat()
    found.file_id = record[2:44]
    found.test = record[44] == "T"


def _open_section(found: Survey, line: int, record: str) -> None:
    if found.is_open:
        raise UntrustedFile("section_open", line=line, opened=found.sections[-1].line)
    number(record, line, (3, 12))
    found.sections.append(Section(payee=bankgiro(record[2:12]), currency=record[22:25].strip(), line=line))
    found.is_open = True


def _extra_reference(found: Survey, line: int, record: str) -> None:
    number(record, line, (38, 55))
    found.extra_references += 1
    if not found.is_open or not found.sections[-1].payments:
        raise UntrustedFile("outside_section", line=line)


def _close_section(found: Survey, line: int, record: str) -> None:
    if not found.is_open:
        raise UntrustedFile("outside_section", line=line)
    section = found.sections[-1]
    section.booked_on = _day(record, line)
    section.serial = record[45:50].strip()
    section.amount_ore = number(record, line, (51, 68))
    currency = record[68:71].strip()
    _check(line, "currency", stated=currency, found=section.currency or currency)
    section.currency = currency
    _check(line, "deposit", stated_ore=section.amount_ore, found_ore=section.paid_ore - section.deducted_ore)
    _check(line, "deposit_count", stated=number(record, line, (72, 79)), found=section.payments)
    found.is_open = False


def _end(found: Survey, line: int, record: str) -> None:
    if found.is_open:
        raise UntrustedFile("section_open", line=line, opened=found.sections[-1].line)
    payments = sum(section.payments for section in found.sections) - found.deductions
    counts = (payments, found.deductions, found.extra_references, len(found.sections))
    names = ("count_payments", "count_deductions", "count_references", "count_deposits")
    for place, (name, count) in enumerate(zip(names, counts, strict=True)):
        _check(line, name, stated=number(record, line, (3 + 8 * place, 10 + 8 * place)), found=count)
    paid = sum(section.paid_ore for section in found.sections)
    found.totals.add(amount_ore=paid, count=payments, is_debit=False)
    deducted = sum(section.deducted_ore for section in found.sections)
    found.totals.add(amount_ore=deducted, count=found.deductions, is_debit=True)
    found.is_ended = True


def _day(record: str, line: int) -> date:
    number(record, line, (38, 45))
    text = record[37:45]
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise UntrustedFile("not_a_day", line=line, text=text) from None


def _check(line: int, what: str, **sums: object) -> None:
    stated, found = sums.values()
    if stated != found:
        raise UntrustedFile(f"control.{what}", line=line, **sums)


_STEPS = {
    "01": _start,
    "05": _open_section,
    "15": _close_section,
    "20": _unplaced,
    "21": _deduction,
    "22": _extra_reference,
    "23": _extra_reference,
    "70": _end,
}
