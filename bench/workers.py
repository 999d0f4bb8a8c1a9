"""Letters through real workers: what the queue costs beside setting them in type, and the memory of a worker."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg

from bench.arms import Arm, take_turns
from bench.figure import Figure
from bench.own_database import clone, open_database
from bench.portfolio import agree_fees, fill
from tests.free_port import free_port

LETTERS, COMPARED, CREDITORS = 10_000, 2_000, 5
REMINDER_DAY = date(2026, 3, 2)
LONG_SILENCE = "3600"  # a program that waits for its turn is not dead
WORKERS = {"one job at a time": 1, "two jobs at a time": 2}
# What a worker has still to do: a letter without its PDF or that has not left, and a day that is not noted as run.
_LEFT = (
    "SELECT (SELECT count(*) FROM betalt_letters_waiting(0) WHERE NOT is_set OR channel = 'email') + "
    "(SELECT count(*) FROM betalt_homes() WHERE last_run_on IS DISTINCT FROM %s)"
)


def measure() -> Iterator[Figure]:
    """Measure 10,000 letters, half of them by e-mail, through two kinds of workers, and fewer without a queue."""
    open_database()
    yield from figures(letters=LETTERS, compared=COMPARED)


def figures(*, letters: int, compared: int) -> Iterator[Figure]:
    """Compare the ways on copies of a database with letters that wait: some without a queue, all through workers."""
    with tempfile.TemporaryDirectory(prefix="betalt-bench-", dir="/var/tmp") as name, _mail_server() as port:
        folder = Path(name)
        _compose(compared)
        bare, flows = (_without_queue(way, compared, folder, port) for way in ("bare", "flows"))
        _compose(letters - compared)
        workers = [_worker(count, folder, port) for count in WORKERS.values()]
        take_turns([bare, flows, *workers])
    yield Figure(what="letter set in type alone", amount=bare.cpu * 1000, unit="ms CPU")
    yield Figure(what="letter sent without a queue", amount=flows.cpu * 1000, unit="ms CPU")
    for manner, worker in zip(WORKERS, workers, strict=True):
        yield from _told(manner, worker, bare, flows)


def _told(manner: str, worker: Arm, bare: Arm, flows: Arm) -> Iterator[Figure]:
    assert worker.ended is not None
    yield Figure(what=f"letter through a worker, {manner}", amount=worker.cpu * 1000, unit="ms CPU")
    over, own = (worker.cpu - flows.cpu) / bare.cpu, worker.first_thread / bare.cpu
    yield Figure(what=f"queue beside setting in type, {manner}", amount=over * 100, unit="%", at_most=5)
    yield Figure(what=f"the queue's own thread beside it, {manner}", amount=own * 100, unit="%", at_most=5)
    peak = worker.ended.peak_mb
    yield Figure(what=f"memory of a worker at its most, {manner}", amount=peak, unit="MB", at_most=150)


def _compose(letters: int) -> None:
    """Make letters that wait: every second customer has e-mail, the others get paper."""
    from betalt.flows.advance import advance_cases, chunks, due_cases

    creditors = let_be_due(letters, by_mail=2)
    for chunk in chunks(due_cases(on=REMINDER_DAY, creditors=creditors)):
        advance_cases(keys=chunk, on=REMINDER_DAY)


def let_be_due(cases: int, *, by_mail: int = 0) -> list[int]:
    """Make cases whose reminder is due; one customer in so many has e-mail, or none."""
    from django.db import connections

    creditors, _ = fill(creditors_wanted=CREDITORS, cases=cases)
    for creditor in creditors:
        agree_fees(creditor)
    with connections["owner"].cursor() as cursor:
        if by_mail:
            mail = "UPDATE records_party SET email = 'kund' || id || '@example.com' WHERE mod(id, %s) = 0"
            cursor.execute(mail, [by_mail])
        cursor.execute(
            "UPDATE records_case SET next_look_on = %s, step_done = 1 WHERE creditor_id = ANY (%s)",
            [REMINDER_DAY, creditors],
        )
    return creditors


def _without_queue(way: str, letters: int, folder: Path, port: int) -> Arm:
    told = folder / f"{way}.left"
    told.write_text(str(letters))
    return Arm(
        command=[sys.executable, "-m", "bench.without_queue", way, REMINDER_DAY.isoformat(), str(told)],
        environment=_environment(clone(way), folder / way, port),
        left=lambda: int(told.read_text() or letters),
        log=folder / f"{way}.log",
    )


def _worker(concurrency: int, folder: Path, port: int) -> Arm:
    name = f"worker_{concurrency}"
    options = ["--on", REMINDER_DAY.isoformat(), "--silence", LONG_SILENCE, "--concurrency", str(concurrency)]
    address = clone(name)
    return Arm(
        command=[sys.executable, "-m", "betalt", "work", *options],
        environment=_environment(address, folder / name, port),
        left=lambda: _left(address),
        log=folder / f"{name}.log",
    )


def _left(address: str) -> int:
    with psycopg.connect(address) as connection:
        ((count,),) = connection.execute(_LEFT, [REMINDER_DAY]).fetchall()
        return int(count)


def _environment(address: str, folder: Path, port: int) -> dict[str, str]:
    return {
        "BETALT_DATABASE_URL": address,
        "BETALT_DATABASE_ROLE": "app",
        "BETALT_SMTP_URL": f"smtp+plain://127.0.0.1:{port}",
        "BETALT_BUNDLES": str(folder),
        "BETALT_LANG": "en",
    }


@contextmanager
def _mail_server() -> Iterator[int]:
    """Run a mail server that takes everything, in a process of its own."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"],
        env=os.environ,
    )
    try:
        yield port
    finally:
        server.kill()
        server.wait()
