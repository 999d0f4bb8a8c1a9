"""A day's run: what a due case costs, what an idle day costs, and how both grow with the portfolio."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, process_time

from bench.figure import Figure, cpu_seconds
from bench.own_database import open_database
from bench.portfolio import DUE_ON, fill, look_on

MICRO = 1_000_000
CASES = 10_000
QUIET_DAY = date(2026, 2, 10)  # before the due day: every case only waits
REMINDER_DAY = date(2026, 3, 2)


def measure() -> Iterator[Figure]:
    """Measure with 10,000 due cases over 20 creditors, again over 2,000, and among 100,000."""
    open_database()
    few = fill(creditors_wanted=20, cases=CASES)
    small = _waiting_us()
    yield Figure(what="due case, nothing booked, 20 creditors", amount=small, unit="µs CPU", at_most=50)
    yield _idle("idle day, portfolio of 10,000")
    yield from _letters(few)
    yield from _growth(small)
    fill(creditors_wanted=2_000, cases=CASES)
    yield Figure(
        what="due case, nothing booked, 2,000 creditors", amount=_waiting_us(), unit="µs CPU", at_most=50
    )


def _advance(on: date, creditors: list[int] | None = None) -> int:
    from betalt.flows.advance import advance_cases, chunks, due_cases

    keys = due_cases(on=on, creditors=creditors)
    for chunk in chunks(keys):
        advance_cases(keys=chunk, on=on)
    return len(keys)


def _waiting_us() -> float:
    best = float("inf")
    for _ in range(3):
        look_on(QUIET_DAY)
        began = process_time()
        cases = _advance(QUIET_DAY)
        best = min(best, (process_time() - began) / cases)
    return best * MICRO


def _idle(what: str) -> Figure:
    from betalt.flows.day import run_day
    from betalt.flows.outlet import Outlet

    look_on(None)
    outlet = Outlet(bundles=Path(tempfile.gettempdir()))
    at = datetime(2026, 11, 2, 9)
    seconds = cpu_seconds(lambda: run_day(on=QUIET_DAY, at=at, outlet=outlet))
    return Figure(what=what, amount=seconds * 1000, unit="ms CPU", at_most=20)


def _letters(creditors: list[int]) -> Iterator[Figure]:
    from betalt.flows.hand_over import hand_over
    from betalt.flows.send import letters_to_send
    from betalt.records.scope import acting_for

    look_on(REMINDER_DAY, step_done=1)
    began = process_time()
    cases = _advance(REMINDER_DAY, creditors)
    composed = (process_time() - began) / cases * MICRO
    letters = letters_to_send(creditors=None)
    began = process_time()
    for start in range(0, len(letters), 400):
        chunk = letters[start : start + 400]
        with acting_for({creditor for creditor, _ in chunk}):
            hand_over(letters=chunk, on=REMINDER_DAY)
    handed = (process_time() - began) / cases * MICRO
    yield Figure(what="letter composed, a due case", amount=composed, unit="µs CPU")
    yield Figure(
        what="letter composed, handed over and fee noted, a due case",
        amount=composed + handed,
        unit="µs CPU",
        at_most=140,
    )


def _growth(small: float) -> Iterator[Figure]:
    """Put nine times as many cases beside, none of them due, and measure the same day."""
    began, wall = process_time(), perf_counter()
    fill(creditors_wanted=20, cases=9 * CASES, due_on=DUE_ON)
    seconds = process_time() - began
    yield Figure(what="import, rows", amount=9 * CASES / seconds, unit="rows/s CPU", at_least=25_000)
    yield Figure(what="import, rows", amount=9 * CASES / (perf_counter() - wall), unit="rows/s wall")
    yield _idle("idle day, portfolio of 100,000")
    _only_first_due()
    began = process_time()
    cases = _advance(QUIET_DAY)
    grown = (process_time() - began) / cases * MICRO
    yield Figure(
        what="due case among ten times the portfolio, times", amount=grown / small, unit="", at_most=1.2
    )


def _only_first_due() -> None:
    from django.db import connections

    look_on(None)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE records_case SET next_look_on = %s WHERE id IN (SELECT id FROM records_case WHERE next_look_on "
            "IS NOT NULL ORDER BY creditor_id DESC, id DESC LIMIT %s)",
            [QUIET_DAY, CASES],
        )
