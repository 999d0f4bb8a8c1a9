"""Plusgiro Total IN: accounts with their sums, payments with their payer, and files that do not hold."""

import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.bank.total_in import open_total_in
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, IncomingPayment, Reference, Totals
from betalt.words import say


def payment(code, reference, ore, serial):
    return f"{code}{reference:<35}{ore:015d}{serial:>17}"


RECORDS = [
    f"00{'TI123456':<12}2026031012000000000101TL1TOTALIN",
    f"10{'2865434':<36}SEK20260310",
    payment("20", "38952344444", 302_550, "22222333334444451"),
    f"30{'38952345678':<35}38952344444",
    f"40{'FAKTURANR:38952344444':<35}TACK",
    f"60{'1234566':<36}15560160680",
    "61KUNDEN AB",
    payment("25", "98765", 2_550, "22222333334444457"),
    "50EGENTLIGA KUNDEN",
    f"90{2:08d}{300_000:017d}20260310001",
    f"99{11:015d}",
]
TEXT = "".join(record.ljust(80) + "\r\n" for record in RECORDS)


def opened(text):
    file = open_total_in(io.BytesIO(text.encode("latin-1") if isinstance(text, str) else text))
    return file, list(file.items)


def test_an_account_gives_its_payments_and_its_deposit():
    file, items = opened(TEXT)

    assert (file.format, file.created_at) == ("plusgiro", "2026-03-10T12:00:00.000001")
    assert items == [
        IncomingPayment(
            line=3, amount_ore=302_550, currency="SEK", booked_on=date(2026, 3, 10), direction="in", is_debit=False,
            payee="plusgiro:28 65 43-4", payer="plusgiro:12 34 56-6", payer_name="KUNDEN AB",
            payer_org_no="5560160680",
            references=(Reference("38952344444", "invoice"), Reference("38952345678", "invoice")),
            text=("FAKTURANR:38952344444", "TACK"), bank_id="22222333334444451",
        ),
        IncomingPayment(
            line=8, amount_ore=2_550, currency="SEK", booked_on=date(2026, 3, 10), direction="out", is_debit=True,
            payee="plusgiro:28 65 43-4", payer="", payer_name="EGENTLIGA KUNDEN", payer_org_no="",
            references=(Reference("98765", "credit"),), text=(), bank_id="22222333334444457",
        ),
        Deposit("plusgiro:28 65 43-4", date(2026, 3, 10), "SEK", 300_000, 2),
    ]  # fmt: skip
    assert file.totals == Totals(in_count=1, in_ore=302_550, out_count=1, out_ore=2_550)


BROKEN = {
    "other file": (TEXT.replace("TOTALIN", "OTHERIN"), 1, "read.not_total_in"),
    "account sum": (TEXT.replace("00000000000300000", "00000000000300001"), 10, "read.control.deposit"),
    "account count": (TEXT.replace("9000000002", "9000000003"), 10, "read.control.deposit_count"),
    "records": (TEXT.replace("99000000000000011", "99000000000000012"), 11, "read.control.records"),
    "amount": (TEXT.replace("000000000302550", "00000000030255X"), 3, "read.not_digits"),
    "day": (TEXT.replace("SEK20260310", "SEK20261310"), 2, "read.not_a_day"),
    "no account": (TEXT.replace("\r\n10", "\r\n11", 1), 3, "read.outside_section"),
    "account open": (TEXT.replace("\r\n90", "\r\n91", 1), 11, "read.account_open"),
    "no end": (TEXT.rpartition("99")[0], 10, "read.truncated"),
    "more after the end": (TEXT + "00", 12, "read.after_the_end"),
}


@pytest.mark.parametrize(("text", "line", "code"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_does_not_hold_is_refused_with_its_place(text, line, code):
    with pytest.raises(UntrustedFile) as error:
        opened(text)

    assert (error.value.line, error.value.reason.code) == (line, code)
    assert say(error.value.reason)


@settings(max_examples=100)
@given(data=st.data())
def test_no_mutated_file_breaks_the_reader(data):
    mutated = bytearray(TEXT.encode("latin-1"))
    for at in data.draw(st.lists(st.integers(0, len(mutated) - 1), min_size=1, max_size=5)):
        mutated[at] = data.draw(st.integers(0, 255))
    with suppress(UntrustedFile):
        assert opened(bytes(mutated))[0].totals.in_ore >= 0
