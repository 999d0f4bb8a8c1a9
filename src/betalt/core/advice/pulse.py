"""The heartbeat: whether letters leave, and what keeps them when they do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.core.advice.told import Told, Value
from betalt.values.days import business_days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What can be seen of one creditor's work on a day."""

    on: date
    last_run_on: date | None
    last_sent_on: date | None
    sent_last: int  # letters on that day
    late_cases: int  # whose day has passed without anybody looking
    late_since: date | None
    ready_letters: int  # made on an earlier day, and still here
    waits_for_bank: int  # letters that only newer bank data keeps back
    bank_data_on: date | None


def silent_days(pulse: Pulse) -> int:
    """Count the banking days since a letter last left; 0 when none ever has."""
    if pulse.last_sent_on is None:
        return 0
    return max(business_days_between(pulse.last_sent_on, pulse.on), 0)


def heartbeat(pulse: Pulse) -> Told:
    """Say in one sentence how it goes; the worst first: nobody works, letters are stuck, the bank is waited for."""
    if pulse.late_cases:
        return _silent("overview.pulse_late", pulse, days=(pulse.on - (pulse.late_since or pulse.on)).days)
    if pulse.ready_letters:
        return _silent("overview.pulse_stuck", pulse)
    if pulse.waits_for_bank:
        return _silent("overview.pulse_bank", pulse)
    if pulse.last_run_on is None:
        return Told(code="overview.pulse_new", params={})
    if pulse.last_sent_on is None:
        return _silent("overview.pulse_none_sent", pulse)
    return _silent("overview.pulse_well", pulse)


def is_trouble(pulse: Pulse) -> bool:
    """Tell whether it stands before everything else: something is due and does not leave."""
    return bool(pulse.late_cases or pulse.ready_letters or pulse.waits_for_bank)


def is_failure(pulse: Pulse) -> bool:
    """Tell whether it is a fault and not only a wait for the bank's word."""
    return bool(pulse.late_cases or pulse.ready_letters)


def silence(pulse: Pulse) -> Told:
    """Say for how long no letter has left."""
    return _silent("overview.silence", pulse)


def _silent(code: str, pulse: Pulse, **more: int) -> Told:
    said: dict[str, Value] = {
        "cases": pulse.late_cases,
        "letters": pulse.waits_for_bank or pulse.ready_letters or pulse.sent_last,
        "silent": silent_days(pulse),
        "ran_on": pulse.last_run_on or "–",
        "sent_on": pulse.last_sent_on or "–",
        "bank_on": pulse.bank_data_on or "–",
        **more,
    }
    return Told(code=code, params=said)
