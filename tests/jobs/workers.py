"""Real workers in processes of their own, and a mail server that can hold a letter in its hands."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from betalt.adapters.cluster import Cluster
from tests.office import Inbox

PATIENCE = 40.0


@dataclass
class SlowInbox(Inbox):
    """Takes a letter, and answers only when it is let go."""

    hold: bool = False
    holding: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the letter, and keep its sender waiting."""
        if self.hold:
            self.holding.set()
            while not self.let_go.is_set():
                await asyncio.sleep(0.02)
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Workers:
    """The workers of a test, which end with it."""

    folder: Path
    mail_port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, on: date, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker whose day is held."""
        number = len(self.started) + 1
        with (self.folder / f"worker-{number}.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "betalt", "work", "--on", str(on), "--silence", "2", *options],
                env={
                    **os.environ,
                    "BETALT_DATABASE_URL": database_address(),
                    "BETALT_DATABASE_ROLE": "app",
                    "BETALT_SMTP_URL": f"smtp+plain://127.0.0.1:{self.mail_port}",
                    "BETALT_BUNDLES": str(self.folder / "bundles"),
                    "BETALT_LANG": "en",
                    **environment,
                },
                stderr=log,
            )
        self.started.append(worker)
        return worker

    def log(self) -> str:
        """Read what all workers said."""
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("worker-*.log")))

    def end(self) -> None:
        """End those that still run."""
        for worker in self.started:
            worker.kill()
            worker.wait()


def database_address() -> str:
    """Name the test's database as the app sees it."""
    address = Cluster(home=settings.BETALT_HOME, programs=settings.BETALT_PG_BIN).address(role="app")
    name = connection.settings_dict["NAME"]
    return f"postgresql://{address.user}:{address.password}@/{name}?host={address.host}&port={address.port}"


def until(holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def stop(worker: subprocess.Popen[bytes]) -> int:
    """Ask a worker to stop and return its exit code."""
    worker.send_signal(signal.SIGTERM)
    return worker.wait(timeout=PATIENCE)


def jobs(*, status: str | None = None) -> list[str]:
    """List the names of the jobs in the queue but those of the clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs "
            "WHERE task_name NOT IN ('look', 'sweep', 'alarm', 'tidy', 'work_left', 'daily_mail') "
            "AND (%s::text IS NULL OR status::text = %s) ORDER BY id",
            [status, status],
        )
        return [name for (name,) in cursor.fetchall()]


def empty_queue() -> None:
    """Throw all jobs and all signs of life away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"
        )
