"""The time machine over 100,000 open cases and 90 days, present and changed, and a dry run: CPU of the worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from time import process_time

from bench.figure import Figure
from bench.own_database import open_database
from bench.portfolio import fill

CASES = 100_000
ON = date(2026, 3, 2)


def measure() -> Iterator[Figure]:
    """Measure a run of long work from its first chunk to its last, and the dry run of a page."""
    open_database()
    (creditor,), _ = fill(creditors_wanted=1, cases=CASES)
    from betalt.core.process.procedure import CONSUMER, Kind
    from betalt.flows.dry_run import MOST_CASES, dry_run
    from betalt.flows.long_work import do_chunk
    from betalt.flows.time_machine import start_time_machine
    from betalt.flows.work_kinds import WORK_KINDS
    from betalt.records.scope import acting_for

    steps = tuple(replace(s, delay_days=4) if s.kind is Kind.REMINDER else s for s in CONSUMER.steps)
    ladder = replace(CONSUMER, steps=steps)
    work = start_time_machine(creditor=creditor, ladder=ladder, on=ON, asked_by="bench")
    began, chunks = process_time(), 1
    while do_chunk(creditor=creditor, work=work, kinds=WORK_KINDS, on=ON):
        chunks += 1
    spent = process_time() - began
    yield Figure(
        what=f"{CASES:,} cases through 90 days, present and changed", amount=spent, unit="s CPU", at_most=180
    )
    yield Figure(what="of it, a chunk on average", amount=spent / chunks, unit="s CPU")
    began = process_time()
    with acting_for([creditor]):
        dry_run(creditor=creditor, ladder=ladder, today=ON, on=ON)
    amount = (process_time() - began) * 1000
    yield Figure(what=f"a dry run of {MOST_CASES:,} cases on a page", amount=amount, unit="ms CPU")
