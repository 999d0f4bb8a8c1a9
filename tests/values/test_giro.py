"""Bankgiro, plusgiro and bank account numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from betalt.values import bank_account, bankgiro, plusgiro
from betalt.values.number import InvalidNumber, luhn_check_digit, luhn_valid
from tests.values.shared_samples import needs_samples, read_list


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("991-2346", "991-2346"),
        ("50501055", "5050-1055"),
        ("433-8778", "433-8778"),
        ("54029681", "5402-9681"),
        ("0002973675", "297-3675"),
        (" 6-40 - 5070", "640-5070"),
    ],
)
def test_bankgiro_numbers_are_printed_with_four_digits_last(number: str, printed: str) -> None:
    assert bankgiro.format(number) == printed


@pytest.mark.parametrize("number", ["", "5402-9682", "54-0296", "5402-96811", "BG 991-2346"])
def test_broken_bankgiro_numbers_are_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        bankgiro.validate(number)


def test_a_90_konto_is_known_by_its_first_digits() -> None:
    assert bankgiro.is_charity("902-0033")
    assert not bankgiro.is_charity("991-2346")


@pytest.mark.parametrize(
    ("number", "printed"),
    [("2865434", "28 65 43-4"), ("4-2", "4-2"), ("41054685", "410 54 68-5"), ("1230", "123-0")],
)
def test_plusgiro_numbers_are_printed_in_pairs_from_the_right(number: str, printed: str) -> None:
    assert plusgiro.format(number) == printed


@pytest.mark.parametrize("number", ["", "2", "410 54 68-6", "123456782345"])
def test_broken_plusgiro_numbers_are_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        plusgiro.validate(number)


@given(st.from_regex(r"[1-9][0-9]{0,6}", fullmatch=True))
def test_a_printed_plusgiro_number_reads_back(body: str) -> None:
    number = body + luhn_check_digit(body)
    assert plusgiro.validate(plusgiro.format(number)) == number


@given(st.from_regex(r"[0-9]{2,25}", fullmatch=True))
def test_the_check_digit_agrees_with_a_second_library(digits: str) -> None:
    assert luhn_valid(digits) is luhn.is_valid(digits)
    assert luhn_check_digit(digits) == luhn.calc_check_digit(digits)


@pytest.mark.parametrize(
    ("number", "bank"),
    [
        ("1234-5612541", "Danske Bank"),  # type 1, comment 1
        ("9590-2000000", "Erik Penser"),  # type 1, comment 2
        ("3300-801201-6286", "Nordea personkonto"),  # type 2, comment 1
        ("6001-801230659", "Handelsbanken"),  # type 2, comment 2
        ("9500-18", "Nordea/Plusgirot"),  # type 2, comment 3
        ("8000-2-0000000000", "Swedbank"),
    ],
)
def test_an_account_of_every_type_is_valid_and_names_its_bank(number: str, bank: str) -> None:
    assert bank_account.is_valid(number)
    assert bank_account.bank_of(number) == bank


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1234-5612542",
        "1000-0000009",
        "6001-801230658",
        "3300-801201-6287",
        "9022-84564244343243",
        "11007",
        "12AB-1",
    ],
)
def test_broken_accounts_are_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        bank_account.validate(number)


def test_an_old_swedbank_account_is_only_doubtful() -> None:
    assert bank_account.is_doubtful("8000-2-0000000001")
    assert not bank_account.is_doubtful("6001-801230658")


def test_an_account_is_printed_with_hyphens() -> None:
    assert bank_account.format("800020000000000") == "8000-2-0000000000"
    assert bank_account.format("6001801230659") == "6001-801230659"


@needs_samples
def test_the_published_vectors_agree() -> None:
    vectors = read_list("giro/vectors.json")
    for name, module in (("bankgiro", bankgiro), ("plusgiro", plusgiro)):
        for case in vectors[name]:
            assert module.is_valid(case["in"]) is case["valid"], case
            if "format" in case:
                assert module.format(case["in"]) == case["format"]


@needs_samples
def test_the_published_accounts_have_the_banks_and_lengths_we_know() -> None:
    for case in read_list("giro/vectors.json")[
        "account_bank_and_length_only (check digit not tested by that suite)"
    ]:
        if not case["valid"]:
            with pytest.raises(InvalidNumber):
                bank_account.split(case["in"])
            continue
        account = bank_account.split(case["in"])
        assert case.get("bank", account.bank) == account.bank
        assert case.get("serial", account.serial) == account.serial
