"""A day's run: what a due case costs, what an idle day costs, and how both grow with the portfolio."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from time import process_time

from bench.figure import Figure, cpu_seconds, plain_loop_ms
from bench.own_database import open_database
from bench.portfolio import APART, agree_fees, fill, look_on, multiply

MICRO = 1_000_000
CASES = 10_000
MANY = 2_000  # creditors
ROUNDS = 5
BLOCK = 4  # creditors whose letters are one round of several
CHUNK = 400  # letters handed over in one transaction
QUIET_DAY = date(2026, 2, 10)  # before the due day: every case only waits
REMINDER_DAY = date(2026, 3, 2)


class NotMeasured(RuntimeError):
    """The run did something else than what the figure is called."""


def measure() -> Iterator[Figure]:
    """Measure with 10,000 due cases over 20 creditors, again among 100,000, and over 2,000 creditors."""
    open_database()
    yield Figure(what="a million additions in a plain loop, before", amount=plain_loop_ms(), unit="ms CPU")
    few, row = fill(creditors_wanted=20, cases=CASES)
    small = _waiting_us(few)
    yield Figure(what="due case, nothing booked, 20 creditors", amount=small, unit="µs CPU", at_most=50)
    yield _idle("idle day, portfolio of 10,000")
    (large,), large_row = fill(creditors_wanted=1, cases=CASES)
    yield Figure(what="import, rows", amount=1 / min(row, large_row), unit="rows/s CPU", at_least=25_000)
    multiply(large, times=8)
    yield _idle("idle day, portfolio of 100,000")
    yield Figure(
        what="due case among ten times the portfolio, times",
        amount=_waiting_us(few) / small,
        unit="",
        at_most=1.2,
    )
    yield from _many_creditors()
    yield from _letters(few)
    yield Figure(what="a million additions in a plain loop, after", amount=plain_loop_ms(), unit="ms CPU")


def _many_creditors() -> Iterator[Figure]:
    (one,), _ = fill(creditors_wanted=1, cases=CASES // MANY)
    multiply(one, times=MANY - 1)
    many = _waiting_us([one + n * APART for n in range(MANY)])
    yield Figure(what="due case, nothing booked, 2,000 creditors", amount=many, unit="µs CPU", at_most=50)


def _advance(on: date, creditors: Sequence[int] | None = None) -> int:
    from betalt.flows.advance import advance_cases, chunks, due_cases

    keys = due_cases(on=on, creditors=creditors)
    for chunk in chunks(keys):
        advance_cases(keys=chunk, on=on)
    return len(keys)


def _waiting_us(creditors: list[int]) -> float:
    """Measure a day on which the cases of these creditors are due and wait on; the least of several."""
    return min(_wait_once_us(creditors) for _ in range(ROUNDS))


def _wait_once_us(creditors: list[int]) -> float:
    look_on(QUIET_DAY, creditors)
    began = process_time()
    if _advance(QUIET_DAY) != CASES:
        raise NotMeasured(NotMeasured.__doc__)
    return (process_time() - began) / CASES * MICRO


def _idle(what: str) -> Figure:
    from betalt.flows.day import run_day
    from betalt.flows.outlet import Outlet

    look_on(QUIET_DAY, [])
    outlet = Outlet(bundles=Path(tempfile.gettempdir()))
    at = datetime(2026, 11, 2, 9)
    seconds = cpu_seconds(lambda: run_day(on=QUIET_DAY, at=at, outlet=outlet))
    return Figure(what=what, amount=seconds * 1000, unit="ms CPU", at_most=20)


def _letters(creditors: list[int]) -> Iterator[Figure]:
    """Let each case get a reminder with a fee: composed, checked, handed over, the fee booked; least of five."""
    for creditor in creditors:
        agree_fees(creditor)
    look_on(REMINDER_DAY, creditors, step_done=1)
    rounds = [_letters_us(creditors[at : at + BLOCK]) for at in range(0, len(creditors), BLOCK)]
    composed, handed = min(rounds, key=sum)
    yield Figure(what="reminder with a fee composed and checked, a case", amount=composed, unit="µs CPU")
    yield Figure(what="reminder handed over and its fee booked, a case", amount=handed, unit="µs CPU")
    yield Figure(
        what="fee booked and letter composed, a due case",
        amount=composed + handed,
        unit="µs CPU",
        at_most=140,
    )


def _letters_us(creditors: Sequence[int]) -> tuple[float, float]:
    from betalt.flows.hand_over import hand_over
    from betalt.flows.send import letters_to_send
    from betalt.records.scope import acting_for

    began = process_time()
    cases = _advance(REMINDER_DAY, creditors)
    composed = process_time() - began
    letters = letters_to_send(creditors=creditors)
    began = process_time()
    for start in range(0, len(letters), CHUNK):
        chunk = letters[start : start + CHUNK]
        with acting_for({creditor for creditor, _ in chunk}):
            hand_over(letters=chunk, on=REMINDER_DAY)
    handed = process_time() - began
    if not cases == len(letters) == _fees_booked(creditors):
        raise NotMeasured(NotMeasured.__doc__)
    return composed / cases * MICRO, handed / cases * MICRO


def _fees_booked(creditors: Sequence[int]) -> int:
    from betalt.records import models as m
    from betalt.records.scope import acting_for

    with acting_for(creditors):
        return m.Posting.objects.filter(why="charged", on=REMINDER_DAY, creditor_id__in=creditors).count()
