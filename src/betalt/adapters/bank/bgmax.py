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
_make = tuple.__new__  # a named tuple's own constructor takes twice the time, a million times


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

    pages: dict[int, bytearray] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)

    def unique(self, serial: str) -> str:
        """Give the serial itself the first time, and with a number after it when it comes again."""
        if not serial.isdecimal():
            return serial
        number = int(serial)
        page = self.pages.get(number >> 8)
        if page is None:
            page = self.pages[number >> 8] = bytearray(32)
        place, bit = (number & 255) >> 3, 1 << (number & 7)
        if not page[place] & bit:
            page[place] |= bit
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
_NO_TEXT: tuple[str, ...] = ()


def _items(stream: BinaryIO, sections: list[Section]) -> Iterator[Item]:
    at, waiting = 0, ""
    parts, serials, unopened = _NOTHING, _Serials(), iter(sections)
    section = sections[0]
    for line, record in records(stream):
        code = record[:2]
        if code in _PAYMENTS:
            if waiting:
                yield _payment(at, waiting, parts, section, serials)
            at, waiting, parts = line, record, _NOTHING
        elif code in _COLLECTED:
            if parts is _NOTHING:
                parts = _Collected()
            _COLLECTED[code](parts, record)
        elif code in _ENDS:
            if waiting:
                yield _payment(at, waiting, parts, section, serials)
            waiting, parts = "", _NOTHING
            if code == "05":
                section = next(unopened)
                yield section.deposit


def _payment(
    line: int, record: str, parts: _Collected, section: Section, serials: _Serials
) -> IncomingPayment:
    is_deduction = record[1] == "1"
    section.taken += 1
    serial = record[57:69].strip()
    references = _reference(record, is_deduction, None)
    name, org_no_, text = "", "", _NO_TEXT
    if parts is not _NOTHING:
        references += tuple(parts.references)
        name, org_no_, text = parts.name, parts.org_no, tuple(parts.text)
    fields = (
        line,
        int(record[37:55]),
        section.currency,
        section.booked_on,
        _OUT if is_deduction else _IN,
        is_deduction,
        section.payee,
        bankgiro(record[2:12]),
        name,
        org_no_,
        references,
        text,
        # Autogiro payments carry no serial; their place in a deposit is the same when the file comes again.
        serials.unique(serial) if serial.strip("0") else f"{section.key}/{section.taken}",
    )
    return _make(IncomingPayment, fields)


def _reference(record: str, is_credit: bool, amount_ore: int | None) -> tuple[Reference, ...]:
    value = record[12:37].strip()
    if not value:
        return ()
    kind = _CREDIT if is_credit else _KINDS.get(record[55], _FREE)
    return (_make(Reference, (value, kind, amount_ore)),)


def _collect_reference(parts: _Collected, record: str) -> None:
    # The amount is zero unless the payee has agreed to extended registration.
    own_part = int(record[37:55]) or None
    parts.references += _reference(record, record[1] == "3", own_part)


def _collect_text(parts: _Collected, record: str) -> None:
    if text := record[2:52].strip():
        parts.text.append(text)


def _collect_name(parts: _Collected, record: str) -> None:
    parts.name = " ".join(record[2:72].split())


def _collect_org_no(parts: _Collected, record: str) -> None:
    parts.org_no = org_no(record[2:14])


_PAYMENTS = frozenset({"20", "21"})
_ENDS = frozenset({"05", "15"})  # end a payment's own records, as the next payment does; addresses do not
_COLLECTED = {
    "22": _collect_reference,
    "23": _collect_reference,
    "25": _collect_text,
    "26": _collect_name,
    "29": _collect_org_no,
}
