"""OCR references: made, checked at every level, and found in what payers write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.values import ocr
from betalt.values.number import InvalidNumber
from betalt.values.ocr import Control
from tests.values.shared_samples import needs_samples, read_list


@pytest.mark.parametrize(
    ("invoice", "reference"),
    [
        ("1", "133"),
        ("3", "331"),
        ("4", "430"),
        ("10", "1040"),
        ("11", "1149"),
        ("28", "2840"),
        ("29", "2949"),
    ],
)
def test_references_are_made_as_the_big_bookkeeping_program_makes_them(invoice: str, reference: str) -> None:
    assert ocr.make(invoice) == reference


def test_a_length_digit_comes_before_the_check_digit() -> None:
    assert ocr.make("1234567890") == "123456789023"
    assert ocr.make("123", length_digit=False) == "1230"


@pytest.mark.parametrize("number", ["", "garbage", "1" * 24, "12 AB"])
def test_what_makes_no_reference_is_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        ocr.make(number)


@given(st.from_regex(r"[0-9]{1,23}", fullmatch=True))
def test_a_made_reference_passes_every_level(number: str) -> None:
    reference = ocr.make(number)

    assert ocr.is_valid(reference)
    assert ocr.is_valid(reference, control=Control.LENGTH_DIGIT)
    assert ocr.is_valid(reference, control=Control.FIXED, lengths=(len(reference),))


@pytest.mark.parametrize(
    ("reference", "control", "lengths", "valid"),
    [
        ("1231", Control.NONE, (), True),
        ("1231", Control.CHECK, (), False),
        ("1230", Control.CHECK, (), True),
        ("1230", Control.LENGTH_DIGIT, (), False),
        ("1230", Control.FIXED, (5, 6), False),
        ("1230", Control.FIXED, (4, 6), True),
        ("1", Control.NONE, (), False),
        ("1" * 26, Control.NONE, (), False),
    ],
)
def test_control_levels(reference: str, control: Control, lengths: tuple[int, ...], valid: bool) -> None:
    assert ocr.is_valid(reference, control=control, lengths=lengths) is valid


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("1230 1234 4564", {"1230", "4564"}, ("1230", "4564")),
        ("12\n30\n4564", {"1230", "4564", "12304564"}, ("12304564", "4564", "1230")),
        ("REF 11230", {"1230"}, ("1230",)),
        ("Faktura 1230, tack!", {"1230", "999"}, ("1230",)),
        ("tel 070-123 04 56 avser 18", {"18", "1230"}, ("18", "1230")),
        ("ingen siffra", {"1230"}, ()),
        ("", {"1230"}, ()),
    ],
)
def test_known_references_are_found_whole_ones_first(
    text: str, known: set[str], found: tuple[str, ...]
) -> None:
    assert ocr.find_in_text(text, known) == found


@needs_samples
def test_the_published_vectors_agree() -> None:
    vectors = read_list("ocr/vectors.json")
    for case in vectors["make"]:
        assert ocr.make(case["number"], length_digit=case["length_digit"]) == case["ocr"]
    for case in vectors["find_all"]:
        assert set(ocr.find_in_text(case["text"], set(case["must"]))) == set(case["must"])
