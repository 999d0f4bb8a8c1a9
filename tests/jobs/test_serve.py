"""`betalt serve` on a machine of its own: workers that end are started again, and a lost database is found again."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from betalt.adapters.cluster import Cluster
from tests.jobs.workers import until

Served = tuple[Path, "subprocess.Popen[bytes]", Path]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A bare home on which `betalt serve` runs; its log."""
    folder = Path(tempfile.mkdtemp(dir=os.environ["BETALT_HOME"]))
    folder.chmod(0o711)
    home, log = folder / "home", folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "betalt", "serve"],
            env={**os.environ, "BETALT_HOME": str(home), "BETALT_DATABASE_ROLE": "app", "BETALT_LANG": "en"},
            stderr=out,
        )
    until(lambda: events(log, "betalt.worker", "started"))
    yield home, process, log
    process.kill()
    process.wait()
    Cluster(home=home).stop()


def events(log: Path, source: str, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [line for line in lines if (line["from"], line["event"]) == (source, event)]


def looks(log: Path) -> int:
    return len(
        [line for line in events(log, "procrastinate.worker", "job_success") if line["task"] == "sweep"]
    )


def test_a_worker_that_is_killed_is_started_again(served: Served) -> None:
    _, _, log = served
    children = events(log, "betalt.serve", "started")
    (child,) = [each for each in children if "work" in each["command"]]
    os.kill(child["child"], signal.SIGKILL)
    until(lambda: len(events(log, "betalt.worker", "started")) == 2)

    assert [end["code"] for end in events(log, "betalt.serve", "ended")] == [-signal.SIGKILL]


def test_a_worker_whose_database_stops_and_starts_again_works_on(served: Served) -> None:
    home, process, log = served
    until(lambda: looks(log) > 0)
    cluster = Cluster(home=home)
    ended = len(events(log, "betalt.serve", "ended"))
    cluster.stop()
    time.sleep(1)
    cluster.start()
    before = looks(log)
    until(lambda: looks(log) > before)

    assert process.poll() is None
    assert len(events(log, "betalt.serve", "ended")) == ended
    assert events(log, "betalt.worker", "comes_back")


def test_it_stops_when_it_is_asked_to(served: Served) -> None:
    _, process, log = served
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=30) == 0
    assert events(log, "betalt.worker", "stopped")
