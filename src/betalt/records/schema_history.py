"""Which steps the tables have behind them, and how they are brought to the steps of another time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from betalt.records.snapshot import OWNER

Step = tuple[str, str]


class UnknownStep(LookupError):
    """The tables have a step behind them that this version of betalt does not know."""


def steps_taken() -> tuple[Step, ...]:
    """List the steps that the tables have behind them, by app and name."""
    applied = MigrationExecutor(connections[OWNER]).loader.applied_migrations
    return tuple(sorted(applied))


def bring_to(steps: Iterable[Step]) -> None:
    """Bring the tables to just these steps, which must hold all that were taken; raises UnknownStep."""
    executor = MigrationExecutor(connections[OWNER])
    graph, wanted = executor.loader.graph, set(steps)
    if unknown := wanted - set(graph.nodes):
        raise UnknownStep(f"{UnknownStep.__doc__} It is {'.'.join(min(unknown))}.")
    last = [
        step
        for step in sorted(wanted)
        if not any(child.key in wanted and child.key[0] == step[0] for child in graph.node_map[step].children)
    ]
    executor.migrate(last)
