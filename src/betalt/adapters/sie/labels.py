"""The records of a SIE file outside its vouchers: who and when, the chart of accounts, the balances."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from betalt.adapters.sie import parts
from betalt.adapters.sie.model import Account, Balance, Dimension, Thing, Year, reason
from betalt.adapters.sie.parts import RefusedRecord
from betalt.adapters.sie.records import Record


@dataclass(slots=True)
class Book:
    """What has been read so far."""

    head: dict[str, Any] = field(default_factory=dict)
    years: dict[int, Year] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    objects: list[Thing] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def keep(book: Book, record: Record) -> None:
    """Take one record in; an unknown label is counted and passed over (7.1). Raises RefusedRecord."""
    if record.label and not is_known(record.label):
        book.unknown[record.label] += 1
        return
    if record.fault is not None:
        raise RefusedRecord(record.fault)
    _LABELS[record.label](book, record)


def is_known(label: str) -> bool:
    """Tell whether the standard knows a label outside vouchers."""
    return label in _LABELS


def _text_of(name: str) -> Callable[[Book, Record], None]:
    def read(book: Book, record: Record) -> None:
        book.head[name] = " ".join(part for at in range(2) if (part := parts.text(record, at).strip()))

    return read


def _first_text_of(name: str) -> Callable[[Book, Record], None]:
    def read(book: Book, record: Record) -> None:
        book.head[name] = parts.text(record, 0)

    return read


def _flag(book: Book, record: Record) -> None:
    book.head["is_imported"] = parts.text(record, 0) == "1"


def _made_on(book: Book, record: Record) -> None:
    book.head["made_on"] = parts.optional_day(record, 0)


def _type(book: Book, record: Record) -> None:
    written = parts.needed(record, 0)
    if written not in {"1", "2", "3", "4"}:
        raise RefusedRecord(reason("bad_type", written=written[:40]))
    book.head["type"] = int(written)


def _year(book: Book, record: Record) -> None:
    year = Year(no=parts.year_no(record, 0), first=parts.day(record, 1), last=parts.day(record, 2))
    book.years[year.no] = year


def _account(book: Book, record: Record) -> None:
    number = parts.needed(record, 0)
    book.accounts[number] = Account(number=number, name=parts.text(record, 1))


def _account_kind(book: Book, record: Record) -> None:
    account = _declared(book, record)
    book.accounts[account.number] = replace(account, kind=parts.text(record, 1))


def _account_unit(book: Book, record: Record) -> None:
    account = _declared(book, record)
    book.accounts[account.number] = replace(account, unit=parts.text(record, 1))


def _tax_code(book: Book, record: Record) -> None:
    account = _declared(book, record)
    codes = (*account.tax_codes, parts.text(record, 1))
    book.accounts[account.number] = replace(account, tax_codes=codes)


def _declared(book: Book, record: Record) -> Account:
    number = parts.needed(record, 0)
    if number not in book.accounts:
        raise RefusedRecord(reason("account_undeclared", label=record.label, account=number[:40]))
    return book.accounts[number]


def _dimension(book: Book, record: Record) -> None:
    number = parts.needed(record, 0)
    parent = parts.text(record, 2) if record.label == "#UNDERDIM" else ""
    book.dimensions[number] = Dimension(number=number, name=parts.text(record, 1), parent=parent)


def _object(book: Book, record: Record) -> None:
    dimension, number = parts.needed(record, 0), parts.needed(record, 1)
    book.objects.append(Thing(dimension=dimension, number=number, name=parts.text(record, 2)))


def _balance(*, period: bool, split: bool) -> Callable[[Book, Record], None]:
    def read(book: Book, record: Record) -> None:
        account_at = 2 if period else 1
        sum_at = parts.after_objects(record, account_at + 1) if split else account_at + 1
        book.balances.append(
            Balance(
                line=record.line,
                label=record.label,
                year=parts.year_no(record, 0),
                account=parts.needed(record, account_at),
                ore=parts.sum_ore(record, sum_at),
                period=parts.needed(record, 1) if period else "",
                objects=parts.objects(record, account_at + 1) if split else (),
                quantity=parts.text(record, sum_at + 1),
            )
        )

    return read


def _nothing(_book: Book, _record: Record) -> None:
    """Known to the standard, and of no use here."""


_whole, _split = _balance(period=False, split=False), _balance(period=False, split=True)
_of_period = _balance(period=True, split=True)
_LABELS: dict[str, Callable[[Book, Record], None]] = {
    "#FLAGGA": _flag,
    "#PROGRAM": _text_of("program"),
    "#FORMAT": _nothing,  # always PC8; what the bytes say counts
    "#GEN": _made_on,
    "#SIETYP": _type,
    "#PROSA": _nothing,
    "#FTYP": _nothing,
    "#FNR": _nothing,
    "#ORGNR": _first_text_of("org_no"),
    "#BKOD": _nothing,
    "#ADRESS": _nothing,
    "#FNAMN": _first_text_of("company"),
    "#RAR": _year,
    "#TAXAR": _nothing,
    "#OMFATTN": _nothing,
    "#KPTYP": _first_text_of("chart"),
    "#VALUTA": _first_text_of("currency"),
    "#KONTO": _account,
    "#KTYP": _account_kind,
    "#ENHET": _account_unit,
    "#SRU": _tax_code,
    "#DIM": _dimension,
    "#UNDERDIM": _dimension,
    "#OBJEKT": _object,
    "#IB": _whole,
    "#UB": _whole,
    "#RES": _whole,
    "#OIB": _split,
    "#OUB": _split,
    "#PSALDO": _of_period,
    "#PBUDGET": _of_period,
    "#KSUMMA": _nothing,  # the checksum module follows every record
}
