"""SIE files of the types 1–4 as the standard writes them, and each way in which a line can be wrong."""

from datetime import date

import pytest

from betalt.adapters.sie.model import Account, Balance, Dimension, Thing, UnreadableSie, Year
from betalt.adapters.sie.reader import read_sie
from betalt.words import say

HEAD = """#FLAGGA 0
#PROGRAM "Bok och Bild" 4.1
#FORMAT PC8
#GEN 20260310 "AB"
#SIETYP 4
#ORGNR 559999-8001
#FNAMN "Göta Rör AB"
"""


def read(text: str, *, encoding: str = "cp437"):
    return read_sie((HEAD + text).encode(encoding))


def faults(text: str) -> list[tuple[int, str]]:
    return [(finding.line - HEAD.count("\n"), finding.why.code) for finding in read(text).refused]


def test_a_file_says_who_when_and_with_what() -> None:
    file = read("#RAR 0 20260101 20261231\n#RAR -1 20250101 20251231\n#KPTYP EUBAS97\n#VALUTA NOK\n")

    assert (file.type, file.encoding, file.is_imported) == (4, "cp437", False)
    assert (file.program, file.made_on) == ("Bok och Bild 4.1", date(2026, 3, 10))
    assert (file.company, file.org_no) == ("Göta Rör AB", "559999-8001")
    assert (file.chart, file.currency) == ("EUBAS97", "NOK")
    assert file.years == (
        Year(no=0, first=date(2026, 1, 1), last=date(2026, 12, 31)),
        Year(no=-1, first=date(2025, 1, 1), last=date(2025, 12, 31)),
    )
    assert (file.refused, file.notes) == ((), ())


def test_a_file_without_a_type_is_of_type_1() -> None:
    assert read_sie(b"#FLAGGA 1\n#FNAMN X\n").type == 1
    assert read_sie(b"#FLAGGA 1\n#FNAMN X\n").is_imported


def test_the_chart_of_accounts_is_read_with_kinds_units_and_tax_codes() -> None:
    file = read(
        '#KONTO 1510 Kundfordringar\n#KTYP 1510 T\n#SRU 1510 7251\n#SRU 1510 7252\n#KONTO FEL "\\"Fel\\" konto"\n'
        "#KONTO 4010 Diesel\n#ENHET 4010 liter\n"
    )

    assert file.accounts == (
        Account(number="1510", name="Kundfordringar", kind="T", tax_codes=("7251", "7252")),
        Account(number="FEL", name='"Fel" konto'),
        Account(number="4010", name="Diesel", unit="liter"),
    )


def test_dimensions_and_objects_are_read() -> None:
    file = read('#DIM 1 Avdelning\n#UNDERDIM 21 Underavdelning 1\n#OBJEKT 1 "0123" "Serviceavdelningen"\n')

    assert file.dimensions == (
        Dimension(number="1", name="Avdelning"),
        Dimension(number="21", name="Underavdelning", parent="1"),
    )
    assert file.objects == (Thing(dimension="1", number="0123", name="Serviceavdelningen"),)


@pytest.mark.parametrize(
    ("record", "balance"),
    [
        ("#IB 0 1930 23780.78", {"account": "1930", "ore": 2378078}),
        ("#UB -1 2440 -2380.3 12", {"year": -1, "account": "2440", "ore": -238030, "quantity": "12"}),
        ("#RES 0 3011 -5", {"account": "3011", "ore": -500}),
        ('#OIB 0 1510 {8 "12345"} 1.00', {"account": "1510", "ore": 100, "objects": (("8", "12345"),)}),
        ("#OUB 0 1510 {} 1.00", {"account": "1510", "ore": 100}),
        (
            "#PSALDO 0 200801 3011 {} -1243.50 -415",
            {"account": "3011", "ore": -124350, "period": "200801", "quantity": "-415"},
        ),
        (
            '#PBUDGET 0 200801 5010 {1 "0123"} 3411.80',
            {"account": "5010", "ore": 341180, "period": "200801", "objects": (("1", "0123"),)},
        ),
        ("#PSALDO 0 200801 3011 -1.00", {"account": "3011", "ore": -100, "period": "200801"}),
    ],
)
def test_balances_of_every_kind_are_read(record: str, balance: dict[str, object]) -> None:
    expected = {"line": 8, "label": record.split()[0], "year": 0, **balance}

    assert read(record).balances == (Balance(**expected),)


