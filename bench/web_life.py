"""Gives 130,000 cases of one creditor a life behind the flows' back: what is measured reads rows, however they came.

By the flows it would take hours. Sums, days and keys are as the flows write them, as far as the pages read them.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

OPEN, PAID = 100_000, 30_000
LONG = 77  # the number of the case with much in it
CROWD = 88  # that of the customer with many invoices
ROWS = 10_000  # of the list that waits, and as many refused


def live(*, creditor: int, on: date) -> None:
    """Let the cases of a creditor, numbered from one on, have been worked with up to a day.

    It is done as the owner of the tables, whom no wall stops.
    """
    from django.db import connections

    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    told: dict[str, int | date] = {
        "creditor": creditor,
        "on": on,
        "open": OPEN,
        "big": ROWS,
        "long": LONG,
        "crowd": CROWD,
    }
    with connections["owner"].cursor() as cursor:
        for statement in re.sub(r"(?m)^-- .*$", "", text).split(";\n"):
            if statement.strip():
                cursor.execute(statement, told)
