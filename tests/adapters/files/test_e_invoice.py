"""E-invoices of Peppol BIS Billing 3.0 become the same rows as a list, one by one or a zip of many."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.table import UnreadableFile

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "peppol"
SELLER = "5599990149"


def document(
    *, root: str = "Invoice", code: str = "380", number: str = "10482", payable: str = "12500.00",
    total: str = "12500.40", prepaid: str = "", due: str = "2026-02-13", buyer: str = "5599990271",
) -> bytes:  # fmt: skip
    """Write a document with what a claim rests on, as BIS 3 orders it."""
    paid = f"<cbc:PrepaidAmount>{prepaid}</cbc:PrepaidAmount>" if prepaid else ""
    due_on = f"<cbc:DueDate>{due}</cbc:DueDate>" if due else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-01-15</cbc:IssueDate>{due_on}
  <cbc:{root}TypeCode>{code}</cbc:{root}TypeCode><cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>Projekt 7</cbc:BuyerReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
    <cbc:CompanyID schemeID="0007">{SELLER}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party>
  </cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PostalAddress><cbc:StreetName>Storgatan 1</cbc:StreetName><cbc:CityName>Umeå</cbc:CityName>
      <cbc:PostalZone>903 26</cbc:PostalZone></cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:RegistrationName>Nordanvik Bygg AB</cbc:RegistrationName>
      <cbc:CompanyID schemeID="0007">{buyer}</cbc:CompanyID></cac:PartyLegalEntity>
    <cac:Contact><cbc:ElectronicMail>faktura@nordanvik.example</cbc:ElectronicMail></cac:Contact>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentID>1048201</cbc:PaymentID></cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">2500.08</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount>{total}</cbc:TaxInclusiveAmount>{paid}
    <cbc:PayableAmount>{payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:{root}Line><cac:Item><cbc:Name>Byte av elcentral</cbc:Name></cac:Item></cac:{root}Line>
</{root}>""".encode()


def test_an_e_invoice_is_read_as_a_row() -> None:
    file = read_invoices(document(), seller=SELLER)

    (row,) = file.rows
    assert (file.format, row.number, row.kind, row.issued_on, row.due_on) == (
        "peppol", "10482", "invoice", date(2026, 1, 15), date(2026, 2, 13),
    )  # fmt: skip
    assert (row.amount_ore, row.open_ore, row.vat_ore) == (12_500_00, 12_500_00, 2_500_08)
    assert (row.reference, row.their_reference, row.what) == ("1048201", "Projekt 7", "Byte av elcentral")
    customer = row.customer
    assert (customer.name, customer.org_no, customer.kind) == ("Nordanvik Bygg AB", "5599990271", "business")
    assert (customer.address, customer.postcode, customer.city) == (("Storgatan 1",), "903 26", "Umeå")
    assert customer.email == "faktura@nordanvik.example"


def test_what_was_paid_in_advance_is_not_asked_for_again() -> None:
    (row,) = read_invoices(document(total="10000.00", prepaid="4000.00", payable="6000.00")).rows

    assert (row.amount_ore, row.open_ore) == (10_000_00, 6_000_00)


def test_a_credit_note_falls_due_by_nothing() -> None:
    (row,) = read_invoices(document(root="CreditNote", code="381", due="")).rows

    assert (row.kind, row.amount_ore, row.due_on) == ("credit", 12_500_00, date(2026, 1, 15))


def test_a_zip_holds_many_and_what_is_none_of_them_is_told() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", document(number="1"))
        archive.writestr("b.xml", document(number="2", payable="9000.00"))
        archive.writestr("c.xml", b"<html/>")
        archive.writestr("read me.txt", b"no document")
    file = read_invoices(packed.getvalue(), seller=SELLER)

    assert [row.number for row in file.rows] == ["1", "2"]
    assert [(row.line, row.reason.code) for row in file.refused] == [(3, "read.not_e_invoice")]


REFUSED = [
    (document(due=""), "DueDate", "read.empty"),
    (document(payable="12,5"), "PayableAmount", "read.sum_unreadable"),
    (document(buyer="5599990272"), "CompanyID", "read.id_number"),
    (document(code="384"), "InvoiceTypeCode", "read.kind"),
    (document().replace(SELLER.encode(), b"5599990313"), "", "read.other_seller"),
    (document()[:-40], "", "read.not_e_invoice"),
    (b'<!DOCTYPE Invoice [<!ENTITY a "b">]>' + document(), "", "read.not_e_invoice"),
]


@pytest.mark.parametrize(("data", "column", "code"), REFUSED, ids=[code for *_, code in REFUSED])
def test_a_document_that_cannot_be_claimed_on_is_refused_with_its_element(
    data: bytes, column: str, code: str
) -> None:
    file = read_invoices(data, seller=SELLER)

    assert file.rows == ()
    assert [(row.column, row.reason.code) for row in file.refused] == [(column, code)]


def test_a_workbook_and_any_other_zip_and_xml_are_not_taken_for_e_invoices() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("read me.txt", b"nothing")
    for data in (packed.getvalue(), b"<html/>", b"PK\x03\x04 cut"):
        with pytest.raises(UnreadableFile):
            read_invoices(data)


@pytest.mark.skipif(not SAMPLES.exists(), reason="…/shared/samples/peppol is not here")
def test_every_official_sample_is_read_or_refused_in_words() -> None:
    files = [read_invoices(path.read_bytes()) for path in sorted(SAMPLES.glob("**/*.xml"))]

    assert all(file.rows or file.refused for file in files)
