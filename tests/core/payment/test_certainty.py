"""A suggestion is sure when payer and sum both speak for it and nothing else does."""

import pytest

from betalt.core.payment.certainty import certainty
from betalt.values.reason import Reason

CASES = [
    (("payer_known", "sum_owed"), 0, "sure"),
    (("number_in_text", "sum_of_letter"), 0, "sure"),
    (("payer_known", "sum_owed"), 1, "likely"),
    (("sum_owed",), 0, "likely"),
    (("name", "sum_owed"), 0, "likely"),
    (("sum_owed",), 1, "doubtful"),
    (("reference_given",), 0, "doubtful"),
    (("name",), 0, "doubtful"),
]


@pytest.mark.parametrize(("codes", "rivals", "expected"), CASES)
def test_how_sure_a_suggestion_is(codes: tuple[str, ...], rivals: int, expected: str) -> None:
    reasons = [Reason(code=f"payment.{code}") for code in codes]

    assert certainty(reasons=reasons, rivals=rivals) == expected
