"""BgMax: every record type, every control sum, and the damage that files meet in real life."""

import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.bank.bgmax import open_bgmax
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, IncomingPayment, Reference, Totals
from betalt.words import say
from tests.adapters.bank.bgmax_file import Section, deduction, extra, payment, start, whole

ONE = Section([payment(10_000, "123456789023", serial="000000000001")])


def opened(text, encoding="latin-1"):
    file = open_bgmax(io.BytesIO(text if isinstance(text, bytes) else text.encode(encoding)))
    return file, list(file.items)


def payments(text, **options):
    return [item for item in opened(text, **options)[1] if isinstance(item, IncomingPayment)]


def refusal(text):
    with pytest.raises(UntrustedFile) as error:
        opened(text)
    assert say(error.value.reason)
    return error.value.line, error.value.reason.code


def test_a_payment_carries_everything_its_records_say():
    section = Section(
        [
            payment(180_00, "123456789023", serial="000120000018"),
            "25Tack för hjälpen",
            "25  med taket",
            f"26{'Åkes Plåt AB':<35}Filial 2",
            "27Storgatan 1                        12345",
            "28Storåker",
            "2900" + "5500001234",
        ]
    )

    file, items = opened(whole(section))

    assert (file.format, file.file_id[:5], file.created_at, file.test) == (
        "bgmax", "BGMAX", "2026-03-10T12:00:00.000001", False,
    )  # fmt: skip
    assert items == [
        Deposit("bankgiro:991-2346", date(2026, 3, 10), "SEK", 180_00, 1),
        IncomingPayment(
            line=3, amount_ore=180_00, currency="SEK", booked_on=date(2026, 3, 10), direction="in", is_debit=False,
            payee="bankgiro:991-2346", payer="bankgiro:378-3511", payer_name="Åkes Plåt AB Filial 2",
            payer_org_no="5500001234", references=(Reference("123456789023", "ocr"),),
            text=("Tack för hjälpen", "med taket"), bank_id="000120000018",
        ),
    ]  # fmt: skip
    assert file.totals == Totals(in_count=1, in_ore=180_00)


def test_a_deduction_is_money_out_and_names_a_credit_note():
    section = Section([payment(1_000, "18", serial="1"), deduction(400, "89854", serial="2")])

    file, items = opened(whole(section))

    assert [(item.amount_ore, item.direction, item.is_debit, item.references) for item in items[1:]] == [
        (1_000, "in", False, (Reference("18", "ocr"),)),
        (400, "out", True, (Reference("89854", "credit"),)),
    ]
    assert (items[0].amount_ore, items[0].payments) == (600, 2)
    assert file.totals == Totals(in_count=1, in_ore=1_000, out_count=1, out_ore=400)


def test_extra_references_keep_their_own_amounts():
    section = Section(
        [
            payment(700, code="0", serial="1"),
            extra("34850", ore=400),
            extra("47852", ore=200, tk="23"),
            extra("583161", ore=500, code="5"),
            extra("11", code="4"),
        ]
    )

    assert payments(whole(section))[0].references == (
        Reference("34850", "ocr", 400),
        Reference("47852", "credit", 200),
        Reference("583161", "free", 500),
        Reference("11", "invoice"),
    )


def test_records_of_a_payment_stay_with_it_past_addresses_and_unknown_types():
    section = Section(
        [
            payment(1, "18", serial="1"),
            "27Gatan",
            "28Orten",
            "99nytt",
            "29005500001234",
            payment(2, "26", serial="2"),
        ]
    )

    assert [(found.bank_id, found.payer_org_no) for found in payments(whole(section))] == [
        ("1", "5500001234"), ("2", ""),
    ]  # fmt: skip


def test_sections_keep_their_own_payee_day_and_currency():
    text = whole(
        ONE, Section([payment(5, "18", serial="9")], payee="50501055", currency="EUR", day="20260311")
    )

    assert [(found.payee, found.currency, found.booked_on) for found in payments(text)] == [
        ("bankgiro:991-2346", "SEK", date(2026, 3, 10)),
        ("bankgiro:5050-1055", "EUR", date(2026, 3, 11)),
    ]


def test_payments_without_a_serial_are_known_by_their_place_in_the_deposit():
    section = Section([payment(1, "18"), payment(2, "26", serial="000000000000")])

    assert [found.bank_id for found in payments(whole(section))] == [
        "bankgiro:991-2346/2026-03-10/00074/1",
        "bankgiro:991-2346/2026-03-10/00074/2",
    ]


def test_a_serial_that_comes_again_is_told_apart():
    section = Section([payment(ore, "18", serial="000000000016") for ore in (1, 2, 3)])

    assert [found.bank_id for found in payments(whole(section))] == [
        "000000000016", "000000000016/2", "000000000016/3",
    ]  # fmt: skip


def test_a_test_file_says_so():
    assert opened(whole(ONE, head=start(mark="T")))[0].test


