"""Finds the running server of a data folder, and tells it from what a killed one left behind."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from betalt.adapters.cluster.errors import ClusterError
from betalt.adapters.cluster.places import Places

START_SECONDS = 60
STOP_SECONDS = 60
STATUS_LINE = 7
PROC = Path("/proc")  # missing on macOS, where a process is only known to live or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """A running server, whether it has said that it is ready, and whether its socket is in place."""

    pid: int
    says_ready: bool
    has_socket: bool

    @property
    def answers(self) -> bool:
        """Tell whether it can be connected to."""
        return self.says_ready and self.has_socket

    @property
    def deaf(self) -> bool:
        """Tell whether it runs without a socket, which somebody removed."""
        return self.says_ready and not self.has_socket


def find_postmaster(places: Places) -> Postmaster | None:
    """Return the server that runs on this data folder, or None when there is none or only its stale file."""
    try:
        lines = places.pid_file.read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _runs_on(pid=pid, data=places.data):
        return None
    return Postmaster(
        pid=pid,
        says_ready=[line.strip() for line in lines[STATUS_LINE:]] == ["ready"],
        has_socket=places.socket.exists(),
    )


def await_postmaster(places: Places) -> Postmaster | None:
    """Wait while a server starts or stops; return it when it answers or is deaf, None when it is gone."""
    deadline = time.monotonic() + START_SECONDS
    while (found := find_postmaster(places)) and not found.answers and not found.deaf:
        if time.monotonic() > deadline:
            raise ClusterError(
                f"The database server, process {found.pid}, does not answer; see {places.log}."
            )
        time.sleep(0.02)
    return found


def stop_postmaster(places: Places, *, pid: int) -> None:
    """Ask the server to end its sessions and stop, and wait until it has."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while _runs_on(pid=pid, data=places.data):
        if time.monotonic() > deadline:
            raise ClusterError(
                f"The database server, process {pid}, has not stopped in {STOP_SECONDS} seconds."
            )
        time.sleep(0.02)


def clear_stale(places: Places) -> None:
    """Wait for the last workers of a killed server, and remove the files that bear its number.

    PostgreSQL would take any process that has the number by now for the server.
    """
    deadline = time.monotonic() + STOP_SECONDS
    while PROC.exists() and any(_works_in(process, data=places.data) for process in PROC.glob("[0-9]*")):
        if time.monotonic() > deadline:
            raise ClusterError(
                f"A server was killed, but processes of it still work in {places.data}; end them first."
            )
        time.sleep(0.05)
    if PROC.exists():
        places.pid_file.unlink(missing_ok=True)
        places.socket_lock.unlink(missing_ok=True)


def _runs_on(*, pid: int, data: Path) -> bool:
    if PROC.exists():
        return _works_in(PROC / str(pid), data=data)
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _works_in(process: Path, *, data: Path) -> bool:
    """Tell whether the process is a server of this data folder: those work inside it."""
    try:
        return (process / "cwd").samefile(data)
    except OSError:
        return False
