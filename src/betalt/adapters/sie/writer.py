"""Writes vouchers as a SIE file of type 4I, which bookkeeping programs import (SIE 4B, 2008-09-30)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from betalt.adapters.sie.checksum import LABEL as CHECKSUM
from betalt.adapters.sie.checksum import add_record
from betalt.adapters.sie.pc8 import in_pc8
from betalt.adapters.sie.records import PC8, Field
from betalt.core.books.vouchers import Voucher
from betalt.values import orgnr
from betalt.values.money import plain

_LINE_END: Final = b"\r\n"
_CHART: Final = "EUBAS97"  # what a chart of BAS 2000 and later is called (#KPTYP)
_BARE: Final = re.compile(r'[^\s"{}#]+')
_NO_OBJECTS: Final = ()

_Record = tuple[str, tuple[Field, ...]]


class SieUnwritable(ValueError):
    """Vouchers cannot be written as SIE; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose books they are, and its accounting years (first and last day), the newest first."""

    name: str
    org_no: str
    years: tuple[tuple[date, date], ...] = ()
    series: str = ""  # the series in which the importing program shall number; empty: its own choice


def write_sie(
    *,
    company: Company,
    vouchers: Iterable[Voucher],
    accounts: Mapping[str, str],
    made_on: date,
    program: tuple[str, str],
) -> bytes:
    """Write vouchers as a file of type 4I with its checksum (10.3); raises SieUnwritable.

    `accounts` names every account by its number; `program` is our name and version. The importing program
    numbers the vouchers, and no balances are written: type 4I must not have them (section 6).
    """
    listed = tuple(_checked(voucher, accounts) for voucher in vouchers)
    lines = [_line("#FLAGGA", ("0",)), CHECKSUM]
    checksum = 0
    for label, fields in _records(company, listed, accounts, made_on, program):
        if label in {"{", "}"}:
            lines.append(label)
            continue
        checksum = add_record(checksum, label=label, fields=fields)
        lines.append(_line(label, fields))
    lines.append(f"{CHECKSUM} {checksum}")
    return b"".join(line.encode(PC8) + _LINE_END for line in lines)


def _checked(voucher: Voucher, accounts: Mapping[str, str]) -> Voucher:
    off_ore = sum(row.ore for row in voucher.rows)
    if off_ore:
        raise SieUnwritable(f"the voucher of {voucher.on} ({voucher.text}) is off by {plain(off_ore)} kr")
    for row in voucher.rows:
        if row.account not in accounts:
            raise SieUnwritable(f"account {row.account} has no name")
    return voucher


def _records(
    company: Company,
    vouchers: Sequence[Voucher],
    accounts: Mapping[str, str],
    made_on: date,
    program: tuple[str, str],
) -> Iterator[_Record]:
    yield "#PROGRAM", tuple(map(in_pc8, program))
    yield "#FORMAT", ("PC8",)
    yield "#GEN", (_day(made_on),)
    yield "#SIETYP", ("4",)
    yield "#ORGNR", (orgnr.format(company.org_no),)
    yield "#FNAMN", (in_pc8(company.name),)
    for no, (first, last) in enumerate(company.years):
        yield "#RAR", (str(-no), _day(first), _day(last))
    yield "#KPTYP", (_CHART,)
    for account in sorted({row.account for voucher in vouchers for row in voucher.rows}):
        yield "#KONTO", (account, in_pc8(accounts[account]))
    for voucher in vouchers:
        yield "#VER", (in_pc8(company.series), "", _day(voucher.on), in_pc8(voucher.text))
        yield "{", ()
        for row in voucher.rows:
            yield "#TRANS", (row.account, _NO_OBJECTS, plain(row.ore), "", in_pc8(row.text))
        yield "}", ()


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _line(label: str, fields: Iterable[Field]) -> str:
    return " ".join((label, *map(_written, fields)))


def _written(field: Field) -> str:
    if not isinstance(field, str):
        return "{" + " ".join(map(_written, field)) + "}"
    if _BARE.fullmatch(field):
        return field
    escaped = field.replace('"', '\\"')
    return f'"{escaped}"'
