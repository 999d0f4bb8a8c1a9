"""What stands in an address is read as we write it ourselves, and as nothing else."""

import pytest

from betalt.web.asked import LARGEST, whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("17", 17), ("007", 7), (str(LARGEST), LARGEST)])
def test_a_number_of_a_row_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", " 1", "1.0", "1_0", "٣", "²", "x", "\x00", str(LARGEST + 1), "9" * 5_000]
)
def test_what_no_row_can_have_is_none(text: str | None) -> None:
    assert whole_number(text) is None
