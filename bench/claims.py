"""The claim: one computed from parsed facts, against the slow twin; a large batch in one process; the start."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figure import Figure, cpu_seconds
from betalt.core.claim.claim import claim
from betalt.core.claim.document import read_document
from betalt.core.claim.facts import Facts
from betalt.core.claim.rows import rows
from tests.core.claim.twin import twin

ON = date(2025, 12, 31)
# One principal, three part payments, three rate periods (12, 11 and 10 %), two fees.
DOCUMENT = {
    "debtor": {"kind": "consumer"},
    "terms": {"reminder_fee_agreed": True},
    "invoices": [{"id": "A", "amount": "20000.00", "invoiced_on": "2024-10-01", "due_on": "2024-10-31"}],
    "events": [
        {"on": "2024-11-14", "kind": "reminder"},
        {"on": "2024-12-04", "kind": "demand"},
        {"on": "2024-12-29", "kind": "payment", "amount": "5000.00"},
        {"on": "2025-02-28", "kind": "payment", "amount": "5000.00"},
        {"on": "2025-08-29", "kind": "payment", "amount": "5000.00"},
    ],
}
CASES = 200  # facts of their own, so that nothing is answered from one warm place alone
BATCH = 100_000


def measure() -> Iterator[Figure]:
    """Measure claims in CPU time."""
    data = json.dumps(DOCUMENT).encode()
    cases = [read_document(data).facts for _ in range(CASES)]
    one = cpu_seconds(lambda: _ask_each(cases), rounds=100) / CASES
    twins = cpu_seconds(lambda: [twin(DOCUMENT, ON) for _ in range(20)]) / 20
    yield Figure(what="claim() from parsed facts", amount=one * 1e6, unit="µs", at_most=6)
    yield Figure(what="times as fast as the Decimal twin", amount=twins / one, unit="times", at_least=3)
    worked = claim(cases[0], on=ON)
    shown = cpu_seconds(lambda: [rows(worked) for _ in range(2_000)]) / 2_000
    yield Figure(what="rows() of the same claim", amount=shown * 1e6, unit="µs")
    read = cpu_seconds(lambda: [read_document(data) for _ in range(2_000)]) / 2_000
    yield Figure(what="reading the document", amount=read * 1e6, unit="µs")
    yield from _batches()


def _ask_each(cases: list[Facts]) -> None:
    for facts in cases:
        claim(facts, on=ON)


def _batches() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.jsonl", Path(folder) / "large.jsonl"
        line = json.dumps({**DOCUMENT, "on": ON.isoformat()})
        small.write_text(f"{line}\n" * (BATCH // 100), encoding="utf-8")
        large.write_text(f"{line}\n" * BATCH, encoding="utf-8")
        few, _ = _run("claim", str(small))
        many, seconds = _run("claim", str(large))
        yield Figure(what=f"a .jsonl of {BATCH:,} documents", amount=seconds, unit="s CPU")
        yield Figure(
            what="its memory, against a hundredth of it", amount=many / few, unit="times", at_most=1.1
        )
        single = Path(folder) / "one.json"
        single.write_text(line, encoding="utf-8")
        start = min(_run("claim", str(single))[1] for _ in range(5))
        yield Figure(what="the command from start to end", amount=start, unit="s CPU", at_most=0.3)


def _run(*arguments: str) -> tuple[int, float]:
    """Run a command in a process of its own; return its peak memory in kilobytes and its CPU seconds."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_maxrss, u.ru_utime + u.ru_stime)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "betalt", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak, seconds = done.stdout.split()
    return int(peak), float(seconds)
