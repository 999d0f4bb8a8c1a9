"""Keeps some commands of betalt running as processes of their own: whichever ends is started again."""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

LOOK_SECONDS = 0.2
LONGEST_WAIT = 30.0
SETTLED_SECONDS = 60.0  # after which a process is taken to run well
GRACE_SECONDS = 90.0  # for the jobs at hand, before a process is ended by force

log = logging.getLogger("betalt.serve")


@dataclass(slots=True, kw_only=True)
class _Kept:
    """A command and the process that carries it out."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait: float = 1.0
    next_start: float = field(default=0.0)

    def tend(self) -> None:
        """Start the process, or again when it has ended: also with 0, as a worker that lost its database does."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            self.wait = 1.0 if now - self.began > SETTLED_SECONDS else min(self.wait * 2, LONGEST_WAIT)
            self.next_start = now + self.wait
            log.warning(
                "ended", extra={"told": {"command": self.command[0], "code": code, "again_in": self.wait}}
            )
        if now >= self.next_start:
            self.process = subprocess.Popen([sys.executable, "-m", "betalt", *self.command])  # noqa: S603 -- our own program
            self.began = now
            log.info("started", extra={"told": {"command": self.command[0], "child": self.process.pid}})


def supervise(*, commands: Sequence[Sequence[str]]) -> None:
    """Keep these commands running until SIGTERM or SIGINT, then let them finish what they are at."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    kept = [_Kept(command=command) for command in commands]
    while not stopping.wait(LOOK_SECONDS):
        for one in kept:
            one.tend()
    _end([one.process for one in kept if one.process is not None])
    log.info("stopped")


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            log.exception("ended_by_force", extra={"told": {"child": process.pid}})
            process.kill()
            process.wait()
