"""A new sealing key: all that is sealed is sealed anew with it, and old keys go when nothing bears them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connections

from betalt.adapters.cluster.sealing_keys import KeyFile, KeysHeld, held_keys, new_key
from betalt.flows.flow import flow
from betalt.records import sealing
from betalt.records.custody import all_creditors, custody
from betalt.records.reseal import kinds, marks_in_use, reseal_page
from betalt.records.snapshot import OWNER

__all__ = ["KeysHeld", "Rotated", "rotate_key"]

_PATIENCE_SECONDS = 60.0  # for transactions that began before the new key was there
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What became of the keys: how many were made and dropped, and how many rows were sealed anew."""

    made: int
    resealed: int
    dropped: int
    left: int  # old keys that something still bears, or that the operator keeps


def rotate_key(*, progress: Progress = lambda _rows: None, patience: float = _PATIENCE_SECONDS) -> Rotated:
    """Seal everything with a new key; it may be broken off at any moment and is then finished by running it again.

    The new key is on disk before anything bears it, and an old one is dropped when no row does and no transaction
    that may have read it is left. Where more than one key is there, an earlier run is finished first. Keys that the
    operator keeps (BETALT_SEALING_KEY) are neither made nor dropped: put the new one first there. Raises KeysHeld.
    """
    kept_in = settings.SEALING_KEY_KEPT_IN
    if kept_in is None:
        resealed = _reseal(progress)
        return Rotated(made=0, resealed=resealed, dropped=0, left=len(sealing.known_marks()) - 1)
    with held_keys(kept_in) as keys:
        made = _make(keys)
        resealed = _reseal(progress)
        if _await_older(patience):
            resealed += _reseal(progress)  # what such a transaction has sealed with an old key since
            dropped = _drop(keys)
        else:
            dropped = 0
        return Rotated(made=made, resealed=resealed, dropped=dropped, left=len(keys.read()) - 1)


def _make(keys: KeyFile) -> int:
    here = keys.read() or str(settings.SEALING_KEY).split()
    if len(here) > 1:
        return 0
    keys.write([new_key(), *here])
    return 1


@flow
def _reseal(progress: Progress) -> int:
    creditors = all_creditors()
    total = 0
    for kind in kinds():
        after: int | None = 0
        while after is not None:
            with custody(creditors) as cursor:
                after, rows = reseal_page(cursor, kind, after=after)
            total += rows
            progress(total)
    return total


def _await_older(patience: float) -> bool:
    """Wait until all transactions have ended that were running when the rows had been sealed anew."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())")
        (mark,) = cursor.fetchone()
        until = time.monotonic() + patience
        while True:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::text::xid8", [mark])
            if cursor.fetchone()[0]:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.2)


def _drop(keys: KeyFile) -> int:
    with connections[OWNER].cursor() as cursor:
        used = set(marks_in_use(cursor))
    here = keys.read()
    needed = [key for number, key in enumerate(here) if number == 0 or sealing.mark_of(key) in used]
    if len(needed) < len(here):
        keys.write(needed)
    return len(here) - len(needed)
