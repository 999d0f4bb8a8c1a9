"""A file looked at: its kind found from its content, and what an importer may take."""

import io

import pytest

from betalt.flows import look
from tests.adapters.bank.bgmax_file import Section, payment, start, whole
from tests.adapters.bank.camt_file import entry, message, statement, transaction

BGMAX = whole(Section([payment(100, "18", serial="1")])).encode("latin-1")
CAMT = message(statement(entry("1.00", transaction("1.00")))).encode()
KINDS = {
    "bgmax": (BGMAX, "bgmax"),
    "bgmax with a byte order mark": (b"\xef\xbb\xbf" + BGMAX, "bgmax"),
    "plusgiro": (b"00TI123456    2026031012000000000101TL1TOTALIN", "plusgiro"),
    "camt": (CAMT, "camt"),
    "camt in utf-16": (CAMT.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "camt"),
    "camt after blank lines": (b"\n" * 100_000 + CAMT, "camt"),
    "anything else": (b"Fakturanr;Kund", "table"),
}


@pytest.mark.parametrize(("data", "kind"), KINDS.values(), ids=KINDS)
def test_the_kind_is_found_from_the_content(data, kind):
    assert look.detect(io.BytesIO(data)) == kind


def test_a_file_of_blanks_has_no_kind():
    with pytest.raises(look.CannotRead, match="empty_file"):
        look.detect(io.BytesIO(b" " * 200_000))


def test_an_importer_gets_a_whole_file_or_none_of_it():
    read = look.read_payments(BGMAX)

    assert (len(read.deposits), [found.amount_ore for found in read.payments], read.refused) == (1, [100], ())
    with pytest.raises(look.CannotRead, match="truncated") as error:
        look.read_payments(BGMAX[:-82])
    assert error.value.line == 4


def test_an_importer_never_takes_a_test_file():
    with pytest.raises(look.CannotRead, match="test_file"):
        look.read_payments(
            whole(Section([payment(1, "18", serial="1")]), head=start(mark="T")).encode("latin-1")
        )


def test_an_importer_of_payments_refuses_a_list_of_invoices():
    with pytest.raises(look.CannotRead, match="no_payments"):
        look.read_payments(
            b"Fakturanr;Kund;Fakturadatum;F\xc3\xb6rfallodatum;Belopp\n1;Bo;2026-03-01;2026-03-31;5\n"
        )


def test_a_banks_export_is_taken_by_its_headers():
    read = look.read_payments(b"Reskontradatum;Text;Belopp;Saldo\n2026-03-10;Kund;5,00;9,00\n")

    assert [found.amount_ore for found in read.payments] == [500]
