"""Programs that are compared: each gets the processor in turn for a few seconds, so that all meet the same machine."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SLICE_SECONDS = 3.0
LOOK_SECONDS = 0.25
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a process has taken: CPU seconds of all its threads, of its first thread alone, and memory at its most."""

    cpu: float
    first_thread: float
    peak_mb: float


@dataclass(slots=True, kw_only=True)
class Arm:
    """One of the programs; `left` counts from outside what it has still to do.

    What it takes before the first is done (it starts, and warms up) is not counted; `counted` is what was left then.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    left: Callable[[], int]
    log: Path
    counted: int = 0
    begun: Spent | None = None
    ended: Spent | None = None
    process: subprocess.Popen[bytes] | None = field(default=None)
    _all: int = 0

    def start(self) -> None:
        """Start the program and let it wait for its turn."""
        self._all = self.left()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                list(self.command), env={**os.environ, **self.environment}, stdout=log, stderr=log
            )
        self.process.send_signal(signal.SIGSTOP)

    def take_turn(self) -> None:
        """Let the program run for a while; note what it has taken when it is done, and end it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
        until = time.monotonic() + SLICE_SECONDS
        while time.monotonic() < until and self.ended is None:
            time.sleep(LOOK_SECONDS)
            self._look()
        if self.ended is None:
            self.process.send_signal(signal.SIGSTOP)
        else:
            self.end()

    def end(self) -> None:
        """Ask the program to stop, and wait for it."""
        if self.process is not None and self.process.poll() is None:
            for number in (signal.SIGTERM, signal.SIGCONT):
                self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=30)
            self.process.kill()
            self.process.wait()

    @property
    def cpu(self) -> float:
        """Give the CPU seconds that one of what was counted has taken."""
        assert self.begun is not None
        assert self.ended is not None
        return (self.ended.cpu - self.begun.cpu) / self.counted

    @property
    def first_thread(self) -> float:
        """Give the CPU seconds that the first thread has taken for one of what was counted."""
        assert self.begun is not None
        assert self.ended is not None
        return (self.ended.first_thread - self.begun.first_thread) / self.counted

    def _look(self) -> None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"a program ended too early: {self.log.read_text()[-2000:]}")
        left = self.left()
        if self.begun is None and left < self._all:
            self.begun, self.counted = spent_by(self.process.pid), left
        if left == 0:
            self.ended = spent_by(self.process.pid)


def take_turns(arms: Sequence[Arm]) -> None:
    """Run programs turn by turn until all are done."""
    try:
        for arm in arms:
            arm.start()
        while any(arm.ended is None for arm in arms):
            for arm in [arm for arm in arms if arm.ended is None]:
                arm.take_turn()
    finally:
        for arm in arms:
            arm.end()


def spent_by(pid: int) -> Spent:
    """Read what a process has taken up to now."""
    folder = Path("/proc") / str(pid)
    peak = next(line for line in (folder / "status").read_text().splitlines() if line.startswith("VmHWM"))
    return Spent(
        cpu=_cpu(folder / "stat"),
        first_thread=_cpu(folder / "task" / str(pid) / "stat"),
        peak_mb=int(peak.split()[1]) / 1024,
    )


def _cpu(stat: Path) -> float:
    # The name of the program may hold blanks, so the fields are counted from its closing bracket.
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
