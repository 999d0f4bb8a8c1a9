"""The orders for acts that are played in forked children, and the process that forks as the tests see it."""

import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a child is to do: an act of a scene, on a database, and the point at which it dies."""

    scene: str
    act: str  # prepare or play
    database: str
    bundles: Path
    mail_port: int
    die_at: int | None = None
    key: int = 1  # of the form that is answered, if it is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of an act: the points passed, the error it ended with, and whether it died at its point."""

    died: bool = False
    points: list[str] = field(default_factory=list)
    flows: frozenset[str] = frozenset()  # that were on the stack at one of them
    error: str = ""


class Stage:
    """The process that forks, seen from the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def play(self, order: Order) -> Played:
        """Let a child carry an order out, and wait for its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(order, self._process.stdin)
        self._process.stdin.flush()
        played: Played = pickle.load(self._process.stdout)
        return played
