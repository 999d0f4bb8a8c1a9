"""The payment slip: fields, machine line and codes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.letter.compose import compose
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.slip import ocr_line, swish_qr, using_qr
from betalt.values.number import luhn_valid
from tests.core.letter.cases import letter, many, with_item, with_sender


def slip(facts):
    return compose(facts)["slip"]


def test_the_fields_say_whom_where_how_much_and_when():
    fields = {label: value.replace("\u00a0", " ") for label, value in slip(letter())["fields"]}

    assert fields == {
        "Mottagare": "Björkhaga Rör & Värme AB",
        "Bankgiro": "5999-9995",
        "OCR": "1042878",
        "Att betala": "12 728,33 kr",
        "Senast": "15 oktober 2026",
    }


def test_the_machine_line():
    line = ocr_line(bankgiro="5999-9995", ocr="1042878", ore=1_272_833)

    assert line == "# 1042878 # 12728 33   3 > 59999995#41#"


@given(ore=st.integers(1, 9_999_999_999))
def test_the_check_digit_of_the_machine_line_is_luhns_over_the_sum(ore):
    kronor, rest, check = (
        ocr_line(bankgiro="5999-9995", ocr="18", ore=ore).split(" # ")[1].split(" > ")[0].split()
    )

    assert luhn_valid(kronor + rest + check)
    assert int(kronor + rest) == ore


def test_the_machine_line_is_left_out_where_its_form_is_not_known():
    plusgiro = with_sender(letter(), bankgiro="", plusgiro="28 65 43-4")
    enormous = with_item(letter(), principal_ore=10_000_000_000)

    assert [slip(facts)["ocr_line"] for facts in (plusgiro, enormous, with_item(letter(), ocr=""))] == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(("ore", "due"), [(2_038_877, 20388.77), (500, 5), (1_075, 10.75), (1_050, 10.5)])
def test_using_qr_is_json_with_the_sum_as_a_number(ore, due):
    facts = letter()
    payload = using_qr(
        sender=facts.sender,
        reference="1042878",
        invoiced_on=facts.items[0].invoiced_on,
        due_on=facts.answer_by,
        ore=ore,
    )

    assert payload.isascii()
    assert json.loads(payload) == {
        "uqr": 1,
        "tp": 1,
        "nme": "Björkhaga Rör & Värme AB",
        "cid": "559999-0164",
        "iref": "1042878",
        "idt": "20260810",
        "ddt": "20261015",
        "due": due,
        "pt": "BG",
        "acc": "5999-9995",
    }


def test_swish_code_cannot_be_changed_and_carries_the_ocr():
    assert swish_qr(payee="1239998887", reference="1042878", ore=10_000) == "C1239998887;100,00;1042878;0"
    assert swish_qr(payee="1239998887", reference="RÄV;1", ore=5) == "C1239998887;0,05;R%C3%84V%3B1;0"


def test_codes_follow_what_the_creditor_has():
    none = with_sender(letter(), swish="", bankgiro="")

    assert [code["caption"] for code in slip(letter())["codes"]] == ["Läs av i bankappen", "Läs av i Swish"]
    assert [code["caption"] for code in slip(with_sender(letter(), swish=""))["codes"]] == [
        "Läs av i bankappen"
    ]
    assert [code["caption"] for code in slip(with_sender(letter(), bankgiro=""))["codes"]] == [
        "Läs av i Swish"
    ]
    assert slip(none) is None


def test_every_code_has_a_description_for_those_who_cannot_see_it():
    alts = [code["alt"].replace("\u00a0", " ") for code in slip(letter())["codes"]]

    assert alts == [
        "QR-kod med betalningens uppgifter: bankgiro 5999-9995, OCR 1042878, 12 728,33 kr, "
        "senast torsdag 15 oktober 2026",
        "QR-kod för Swish till 1239998887: 12 728,33 kr, meddelande 1042878",
    ]


def test_a_letter_about_several_invoices_is_paid_with_its_own_or_the_first_reference():
    several = many(letter(LetterKind.REMINDER), 3)

    assert ["OCR", "1042878"] in slip(several)["fields"]
    assert ["OCR", "990011"] in slip(letter(ocr="990011"))["fields"]


def test_without_ocr_the_invoices_number_is_what_a_payer_writes():
    plain = with_item(letter(LetterKind.REMINDER), ocr="")
    content = compose(plain)
    said = json.dumps(content, ensure_ascii=False)

    assert ["Fakturanummer", plain.items[0].invoice] in content["slip"]["fields"]
    assert content["slip"]["ocr_line"] == ""
    assert f"ange fakturanummer {plain.items[0].invoice}." in said
    assert "OCR" not in said
    assert plain.items[0].invoice in content["slip"]["codes"][0]["payload"]
