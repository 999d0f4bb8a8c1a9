"""A figure and its target."""

import pytest

from bench.figure import Figure, cpu_seconds


@pytest.mark.parametrize(
    ("amount", "at_most", "at_least", "holds", "target"),
    [
        (5.0, 6.0, None, True, "at most 6"),
        (6.5, 6.0, None, False, "at most 6"),
        (5.0, None, 3.0, True, "at least 3"),
        (2.9, None, 3.0, False, "at least 3"),
        (2.9, None, None, True, ""),
    ],
)
def test_a_figure_holds_when_it_meets_its_target(
    amount: float, at_most: float | None, at_least: float | None, holds: bool, target: str
) -> None:
    figure = Figure(what="a claim", amount=amount, unit="µs", at_most=at_most, at_least=at_least)

    assert (figure.holds, figure.target) == (holds, target)


def test_waiting_costs_no_cpu_and_counting_does() -> None:
    import time

    assert cpu_seconds(lambda: time.sleep(0.05), rounds=1) < 0.04
    assert cpu_seconds(lambda: sum(range(1_000_000)), rounds=2) > 0.001
