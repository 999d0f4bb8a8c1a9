"""How betalt grows: what a letter takes of workers and of the database, measured, and a day played with more of both.

The costs are measured on a few letters; the rest is arithmetic and a queue played event by event. It says nothing of
networks, of locks that meet, or of disks: read it as the least that is needed, and in which order things run out.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heapify, heapreplace
from pathlib import Path

from bench.figure import Figure
from bench.large import NotMeasured, servers_ms
from bench.own_database import open_database
from bench.workers import REMINDER_DAY, let_be_due

LETTERS = 400
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
A_DAY = 0.01  # of the open cases get a letter: one in a hundred days
JOB = 80  # letters
BEGINS, SPREAD = 7.0, 0.5  # the hour when the first bank data is there, and the hours until the last is
CORES = 8  # of one host, and of the primary
HOURS = 10.0  # in which a day's letters must have left
WORK_DAYS, KEPT_YEARS = 250, 7
STORE_TB = 2.0  # what one primary can hold, back up in a night and build a standby of
PORTFOLIOS = (1_000_000, 10_000_000, 100_000_000)
HOSTS = (1, 2, 4)
KILO, MILLION = 1_000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one letter takes from the due case until it has left: seconds of CPU, and bytes that are kept."""

    worker: float
    server: float
    kept: float


def measure() -> Iterator[Figure]:
    """Measure what a letter takes, and play days of three portfolios on more and more hosts."""
    open_database()
    costs = measure_costs(LETTERS)
    yield Figure(what="letter from case to hand-over, a worker", amount=costs.worker * KILO, unit="ms CPU")
    yield Figure(what="letter from case to hand-over, the server", amount=costs.server * KILO, unit="ms CPU")
    yield Figure(what="letter with all its rows, kept", amount=costs.kept / KILO, unit="kB")
    for cases in PORTFOLIOS:
        for hosts in HOSTS:
            left_at = play(costs, letters=int(cases * A_DAY), cores=hosts * CORES, server_cores=CORES)
            what = f"{cases // MILLION} million cases, workers on {hosts} hosts: the last letter after"
            yield Figure(what=what, amount=left_at - BEGINS, unit="h")
    yield from limits(costs)


def limits(costs: Costs) -> Iterator[Figure]:
    """Say how many open cases each part can carry by itself: what runs out first is the least."""
    seconds = HOURS * 3600 * CORES
    by_host, by_server = (seconds / cost / A_DAY / MILLION for cost in (costs.worker, costs.server))
    yield Figure(what="open cases that the workers of one host carry", amount=by_host, unit="million")
    yield Figure(what="open cases that the cores of one primary carry", amount=by_server, unit="million")
    letters = STORE_TB * 1e12 / costs.kept
    by_store = letters / (A_DAY * WORK_DAYS * KEPT_YEARS) / MILLION
    yield Figure(
        what="open cases whose letters of seven years one primary holds", amount=by_store, unit="million"
    )


def play(costs: Costs, *, letters: int, cores: int, server_cores: int) -> float:
    """Play a day and return the hour when its last letter has left.

    Jobs come with the bank's data over some hours and are taken in their order. A job holds a worker's core the whole
    time, and one of the server's cores for the server's part of it; each waits for the first that is free.
    """
    jobs = max(letters // JOB, 1)
    workers, servers = [BEGINS] * cores, [BEGINS] * server_cores
    heapify(workers)
    heapify(servers)
    last = BEGINS
    for number in range(jobs):
        ready = BEGINS + SPREAD * number / jobs
        asked = max(ready, workers[0]) + costs.worker * JOB / 3600
        done = max(asked, servers[0]) + costs.server * JOB / 3600
        heapreplace(workers, done)
        heapreplace(servers, done)
        last = max(last, done)
    return last


def measure_costs(letters: int) -> Costs:
    """Let some due cases become letters that are bundled and posted; count the client, the server and the bytes."""
    from betalt.flows.day import run_day
    from betalt.flows.outlet import Outlet
    from betalt.flows.print_house import confirm_posted

    let_be_due(letters)
    with tempfile.TemporaryDirectory() as folder:
        outlet = Outlet(bundles=Path(folder))
        before, server, client = _bytes(), servers_ms(), time.process_time()
        run = run_day(on=REMINDER_DAY, at=MORNING, outlet=outlet)
        for name in run.sent.bundles:
            creditor, _, bundle = name.partition("/")
            confirm_posted(creditor=int(creditor), bundle=bundle, on=REMINDER_DAY)
        client, server = time.process_time() - client, (servers_ms() - server) / KILO
    if run.sent.counts["bundled"] != letters:
        raise NotMeasured(f"{run.sent.counts['bundled']} letters in the place of {letters}")
    return Costs(worker=client / letters, server=server / letters, kept=(_bytes() - before) / letters)


def _bytes() -> int:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        ((size,),) = cursor.fetchall()
        return int(size)
