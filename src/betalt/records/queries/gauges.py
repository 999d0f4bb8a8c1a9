"""What a monitor reads: counts across all creditors, and whether the database answers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from betalt.records.sql import fetch


class GaugeRow(NamedTuple):
    """Cases due on a day, letters sent on it, and cases that wait for a person."""

    due_cases: int
    sent_letters: int
    open_questions: int


def gauges(*, on: date) -> GaugeRow:
    """Count across all creditors on a day."""
    return GaugeRow._make(fetch("SELECT * FROM betalt_gauges(%s)", [on])[0])


def tables_are_ready() -> bool:
    """Tell whether the database answers and has the tables of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