WHOLE = whole(
    Section([payment(10_000, "123456789023", serial="1"), "25Hälsning från Åke", "2900" + "5500001234"])
)
HARMLESS = {
    "line feeds": WHOLE.replace("\r\n", "\n").encode("latin-1"),
    "carriage returns": WHOLE.replace("\r\n", "\r").encode("latin-1"),
    "no line ends": WHOLE.replace("\r\n", "").encode("latin-1"),
    "no line ends but the last": (WHOLE.replace("\r\n", "") + "\r\n").encode("latin-1"),
    "utf-8": WHOLE.encode(),
    "byte order mark": b"\xef\xbb\xbf" + WHOLE.encode(),
    "trimmed ends": "\n".join(line.rstrip() for line in WHOLE.split("\r\n")).encode("latin-1"),
    "wider records": WHOLE.replace("\r\n", "        \r\n").encode("latin-1"),
    "blank lines": (WHOLE.replace("\r\n", "\r\n\r\n") + "\r\n" * 5).encode("latin-1"),
    "end of file mark": (WHOLE + "\x1a").encode("latin-1"),
    "tabs": WHOLE.replace(f"{'123456789023':>25}", "\t\t 123456789023").encode("latin-1"),
}


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_harmless_damage_changes_nothing(data):
    assert [found[1:-1] for found in payments(data)] == [found[1:-1] for found in payments(WHOLE)]


def cut(text, record):
    return "\r\n".join(line for line in text.split("\r\n") if not line.startswith(record))


TWO = whole(Section([payment(1_000, "18", serial="1"), extra("18"), deduction(400, "7", serial="2")]))
BROKEN = {
    "no start": (cut(TWO, "01"), (1, "read.start_record")),
    "two starts": (TWO.replace("05000", f"{start():<80}\r\n05000", 1), (2, "read.start_record")),
    "other layout": (TWO.replace("BGMAX", "AUTOG"), (1, "read.not_bgmax")),
    "no moment": (TWO.replace("20260310120000000001", "20261310120000000001"), (1, "read.not_a_day")),
    "no opening": (cut(TWO, "05"), (2, "read.outside_section")),
    "no deposit": (cut(TWO, "15"), (6, "read.section_open")),
    "opened twice": (TWO.replace("\r\n20", f"\r\n05{'9912346':0>10}{'':10}SEK\r\n20", 1), (3, "read.section_open")),
    "no end": (cut(TWO, "70"), (6, "read.truncated")),
    "more after the end": (TWO + f"{start()}\r\n", (8, "read.after_the_end")),
    "amount of letters": (TWO.replace("000000000000001000", "00000000000000100O"), (3, "read.not_digits")),
    "amount tampered with": (TWO.replace("000000000000001000", "000000000000001001"), (6, "read.control.deposit")),
    "payment taken away": (
        "\r\n".join(line for line in TWO.split("\r\n") if not line.startswith("21")), (5, "read.control.deposit"),
    ),
    "deposit count": (TWO.replace("SEK00000002", "SEK00000003"), (6, "read.control.deposit_count")),
    "deposit day": (TWO.replace("2026031000074", "2026023100074"), (6, "read.not_a_day")),
    "deposit currency": (TWO.replace("SEK00000002", "EUR00000002"), (6, "read.control.currency")),
    "count of payments": (TWO.replace("7000000001", "7000000002"), (7, "read.control.count_payments")),
    "count of references": (cut(TWO, "22"), (6, "read.control.count_references")),
    "extra reference first": (TWO.replace("\r\n20", "\r\n22", 1), (3, "read.outside_section")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_does_not_hold_is_refused_with_its_place(text, expected):
    assert refusal(text) == expected


@pytest.mark.parametrize("at", range(0, len(TWO) - 47, 37))
def test_a_file_cut_anywhere_is_never_taken(at):
    with pytest.raises(UntrustedFile):
        opened(TWO[:at])


def test_a_line_without_end_is_refused():
    assert refusal(whole(ONE)[:200] + "x" * 10_000)[1] == "read.line_too_long"


@given(amounts=st.lists(st.tuples(st.integers(0, 10**9), st.booleans()), min_size=1, max_size=20))
def test_what_went_in_and_out_is_the_deposit(amounts):
    records = [payment(ore, "18", serial=f"{at:012d}") for at, (ore, _) in enumerate(amounts, 1)]
    records += [
        deduction(ore // 2, "7", serial=f"{at:012d}")
        for at, (ore, deducts) in enumerate(amounts, 1)
        if deducts
    ]

    file, items = opened(whole(Section(records)))

    assert file.totals.in_ore - file.totals.out_ore == items[0].amount_ore
    assert (file.totals.in_count + file.totals.out_count, items[0].payments) == (len(records), len(records))


@settings(max_examples=150)
@given(data=st.data())
def test_no_mutated_file_breaks_the_reader(data):
    mutated = bytearray(WHOLE.encode("latin-1"))
    for at in data.draw(st.lists(st.integers(0, len(mutated) - 1), min_size=1, max_size=5)):
        mutated[at] = data.draw(st.integers(0, 255))
    with suppress(UntrustedFile):
        assert opened(bytes(mutated))[0].totals.in_ore >= 0
