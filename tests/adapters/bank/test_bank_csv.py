"""The internet banks' own exports, by the mapping of each bank."""

from datetime import date

import pytest

from betalt.adapters.bank.bank_csv import (
    BankMappingError,
    from_toml,
    known_banks,
    open_bank_csv,
    recognise_bank,
)
from betalt.core.payment.incoming import IncomingPayment, Reference, RefusedEntry, Totals

EXPORTS = {
    "swedbank": (
        "Radnummer;Clearingnummer;Kontonummer;Produkt;Valuta;Bokföringsdag;Transaktionsdag;Valutadag;Referens;"
        "Beskrivning;Belopp;Bokfört saldo",
        "1;84525;222222222;Företagskonto;SEK;2026-03-10;2026-03-10;2026-03-10;10014;Bg-bet. ÅKES;1250.00;9250.00",
        ("bban:84525222222222", "", (Reference("10014", "free"),), ("Bg-bet. ÅKES", "10014")),
        "bban:84525222222222/2026-03-10/125000/9250.00",
    ),
    "seb": (
        "Bokföringsdatum;Valutadatum;Verifikationsnummer;Text;Belopp;Saldo",
        "2026-03-10;2026-03-10;5484123;KUND 10014;1 250,00;9 250,00",
        ("", "", (), ("KUND 10014",)),
        "5484123",
    ),
    "handelsbanken": (
        "Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo",
        "2026-03-10;2026-03-09;Swish från Åke;1 250,00;9 250,00",
        ("", "", (), ("Swish från Åke",)),
        "/2026-03-10/125000/9250,00",
    ),
    "nordea": (
        "Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Saldo;Valuta",
        "2026/03/10;1250,00;3300-8505151234;1234 56 78901;Åke;Faktura 1001;9250,00;SEK",
        ("bban:12345678901", "bban:33008505151234", (), ("Faktura 1001",)),
        "bban:12345678901/2026-03-10/125000/9250,00",
    ),
}


@pytest.mark.parametrize("bank", EXPORTS)
def test_each_banks_export_is_recognised_and_read(bank):
    headers, row, (payee, payer, references, text), identity = EXPORTS[bank]
    mapping = recognise_bank(headers.split(";"))

    file = open_bank_csv(headers.split(";"), [(2, row.split(";"), None)], mapping=mapping)

    assert mapping.name == bank
    assert list(file.items) == [
        IncomingPayment(
            line=2, amount_ore=125_000, currency="SEK", booked_on=date(2026, 3, 10), direction="in", is_debit=False,
            payee=payee, payer=payer, payer_name="Åke" if bank == "nordea" else "", payer_org_no="",
            references=references, text=text, bank_id=identity,
        )
    ]  # fmt: skip
    assert file.totals == Totals(in_count=1, in_ore=125_000)


def rows(*texts):
    headers = ["Reskontradatum", "Text", "Belopp", "Saldo"]
    mapping = recognise_bank(headers)
    file = open_bank_csv(
        headers, [(line, text.split(";"), None) for line, text in enumerate(texts, 2)], mapping=mapping
    )
    return file, list(file.items)


def test_a_negative_sum_is_money_out():
    file, items = rows("2026-03-10;Hyra;-500,00;100,00")

    assert [(item.amount_ore, item.direction, item.is_debit) for item in items] == [(50_000, "out", True)]
    assert file.totals == Totals(out_count=1, out_ore=50_000)


def test_a_row_that_cannot_be_read_is_refused_alone():
    file, items = rows("2026-03-10;A;x;1", "10.03.2026;B;1,00;1", "2026-03-10;C;1,00;1")

    assert [item.reason.code for item in items if isinstance(item, RefusedEntry)] == [
        "read.sum_unreadable", "read.day_unclear",
    ]  # fmt: skip
    assert file.totals == Totals(in_count=1, in_ore=100, refused=2)


def test_two_equal_rows_are_two_payments():
    _, items = rows("2026-03-10;A;1,00;5,00", "2026-03-10;A;1,00;5,00")

    assert [item.bank_id for item in items] == ["/2026-03-10/100/5,00", "/2026-03-10/100/5,00/2"]


def test_other_headers_are_no_banks():
    assert recognise_bank(["Fakturanr", "Belopp"]) is None


def test_a_mapping_without_day_or_amount_is_refused():
    with pytest.raises(BankMappingError, match="booked_on and amount"):
        from_toml('[columns]\nbooked_on = "Datum"', name="mine")


def test_a_mapping_whose_column_is_absent_is_refused():
    with pytest.raises(BankMappingError, match="Reskontradatum"):
        open_bank_csv(
            ["Belopp"], [], mapping=next(bank for bank in known_banks() if bank.name == "handelsbanken")
        )
