"""The one door for erasure and new keys: the role betalt_retention, which may touch what the app may not.

The app's login cannot put the role on; the owner of the tables can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from betalt.records.snapshot import OWNER


@contextmanager
def custody(creditors: Iterable[int]) -> Iterator[Any]:
    """Open a transaction as betalt_retention with the walls set to these creditors; gives its cursor."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'betalt_retention', true), set_config('app.creditors', %s, true)",
            ["{" + ",".join(map(str, sorted(creditors))) + "}"],
        )
        yield cursor


def all_creditors() -> list[int]:
    """List every creditor, as the owner of the tables."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT id FROM records_creditor ORDER BY id")
        return [number for (number,) in cursor.fetchall()]
