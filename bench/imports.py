"""A list of 100,000 unpaid invoices comes in: time, the processor on both sides, and memory at its most."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.large import servers_ms
from bench.own_database import open_database
from bench.portfolio import ISSUED_ON, creditors, csv_rows

ROWS = 100_000
MEGA = 1_000_000


def measure() -> Iterator[Figure]:
    """Measure the whole flow, as the command does it at once: the file is held in memory until it is kept."""
    open_database()
    yield from figures(ROWS)


def figures(rows: int) -> Iterator[Figure]:
    """Take so many rows in for a new creditor."""
    from betalt.flows.receive import receive_invoices

    (creditor,) = creditors(1)
    data = csv_rows(rows).encode()
    before, server = _resident_mb(), servers_ms()
    _forget_peak()
    wall, client = time.perf_counter(), time.process_time()
    received = receive_invoices(creditor=creditor, name="open.csv", data=data, on=ISSUED_ON)
    wall, client = time.perf_counter() - wall, time.process_time() - client
    server = (servers_ms() - server) / 1000
    assert received.new == rows
    name = f"import of {rows:,} rows"
    yield Figure(what=f"{name}, the file", amount=len(data) / MEGA, unit="MB")
    yield Figure(what=f"{name}, the client", amount=rows / client, unit="rows/s CPU", at_least=25_000)
    yield Figure(what=f"{name}, the server", amount=rows / server, unit="rows/s CPU")
    yield Figure(what=f"{name}, by the clock", amount=rows / wall, unit="rows/s")
    yield Figure(what=f"{name}, memory beside what was there", amount=_peak_mb() - before, unit="MB")


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")  # Linux: the most is counted from here


def _peak_mb() -> float:
    return _status("VmHWM")


def _resident_mb() -> float:
    return _status("VmRSS")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
