"""BgMax (Bankgiro Inbetalningar): payments to a bankgiro number, the format that is switched off in November 2026.

Source: Bankgirot, Bankgiro Inbetalningar, Teknisk manual, November 2019. A file is one 01, sections that open
with 05 and close with the deposit 15, and one 70. Payments stand before the day they are booked on, so the
file is read twice: first every control sum, then the payments.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from betalt.adapters.bank.account import bankgiro, org_no
from betalt.adapters.bank.bgmax_control import Section, survey
from betalt.adapters.bank.records import records
from betalt.core.payment.incoming import (
    BankFile,
    Direction,
    IncomingPayment,
    Item,
    Reference,
    ReferenceKind,
)

_KINDS = {
    "2": ReferenceKind.OCR,  # a correct OCR under the payee's agreement
    "4": ReferenceKind.INVOICE,  # a correct reference under extended registration, which not always checks it
}
_CREDIT, _FREE = ReferenceKind.CREDIT, ReferenceKind.FREE
_IN, _OUT = Direction.IN, Direction.OUT


def open_bgmax(stream: BinaryIO) -> BankFile:
    """Check every control sum of a BgMax file, then give its deposits and payments."""
    found = survey(stream)
    return BankFile(
        format="bgmax",
        file_id=found.file_id,
        created_at=found.created_at,
        test=found.test,
        items=_items(stream, found.sections),
        totals=found.totals,
    )


@dataclass(slots=True)
class _Serials:
    """Bankgirot's serial numbers met so far: unique for two years, save in files that were made by hand.

    Numbers that follow each other share a page of bits, so a million payments need no more than a few pages.
    """

    pages: dict[int, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)

    def unique(self, serial: str) -> str:
        """Give the serial itself the first time, and with a number after it when it comes again."""
        if not serial.isdecimal():
            return serial
        page, place = divmod(int(serial), 256)
        known, bit = self.pages.get(page, 0), 1 << place
        if not known & bit:
            self.pages[page] = known | bit
            return serial
        self.repeated[serial] = count = self.repeated.get(serial, 1) + 1
        return f"{serial}/{count}"


@dataclass(slots=True)
class _Collected:
    """The records 22 to 29 that belong to the payment before them."""

    references: list[Reference] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    name: str = ""
    org_no: str = ""


_NOTHING = _Collected()


def _items(stream: BinaryIO, sections: list[Section]) -> Iterator[Item]:
    waiting: tuple[int, str] | None = None
    parts, serials, unopened = _NOTHING, _Serials(), iter(sections)
    section = sections[0]
    for line, record in records(stream):
        code = record[:2]
        if code in _COLLECTED:
            if parts is _NOTHING:
                parts = _Collected()
            _COLLECTED[code](parts, record)
        elif code in _BREAKS:
            if waiting is not None:
                yield _payment(waiting, parts, section, serials)
                waiting, parts = None, _NOTHING
            if code in _PAYMENTS:
                waiting = (line, record)
            elif code == "05":
                section = next(unopened)
                yield section.deposit


def _payment(at: tuple[int, str], parts: _Collected, section: Section, serials: _Serials) -> IncomingPayment:
    line, record = at
    is_deduction = record[1] == "1"
    section.taken += 1
    serial = record[57:69]
    references = _reference(record, is_credit=is_deduction)
    return IncomingPayment(
        line,
        int(record[37:55]),
        section.currency,
        section.booked_on,
        _OUT if is_deduction else _IN,
        is_deduction,
        section.payee,
        bankgiro(record[2:12]),
        parts.name,
        parts.org_no,
        references if parts is _NOTHING else (*references, *parts.references),
        tuple(parts.text),
        # Autogiro payments carry no serial; their place in a deposit is the same when the file comes again.
        serials.unique(serial.strip()) if serial.strip("0 ") else f"{section.key}/{section.taken}",
    )


def _reference(record: str, *, is_credit: bool, amount_ore: int | None = None) -> tuple[Reference, ...]:
    value = record[12:37].strip()
    if not value:
        return ()
    return (Reference(value, _CREDIT if is_credit else _KINDS.get(record[55], _FREE), amount_ore),)


def _collect_reference(parts: _Collected, record: str) -> None:
    # The amount is zero unless the payee has agreed to extended registration.
    own_part = int(record[37:55]) or None
    parts.references += _reference(record, is_credit=record[1] == "3", amount_ore=own_part)


def _collect_text(parts: _Collected, record: str) -> None:
    if text := record[2:52].strip():
        parts.text.append(text)


def _collect_name(parts: _Collected, record: str) -> None:
    parts.name = " ".join(record[2:72].split())


def _collect_org_no(parts: _Collected, record: str) -> None:
    parts.org_no = org_no(record[2:14])


_PAYMENTS = frozenset({"20", "21"})
_BREAKS = _PAYMENTS | {"05", "15"}  # what ends a payment's own records; addresses and unknown records do not
_COLLECTED = {
    "22": _collect_reference,
    "23": _collect_reference,
    "25": _collect_text,
    "26": _collect_name,
    "29": _collect_org_no,
}
