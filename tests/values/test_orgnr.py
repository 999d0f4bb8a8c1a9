"""Organisationsnummer: our own cases and the published list, checked against a second library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.se import orgnr as second_library

from betalt.values import orgnr
from betalt.values.number import InvalidNumber, luhn_check_digit
from tests.values.shared_samples import needs_samples, read_list


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("556016-0680", "5560160680"),
        ("16556016-0680", "5560160680"),
        ("212000-0142", "2120000142"),
        ("19121212-1212", "1212121212"),
        ("121212-1212", "1212121212"),
    ],
)
def test_valid_numbers_become_ten_digits(number: str, digits: str) -> None:
    assert orgnr.validate(number) == digits


@pytest.mark.parametrize(
    "number", ["", "556016-0681", "55601606", "17556016-0680", "SE5560160680", "551016-0683"]
)
def test_invalid_numbers_are_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        orgnr.validate(number)


def test_printed_forms() -> None:
    assert orgnr.format("165560160680") == "556016-0680"
    assert orgnr.vat_number("556016-0680") == "SE556016068001"


def test_a_sole_trader_is_known_by_the_number() -> None:
    assert orgnr.is_personal("121212-1212")
    assert not orgnr.is_personal("556016-0680")


@given(st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True))
def test_our_check_agrees_with_a_second_library(body: str) -> None:
    number = body + luhn_check_digit(body)
    wrong = body + str((int(number[-1]) + 1) % 10)

    assert orgnr.validate(number) == second_library.validate(number)
    assert not orgnr.is_valid(wrong)


@needs_samples
def test_the_published_list_agrees() -> None:
    for case in read_list("organisationsnummer/list_part1.json"):
        assert orgnr.is_valid(case["input"]) is case["valid"], case["input"]
        if case["valid"]:
            assert orgnr.validate(case["input"]) == case["short_format"][-10:]
            assert orgnr.vat_number(case["input"]) == case["vat_number"]
            assert orgnr.is_personal(case["input"]) is (case["type"] == "Enskild firma")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("559999-8209", "limited"),
        ("212000-0142", "public"),
        ("802002-4280", "association"),
        ("850709-9805", "person"),
    ],
)
def test_a_number_tells_what_it_belongs_to(number: str, kind: str) -> None:
    assert orgnr.kind(number) == kind
