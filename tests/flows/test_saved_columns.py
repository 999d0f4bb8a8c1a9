"""A reading of columns is saved under a name and used for the next list of its kind."""

from datetime import date

import pytest

from betalt.flows.columns import MappingError, column_mapping
from betalt.flows.receive import receive_invoices
from betalt.flows.saved_columns import save_mapping, saved_mapping

ON = date(2026, 3, 2)
ODD = column_mapping(
    text="""
    [columns]
    number = "No."
    customer_number = "Who"
    issued_on = "Made"
    due_on = "Pay by"
    amount = "How much"

    [constants]
    currency = "SEK"
    customer_kind = "business"
    """
)
LIST = "No.;Who;Made;Pay by;How much\n{number};K7;2026-01-15;2026-02-13;1 250,00\n"

pytestmark = pytest.mark.django_db


def test_a_saved_mapping_reads_the_next_list(office):
    save_mapping(creditor=office.creditor, name="odd program", mapping=ODD)

    received = receive_invoices(
        creditor=office.creditor,
        name="odd.csv",
        data=LIST.format(number="A1").encode(),
        on=ON,
        mapping=saved_mapping(creditor=office.creditor, name="odd program"),
    )

    assert (received.new, received.refused) == (1, ())


def test_saving_again_under_the_same_name_replaces(office):
    save_mapping(creditor=office.creditor, name="odd", mapping=ODD)
    guessed = receive_invoices(
        creditor=office.creditor,
        name="plain.csv",
        data=b"Fakturanr;Kundnamn;Fakturadatum;F\xc3\xb6rfallodatum;Belopp\n1;A AB;2026-01-15;2026-02-13;5,00\n",
        on=ON,
    ).file.mapping

    save_mapping(creditor=office.creditor, name="odd", mapping=guessed)

    assert saved_mapping(creditor=office.creditor, name="odd") == guessed


def test_a_name_that_nobody_saved_is_told_with_those_that_are(office):
    save_mapping(creditor=office.creditor, name="odd", mapping=ODD)

    with pytest.raises(MappingError, match="saved are: odd"):
        saved_mapping(creditor=office.creditor, name="old")


def test_a_mapping_without_a_name_is_not_saved(office):
    with pytest.raises(MappingError, match="needs a name"):
        save_mapping(creditor=office.creditor, name=" ", mapping=ODD)