def test_a_voucher_is_read_with_all_its_fields() -> None:
    (voucher,) = read(
        '#VER A 567 20081216 "Kontant lön" 20081220 AN\n{\n'
        '\t#TRANS 7010 {"1" "456" "7" "47"} 13200.00 20081215 "Lön \\"maj\\"" 12 BC\n'
        "\t#TRANS 1910 { } -13200\n}\n"
    ).vouchers

    assert (voucher.series, voucher.number, voucher.on) == ("A", "567", date(2008, 12, 16))
    assert (voucher.text, voucher.registered_on, voucher.sign) == ("Kontant lön", date(2008, 12, 20), "AN")
    first, second = voucher.rows
    assert (first.account, first.ore, first.objects) == ("7010", 1_320_000, (("1", "456"), ("7", "47")))
    assert (first.on, first.text, first.quantity, first.sign) == (date(2008, 12, 15), 'Lön "maj"', "12", "BC")
    assert (second.account, second.ore, second.objects, second.on) == ("1910", -1_320_000, (), None)


# the example of the standard: a row taken out, another put in
CORRECTED = """#VER "" "" 20080101 "Porto"
{
   #TRANS 1910 { } -1000.00
   #TRANS 2640 { } 200.00
   #BTRANS 6110 { } 800.00
   #RTRANS 6250 { } 800.00
   #TRANS 6250 { } 800.00
}
"""


def test_rows_added_and_removed_later_count_once_and_not_at_all() -> None:
    (voucher,) = read(CORRECTED).vouchers

    assert [(row.account, row.ore, row.added) for row in voucher.rows] == [
        ("1910", -100_000, False),
        ("2640", 20_000, False),
        ("6250", 80_000, True),
    ]
    assert [(row.account, row.ore) for row in voucher.removed] == [("6110", 80_000)]


def test_an_added_row_without_its_twin_does_not_count_and_is_noted() -> None:
    file = read("#VER A 1 20080101\n{\n#RTRANS 1910 {} 5.00\n#TRANS 1910 {} 4.00\n#TRANS 2640 {} -4.00\n}\n")

    assert [row.ore for row in file.vouchers[0].rows] == [400, -400]
    assert [(note.line, note.why.code) for note in file.notes] == [(10, "sie.lone_added_row")]


def test_a_voucher_that_does_not_balance_is_refused_and_shown() -> None:
    file = read("#VER 1 7 20150912\n{\n#TRANS 1010 {} 12.00\n#TRANS 3520 {} -10.00\n}\n")

    assert file.vouchers == ()
    assert [voucher.off_ore for voucher in file.unbalanced] == [200]
    (refused,) = file.refused
    assert refused.line == 8
    assert say(refused.why) == (
        "Verifikation 1 7 den 2015-09-12 balanserar inte: debet och kredit skiljer 2,00\u00a0kr."
    ).replace("\u00a0kr", " kr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hej\n", [(1, "sie.not_a_record")]),
        ('#KONTO 1510 "Kund\n', [(1, "sie.broken_quotes")]),
        ("#KONTO\n", [(1, "sie.field_missing")]),
        ("#KTYP 1510 T\n", [(1, "sie.account_undeclared")]),
        ("#SIETYP 5\n", [(1, "sie.bad_type")]),
        ("#RAR x 20260101 20261231\n", [(1, "sie.bad_year")]),
        ("#RAR 0 20260101 20261301\n", [(1, "sie.bad_day")]),
        ("#IB 0 1930 1,50\n", [(1, "sie.bad_sum")]),
        ("#IB 0 1930 1.505\n", [(1, "sie.bad_sum")]),
        ("#IB 0 1930 -\n", [(1, "sie.bad_sum")]),
        ("#OIB 0 1510 {8} 1.00\n", [(1, "sie.broken_list")]),
        ('#OIB 0 1510 {8 "1 1.00\n', [(1, "sie.broken_list")]),
        ("#TRANS 1910 {} 1.00\n", [(1, "sie.row_outside_voucher")]),
        ("{\n", [(1, "sie.stray_brace")]),
        ("}\n", [(1, "sie.stray_brace")]),
        ("#VER A 1 20260101\n#KONTO 1 x\n", [(1, "sie.voucher_without_rows")]),
        ("#VER A 1 20260101\n{\n#VER A 2 20260101\n{\n}\n", [(1, "sie.voucher_not_closed")]),
        ("#VER A 1 20260101\n{\n#KONTO 1 x\n", [(1, "sie.voucher_not_closed")]),
        ("#VER A 1\n{\n}\n", [(1, "sie.field_missing")]),
        ("#VER A 1 2026-01-01\n{\n}\n", [(1, "sie.bad_day")]),
        ("#VER A 1 20260101\n{\n#TRANS 1 {} x\n}\n", [(1, "sie.voucher_spoilt"), (3, "sie.bad_sum")]),
        ('#VER A "1 20260101\n{\n}\n', [(1, "sie.broken_quotes"), (1, "sie.voucher_spoilt")]),
        ("#VER A 1 20260101\n{\n{\n}\n", [(1, "sie.voucher_spoilt"), (3, "sie.stray_brace")]),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_the_rest_is_read(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert faults(text) == expected
    good = (
        read(text + "#VER B 9 20260301\n{\n#TRANS 1 {} 1\n#TRANS 2 {} -1\n}\n")
        if "{\n#VER" not in text
        else None
    )
    assert good is None or [voucher.number for voucher in good.vouchers][-1:] == ["9"]


def test_unknown_labels_and_surplus_fields_are_passed_over_and_counted() -> None:
    file = read("#NYTT 1 2\n#NYTT 3\n#KONTO 1510 Kund 1 2 3\n#VER A 1 20260101\n{\n#NYTT x\n}\n")

    assert [account.number for account in file.accounts] == ["1510"]
    assert len(file.vouchers) == 1
    assert [say(note.why) for note in file.notes] == [
        "3 poster #NYTT är överhoppade: standarden känner dem inte."
    ]


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("cp437", []),
        ("utf-8", ["sie.other_encoding"]),
        ("utf-8-sig", ["sie.other_encoding"]),
        ("cp1252", ["sie.other_encoding"]),
    ],
)
def test_swedish_letters_are_right_whatever_the_encoding(encoding: str, noted: list[str]) -> None:
    file = read("#KONTO 3990 Övriga\n", encoding=encoding)

    assert (file.company, file.accounts[0].name) == ("Göta Rör AB", "Övriga")
    assert [note.why.code for note in file.notes] == noted


