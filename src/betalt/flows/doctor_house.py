"""What must be true of the house itself: days are run, letters noted, seals open, walls stand, the queue is alive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from betalt.core.process.stages import Stage
from betalt.flows.doctor_money import Found
from betalt.flows.heartbeat import feel_pulse, worries
from betalt.records import models as m
from betalt.records import sealing
from betalt.records.sealing import SealBroken
from betalt.records.sql import fetch
from betalt.values.reason import Reason

# Found case by case, or for this creditor, elsewhere in the examination.
_TOLD_ELSEWHERE = {"heartbeat.unknown", "heartbeat.silent"}

_WALLS_DOWN = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
    AND EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'creditor_id' AND NOT a.attisdropped)
ORDER BY 1
"""
_TRIGGERS_DOWN = """
SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'O' ORDER BY 1
"""


def house_findings(*, creditor: int, on: date, at: datetime | None) -> Iterator[Found]:
    """Examine what keeps the rest true; `at` is the moment that the queue is looked at, None: not at all.

    The walls must be open.
    """
    yield from _days(creditor, on)
    yield from _deliveries(creditor)
    yield from _seals(creditor)
    for (table,) in fetch(_WALLS_DOWN):
        yield _found("wall_down", table=table)
    for (trigger,) in fetch(_TRIGGERS_DOWN):
        yield _found("guard_down", trigger=trigger)
    if at is not None:
        for worry in worries(feel_pulse(on=on, at=at)):
            if worry.code not in _TOLD_ELSEWHERE:
                yield Found(True, worry)


def _days(creditor: int, on: date) -> Iterator[Found]:
    """Every open case has a next day; one whose day a run has passed may have been set back since by what happened."""
    home = m.Creditor.objects.get(id=creditor)
    if home.outlet_closed_at is not None:
        yield _found("letters_rest", since=home.outlet_closed_at.isoformat(timespec="minutes"))
    cases = m.Case.objects.of(creditor).exclude(stage=Stage.CLOSED).order_by("number")
    for number in cases.filter(next_look_on=None).values_list("number", flat=True):
        yield _found("no_next_day", number=number)
    if home.last_run_on is not None:
        passed = cases.filter(next_look_on__lt=min(home.last_run_on, on))
        for number, day in passed.values_list("number", "next_look_on"):
            yield _found("passed_by", serious=False, number=number, day=day, run=home.last_run_on)


def _deliveries(creditor: int) -> Iterator[Found]:
    """A letter has left by one delivery, and its steps stand in its cases' journal."""
    letters = m.Letter.objects.of(creditor).filter(state="handed_over").values_list("id", flat=True)
    deliveries = m.Delivery.objects.of(creditor).filter(state="handed_over")
    left = Counter(deliveries.values_list("letter_id", flat=True))
    sent = m.Event.objects.of(creditor).filter(kind="sent").values_list("data__letter", flat=True)
    noted = set(sent)
    for letter in letters.order_by("id"):
        if left[letter] != 1:
            yield _found("delivery_differs", letter=letter, count=left[letter])
        if letter not in noted:
            yield _found("letter_not_noted", letter=letter)


def _seals(creditor: int) -> Iterator[Found]:
    """Personal numbers open, and no key is kept that nothing bears."""
    sealed = m.Party.objects.of(creditor).exclude(personal_no=None).values_list("personal_no", flat=True)
    broken = sum(not _opens(bytes(number), creditor) for number in sealed.iterator(chunk_size=1_000))
    if broken:
        yield _found("numbers_sealed", count=broken)
    keys = len(sealing.known_marks())
    if keys > 1:
        yield _found("old_keys", serious=False, count=keys - 1)


def _opens(sealed: bytes, creditor: int) -> bool:
    try:
        sealing.unseal(sealed, creditor=creditor)
    except SealBroken:
        return False
    return True


def _found(code: str, *, serious: bool = True, **params: object) -> Found:
    told = tuple((name, str(value)) for name, value in params.items())
    return Found(serious, Reason(code=f"doctor.{code}", params=told))
