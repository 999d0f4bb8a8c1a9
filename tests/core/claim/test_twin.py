"""The engine against its slow twin, on made-up histories."""

from pathlib import Path

import pytest

from tests.core.claim.proof import HISTORIES, prove, told

QUICK = 500
RECORD = Path(__file__).parents[3] / "docs" / "reference" / "proof.md"


def test_the_twin_agrees_on_five_hundred_histories() -> None:
    assert prove(range(QUICK)).differing == []


@pytest.mark.proof
def test_the_twin_agrees_on_twenty_thousand_histories_and_the_figure_is_recorded() -> None:
    proof = prove(range(HISTORIES))
    RECORD.write_text(told(proof), encoding="utf-8")

    assert proof.differing == []
