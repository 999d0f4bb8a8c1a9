"""Personnummer: our own cases, and every number of the lists that the test-data project publishes."""

from datetime import date

import pytest

from betalt.values import personnummer
from betalt.values.number import InvalidNumber
from tests.values.shared_samples import needs_samples, read_list

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("number", "compacted"),
    [
        ("19121212-1212", "191212121212"),
        ("121212+1212", "121212+1212"),
        ("121212-1212", "1212121212"),
        (" 1212121212 ", "1212121212"),
        ("701063-2391", "7010632391"),
    ],
)
def test_valid_numbers_are_compacted(number: str, compacted: str) -> None:
    assert personnummer.validate(number) == compacted


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1212121213",
        "121212_1212",
        "20260230-1234",
        "191212121212x",
        "１２１２１２１２１２",
        "1212121212\n1",
        "556016-0680",
    ],
)
def test_invalid_numbers_are_refused_without_being_shown(number: str) -> None:
    with pytest.raises(InvalidNumber) as refusal:
        personnummer.validate(number)

    assert number == "" or number not in str(refusal.value)


@pytest.mark.parametrize(
    ("number", "on", "full"),
    [
        ("121212-1212", ON, "201212121212"),
        ("121212+1212", ON, "191212121212"),
        ("121212-1212", date(2010, 1, 1), "191212121212"),
        ("121212-1212", date(2012, 12, 11), "191212121212"),
        ("121212-1212", date(2012, 12, 12), "201212121212"),
    ],
)
def test_the_century_of_a_short_number_is_read_from_sign_and_day(number: str, on: date, full: str) -> None:
    assert personnummer.long_form(number, on=on) == full


def test_birth_and_coming_of_age() -> None:
    assert personnummer.born_on("20121212-1212", on=ON) == date(2012, 12, 12)
    assert personnummer.adult_on("20121212-1212", on=ON) == date(2030, 12, 12)


def test_a_samordningsnummer_has_its_day_raised_by_sixty() -> None:
    assert personnummer.is_coordination("701063-2391")
    assert not personnummer.is_coordination("121212-1212")
    assert personnummer.born_on("701063-2391", on=ON) == date(1970, 10, 3)


def test_a_person_of_a_hundred_years_is_printed_with_a_plus_sign() -> None:
    assert personnummer.format_short("19121212-1212", on=ON) == "121212+1212"
    assert personnummer.format_short("20121212-1212", on=ON) == "121212-1212"


@needs_samples
def test_the_published_list_of_cases_agrees_in_every_form() -> None:
    for case in read_list("personnummer/list.json") + read_list("personnummer/orgnumber.json"):
        forms = ("long_format", "short_format", "separated_format", "separated_long")
        for form in forms:
            if form in case:
                assert personnummer.is_valid(case[form]) is case["valid"], case[form]


@needs_samples
def test_every_published_test_number_is_valid_and_keeps_its_form() -> None:
    for number in read_list("personnummer/allPins.json")[::20]:
        assert personnummer.validate(number) == number
        assert personnummer.long_form(personnummer.format_short(number, on=ON), on=ON)[2:] == number[2:]