def test_letters_that_were_lost_on_the_way_are_counted() -> None:
    file = read("#KONTO 3990 \ufffdvriga\n#KONTO 3991 \ufffd\ufffd\n", encoding="utf-8")

    lost = next(note for note in file.notes if note.why.code == "sie.letters_lost")
    assert (lost.line, dict(lost.why.params)) == (8, {"count": "3"})


def test_control_characters_are_taken_out_and_noted() -> None:
    file = read("#KONTO 3990 \x1b[31mRosa\x07\n\x1a")

    assert file.accounts[0].name == "[31mRosa"
    assert [(note.line, note.why.code) for note in file.notes] == [(8, "sie.control_characters")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_will_do(line_end: str) -> None:
    data = (HEAD + CORRECTED).replace("\n", line_end).encode("cp437")

    assert len(read_sie(data).vouchers) == 1


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 0),
        (b" \r\n\r\n", "empty", 0),
        (b"\x01\n\x02", "empty", 0),
        (b"%PDF-1.7\n", "not_sie", 1),
        (b"\n<?xml version='1.0'?>\n<Sie/>", "not_sie", 2),
        (b"PK\x03\x04\0\0", "not_sie", 1),
        (b"#!/bin/sh\n", "not_sie", 1),
        (b"#FLAGGA 0\n#VER A 1 20260101\n{\n#TRANS 1 {} 1\n", "cut_off", 2),
        (b"#FLAGGA 0\n#KSUMMA\n#FNAMN X\n", "checksum_missing", 0),
        (b"#FLAGGA 0\n#KSUMMA\n#FNAMN X\n#KSUMMA 1\n", "checksum_wrong", 4),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(data: bytes, code: str, line: int) -> None:
    with pytest.raises(UnreadableSie) as refused:
        read_sie(data)

    assert (refused.value.reason.code, refused.value.line) == (f"sie.{code}", line)
    assert say(refused.value.reason, language="en")


def test_closing_balances_are_held_against_the_vouchers_of_the_year() -> None:
    file = read(
        "#RAR 0 20260101 20261231\n#IB 0 1930 100.00\n#IB 0 2081 -100.00\n#UB 0 1930 90.00\n#UB 0 2081 -100.00\n"
        "#RES 0 5010 20.00\n#VER A 1 20260101\n{\n#TRANS 1930 {} -10\n#TRANS 5010 {} 10\n}\n"
        "#VER A 2 20250101\n{\n#TRANS 1930 {} -7\n#TRANS 5010 {} 7\n}\n"
    )

    assert [(note.line, say(note.why, language="en")) for note in file.notes] == [
        (
            13,
            "Account 5010: the file states a closing balance of SEK 20.00, "
            "opening balance and vouchers give SEK 10.00.",
        )
    ]


def test_opening_balances_that_do_not_sum_to_zero_are_noted() -> None:
    assert [note.why.code for note in read("#IB 0 1930 100.00\n").notes] == ["sie.opening_unbalanced"]
