"""IBAN: the standard's own example, and each way in which one is wrong."""

import pytest

from betalt.values import iban
from betalt.values.number import InvalidNumber


@pytest.mark.parametrize(
    "number", ["SE45 5000 0000 0583 9825 7466", "se4550000000058398257466", "DE89 3704 0044 0532 0130 00"]
)
def test_real_numbers_are_valid(number: str) -> None:
    assert iban.is_valid(number)
    assert iban.compact(iban.format(number)) == iban.validate(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "SE",
        "SE46 5000 0000 0583 9825 7466",
        "SE45 5000 0000 0583 9825 746",
        "XX45 5000 0000 0583 9825 7466",
        "åäö",
        "SE45\n50000000058398257466",
    ],
)
def test_what_is_no_iban_is_refused(number: str) -> None:
    assert not iban.is_valid(number)
    with pytest.raises(InvalidNumber):
        iban.validate(number)
