"""Checks what must always be true of a creditor's rows, and says how to mend what is not. Nothing is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from betalt import law
from betalt.core.process.stages import Stage
from betalt.flows import held_money
from betalt.flows.books import left_ore
from betalt.flows.doctor_house import house_findings
from betalt.flows.doctor_money import money_findings
from betalt.flows.facts import Known, know
from betalt.flows.subledger import Control, is_booked
from betalt.records import ledger
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.scope import acting_for
from betalt.records.sealing import SealBroken
from betalt.values.days import add_months
from betalt.values.reason import Reason

CHUNK = 400
_WARN_MONTHS = 3
TOMBSTONE = {"erased_on", "sha256"}  # what is left of a letter's content: records/erasure.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it must be: what, and the sentence that says how to mend it."""

    serious: bool  # False: worth knowing, but nothing is wrong
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the doctor looked at and found."""

    cases: int
    letters: int
    findings: tuple[Finding, ...]


def examine(*, creditor: int, on: date, at: datetime | None = None) -> Examined:
    """Examine a creditor on a day: books, journal, next days, letters, seals, limitation, law tables and walls.

    `at` is the moment at which the queue is looked at too; None where no worker is meant to run.
    """
    with acting_for([creditor]):
        keys = [
            (creditor, case)
            for case in m.Case.objects.of(creditor).order_by("id").values_list("id", flat=True)
        ]
        letters = m.Letter.objects.of(creditor).count()
        control = Control.of(held_money.accounts_of(creditor))
        findings = [
            *_cases(keys, on, control),
            *(
                Finding(serious=one.serious, reason=one.reason)
                for one in (
                    *money_findings(creditor=creditor, on=on, control=control),
                    *house_findings(creditor=creditor, on=on, at=at),
                )
            ),
            *_letters(creditor),
            *_waiting(creditor),
            *_law(on),
        ]
    return Examined(cases=len(keys), letters=letters, findings=tuple(findings))


def _cases(keys: Sequence[Key], on: date, control: Control) -> Iterator[Finding]:
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        booked = ledger.booked(chunk)
        journal = _replayed(chunk)
        for known in know(chunk, on=on):
            control.add(known)
            if not is_booked(known, booked.get(known.key, {})):
                yield _found("books_differ", number=known.row.number)
            if known.credit_ore < 0:
                yield _found("refund_uncovered", number=known.row.number, short_ore=-known.credit_ore)
            if left_ore(known) != known.row.left_ore:
                yield _found("left_differs", serious=False, number=known.row.number)
            yield from _journal(known, journal.get(known.key, {}))
            yield from _limitation(known, on)


def _journal(known: Known, replayed: dict[str, str]) -> Iterator[Finding]:
    for axis in ("stage", "hold", "payment_status"):
        stands = getattr(known.row, axis)
        told = replayed.get(axis, "")
        if stands != told:
            yield _found(
                "journal_differs", number=known.row.number, axis=axis, stands=stands, told=told or "–"
            )


def _replayed(keys: Sequence[Key]) -> dict[Key, dict[str, str]]:
    """Replay the journal of these cases: the last word on each axis."""
    found: dict[Key, dict[str, str]] = {key: {} for key in keys}
    creditor = keys[0][0]
    events = m.Event.objects.of(creditor).filter(case_id__in=[case for _, case in keys]).order_by("id")
    for case, stage, hold, status in events.values_list("case_id", "stage", "hold", "payment_status"):
        for axis, value in (("stage", stage), ("hold", hold), ("payment_status", status)):
            if value:
                found[creditor, case][axis] = value
    return found


def _limitation(known: Known, on: date) -> Iterator[Finding]:
    """Tell of an open claim whose time is over, or nearly so, unless something has broken it (LIM-1, LIM-2)."""
    last = known.facts.limitation_on
    if known.facts.stage is Stage.CLOSED or last is None or last > add_months(on, _WARN_MONTHS):
        return
    code = "lapsed" if last < on else "lapses_soon"
    yield _found(code, serious=last < on, number=known.row.number, day=last)


def _letters(creditor: int) -> Iterator[Finding]:
    for file in m.File.objects.of(creditor).iterator(chunk_size=100):
        yield from _file(file)
    for letter in m.Letter.objects.of(creditor).exclude(erased_on=None).iterator(chunk_size=100):
        if set(letter.content) != TOMBSTONE:
            yield _found("tombstone_filled", letter=letter.id)
    left = m.Letter.objects.of(creditor).filter(state__in=["handed_over", "bundled"], pdf=None)
    for letter in left.values_list("id", flat=True):
        yield _found("letter_without_pdf", letter=letter)


def _file(file: m.File) -> Iterator[Finding]:
    """Compare a file with its hash; one that was erased has left nothing but the hash."""
    try:
        changed = (
            bool(file.sealed) if file.erased_on else hashlib.sha256(file.content).hexdigest() != file.sha256
        )
    except SealBroken:
        yield _found("file_sealed", sha256=file.sha256)
        return
    if changed:
        yield _found("file_changed", sha256=file.sha256)


def _waiting(creditor: int) -> Iterator[Finding]:
    for letter in m.Letter.objects.of(creditor).filter(state="unknown").values_list("id", flat=True):
        yield _found("delivery_unknown", letter=letter)
    for name in m.Bundle.objects.of(creditor).filter(state="written").values_list("name", flat=True):
        yield _found("bundle_unposted", serious=False, name=name)
    for batch in m.Import.objects.of(creditor).filter(state="waiting").values_list("id", flat=True):
        yield _found("import_waits", serious=False, batch=batch)


def _law(on: date) -> Iterator[Finding]:
    known_until = law.reference_rate_known_until()
    if known_until < on:
        yield _found("law_ended", day=str(known_until))
    elif known_until < add_months(on, _WARN_MONTHS):
        yield _found("law_ends", serious=False, day=str(known_until))


def _found(code: str, *, serious: bool = True, **params: object) -> Finding:
    told = tuple((name, str(value)) for name, value in params.items())
    return Finding(serious=serious, reason=Reason(code=f"doctor.{code}", params=told))
