"""A logotype is on the letters that are composed after it came, and on no other."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from betalt.flows.logo import LogoError, change_logo, example_letter, logo_of
from betalt.flows.setup import CreditorUnclear, NewCreditor, change_company
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.adapters.typesetting.pictures import png
from tests.flows.conftest import ASA, BO, Office

pytestmark = pytest.mark.django_db


def test_letters_composed_from_then_on_carry_it_and_old_ones_stay(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 16))
    office.days(date(2026, 2, 17), date(2026, 2, 17))
    before = {letter.id: letter.pdf.sha256 for letter in office.rows(m.Letter)}
    change_logo(creditor=office.creditor, picture=png(640, 160), on=date(2026, 2, 18))
    office.receive(BO, on=date(2026, 2, 18))
    office.days(date(2026, 2, 19), date(2026, 3, 2))

    with acting_for([office.creditor]):
        letters = m.Letter.objects.of(office.creditor).select_related("pdf").order_by("id")
        found = {letter.id: letter.pdf for letter in letters if letter.pdf}
        pictures = {
            number: len(PdfReader(BytesIO(pdf.content)).pages[0].images) for number, pdf in found.items()
        }
        assert {number: found[number].sha256 for number in before} == before
    assert before
    assert {pictures[number] for number in before} == {0}
    assert {count for number, count in pictures.items() if number not in before} == {1}


def test_the_example_letter_shows_what_the_company_tells(office: Office) -> None:
    told = NewCreditor(
        name="Göta Rör AB", org_no="", address=("Rörgatan 4", "417 05 Göteborg"), bankgiro="5050-1055",
        vat_number="SE559999800101", f_tax=True, seat="Göteborg", foot_note="gotaror.example",
    )  # fmt: skip
    change_company(creditor=office.creditor, told=told, on=date(2026, 2, 18))
    change_logo(creditor=office.creditor, picture=png(64, 64), on=date(2026, 2, 18))
    with acting_for([office.creditor]):
        first, second = (example_letter(creditor=office.creditor) for _ in range(2))

    said = PdfReader(BytesIO(first)).pages[0].extract_text().replace("\n", " ")
    assert "momsreg.nr SE559999800101, godkänd för F-skatt, säte Göteborg, gotaror.example" in said
    assert first == second
    assert b"pdfaid" in first
    assert b"pdfuaid" in first


def test_what_is_no_logotype_changes_nothing_and_none_takes_it_away(office: Office) -> None:
    change_logo(creditor=office.creditor, picture=png(64, 64), on=date(2026, 2, 18))
    with pytest.raises(LogoError):
        change_logo(creditor=office.creditor, picture=b"<svg/>", on=date(2026, 2, 18))
    with acting_for([office.creditor]):
        assert logo_of(creditor=office.creditor).startswith(b"\x89PNG")
    change_logo(creditor=office.creditor, picture=b"", on=date(2026, 2, 18))
    with acting_for([office.creditor]):
        assert logo_of(creditor=office.creditor) == b""


@pytest.mark.parametrize("number", ["SE559999800201", "FI559999800101", "SE850709980501"])
def test_a_vat_number_that_is_wrong_or_a_persons_is_refused(office: Office, number: str) -> None:
    told = NewCreditor(name="Göta Rör AB", org_no="", address=("R",), bankgiro="5050-1055", vat_number=number)
    with pytest.raises(CreditorUnclear, match="VAT number"):
        change_company(creditor=office.creditor, told=told, on=date(2026, 2, 18))
