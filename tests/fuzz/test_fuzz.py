"""Every reader reads or refuses with a sentence: good inputs, damaged ones, and all that ever broke one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, seeds

BROKE = Path(__file__).parent / "broke"  # tools/fuzz.py keeps there what breaks a reader


@pytest.mark.parametrize("target", TARGETS)
def test_good_inputs_are_read(target: str) -> None:
    assert [seed for seed in seeds(target) if not TARGETS[target](seed)] == []


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_and_what_once_broke_the_reader_is_read_or_refused(target: str) -> None:
    for damaged in (b"", b"\0", *(path.read_bytes() for path in sorted(BROKE.glob(f"{target}-*")))):
        TARGETS[target](damaged)


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_damaged_input_is_read_or_refused(target: str, data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(seeds(target)))
    at = data.draw(st.integers(0, len(good)))
    gone, put = data.draw(st.integers(0, 20)), data.draw(st.binary(max_size=5))
    TARGETS[target](good[:at] + put + good[at + gone :])
