"""One measured figure, and the clock that all of them share."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, how much of which unit, and the target that the design set, if any."""

    what: str
    amount: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the target is met; a figure without one always holds."""
        return (self.at_most is None or self.amount <= self.at_most) and (
            self.at_least is None or self.amount >= self.at_least
        )

    @property
    def target(self) -> str:
        """Say the target, or nothing."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"


def cpu_seconds(work: Callable[[], object], *, rounds: int = 5) -> float:
    """Return the CPU seconds of this process for one round of the work: the least of several.

    CPU time leaves out what other programs take, and the least round what the machine adds now and then.
    """
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def plain_loop_ms() -> float:
    """Return the CPU milliseconds of a million additions in a plain loop: how fast the machine is just now."""

    def add() -> int:
        total = 0
        for number in range(1_000_000):
            total += number
        return total

    return cpu_seconds(add) * 1000
