"""The heartbeat: the worst is said first."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.core.advice.pulse import Pulse, heartbeat, is_failure, is_trouble, silence, silent_days
from tests.core.advice.spoken import spoken

WELL = Pulse(
    on=date(2026, 11, 23),
    last_run_on=date(2026, 11, 23),
    last_sent_on=date(2026, 11, 20),
    sent_last=12,
    late_cases=0,
    late_since=None,
    ready_letters=0,
    waits_for_bank=0,
    bank_data_on=date(2026, 11, 20),
)
LATE = replace(WELL, late_cases=7, late_since=date(2026, 11, 18), waits_for_bank=3, ready_letters=1)
STUCK = replace(WELL, ready_letters=2, waits_for_bank=3)
BANK = replace(WELL, waits_for_bank=3)
NEW = replace(WELL, last_run_on=None, last_sent_on=None)
NONE_SENT = replace(WELL, last_sent_on=None)


@pytest.mark.parametrize(
    ("pulse", "code", "trouble", "failure"),
    [
        (WELL, "overview.pulse_well", False, False),
        (LATE, "overview.pulse_late", True, True),
        (STUCK, "overview.pulse_stuck", True, True),
        (BANK, "overview.pulse_bank", True, False),
        (NEW, "overview.pulse_new", False, False),
        (NONE_SENT, "overview.pulse_none_sent", False, False),
    ],
)
def test_the_worst_is_said(pulse: Pulse, code: str, trouble: bool, failure: bool) -> None:
    said = heartbeat(pulse)

    assert (said.code, is_trouble(pulse), is_failure(pulse)) == (code, trouble, failure)
    assert all("{" not in spoken(said, language) for language in ("sv", "en"))


def test_silence_is_counted_in_banking_days() -> None:
    assert [silent_days(x) for x in (WELL, NONE_SENT)] == [1, 0]
    assert silent_days(replace(WELL, last_sent_on=date(2026, 11, 9))) == 10
    assert spoken(silence(replace(WELL, last_sent_on=date(2026, 11, 9))), "sv") == (
        "Inget har gått ut på 10 bankdagar, sedan 2026-11-09."
    )
