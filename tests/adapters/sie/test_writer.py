"""A file of type 4I: as the standard wants it, byte for byte, and read back the same."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.sie.pc8 import in_pc8
from betalt.adapters.sie.reader import read_sie
from betalt.adapters.sie.writer import Company, SieUnwritable, write_sie
from betalt.core.books.vouchers import Row, Voucher

GOTA = Company(name="Göta Rör AB", org_no="5599998001", years=((date(2026, 1, 1), date(2026, 12, 31)),))
NAMES = {"1510": "Kundfordringar", "3990": "Övriga ersättningar och intäkter", "8313": "Ränteintäkter"}
FEE = Voucher(
    on=date(2026, 3, 9),
    text="Avgifter – “påminnelse”",
    rows=(
        Row(account="1510", ore=60_00, text="Faktura 1001"),
        Row(account="3990", ore=-60_00, text="Faktura 1001"),
    ),
)


def write(*vouchers: Voucher, **changes: Any) -> bytes:
    usual: dict[str, Any] = {
        "company": GOTA,
        "vouchers": vouchers,
        "accounts": NAMES,
        "made_on": date(2026, 3, 10),
        "program": ("betalt", "0.1.0"),
    }
    return write_sie(**{**usual, **changes})


def test_a_file_for_import_holds_what_the_standard_wants_and_no_more() -> None:
    assert write(FEE).decode("cp437").split("\r\n") == [
        "#FLAGGA 0",
        "#KSUMMA",
        "#PROGRAM betalt 0.1.0",
        "#FORMAT PC8",
        "#GEN 20260310",
        "#SIETYP 4",
        "#ORGNR 559999-8001",
        '#FNAMN "Göta Rör AB"',
        "#RAR 0 20260101 20261231",
        "#KPTYP EUBAS97",
        "#KONTO 1510 Kundfordringar",
        '#KONTO 3990 "Övriga ersättningar och intäkter"',
        '#VER "" "" 20260309 "Avgifter - \\"påminnelse\\""',
        "{",
        '#TRANS 1510 {} 60.00 "" "Faktura 1001"',
        '#TRANS 3990 {} -60.00 "" "Faktura 1001"',
        "}",
        "#KSUMMA 3484365750",
        "",
    ]


def test_the_series_is_the_companys_choice() -> None:
    company = Company(name="X", org_no="5599998001", series="K")

    assert b'#VER K "" 20260309' in write(FEE, company=company)


def test_a_voucher_that_does_not_balance_is_not_written() -> None:
    odd = Voucher(on=date(2026, 3, 9), text="Odd", rows=(Row(account="1510", ore=1),))

    with pytest.raises(SieUnwritable, match="2026-03-09"):
        write(FEE, odd)


def test_an_account_without_a_name_is_not_written() -> None:
    with pytest.raises(SieUnwritable, match="3990"):
        write(FEE, accounts={"1510": "Kundfordringar"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÅÄÖåäöé", "ÅÄÖåäöé"),
        ("10–20 € … ”ja”", '10-20 EUR ... "ja"'),
        ("Łódź Øst Čapek", "Lódz Öst Capek"),
        ("a\u00a0b\tc\r\nd\x00", "a b c d"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("日本", "??"),
        ("C:\\bok", "C:/bok"),
    ],
)
def test_what_pc8_lacks_is_written_with_what_it_has(text: str, expected: str) -> None:
    assert in_pc8(text) == expected


TEXTS = st.text(max_size=30)
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2150, 12, 31))


@st.composite
def vouchers(draw: st.DrawFn) -> Voucher:
    sums = draw(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=5))
    return Voucher(
        on=draw(DAYS),
        text=draw(TEXTS),
        rows=tuple(
            Row(account=draw(st.sampled_from(sorted(NAMES))), ore=ore, text=draw(TEXTS))
            for ore in (*sums, -sum(sums))
        ),
    )


@settings(max_examples=100)
@given(st.lists(vouchers(), max_size=4), TEXTS, DAYS)
def test_what_is_written_is_read_back_the_same(listed: list[Voucher], name: str, made_on: date) -> None:
    data = write(*listed, company=Company(name=name, org_no="5599998001"), made_on=made_on)

    file = read_sie(data)

    assert (file.refused, file.notes, file.type) == ((), (), 4)
    assert (file.company, file.made_on) == (in_pc8(name), made_on)
    assert [(v.on, v.text, [(r.account, r.ore, r.text) for r in v.rows]) for v in file.vouchers] == [
        (v.on, in_pc8(v.text), [(r.account, r.ore, in_pc8(r.text)) for r in v.rows]) for v in listed
    ]
    assert file.checksum is not None
