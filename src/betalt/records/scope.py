"""The one door to the rows: a transaction that sees named creditors and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_acting_for: ContextVar[frozenset[int] | None] = ContextVar("acting_for", default=None)


class AlreadyActing(RuntimeError):
    """A scope was opened inside another one: a flow calls no second flow."""


@contextmanager
def acting_for(creditors: Iterable[int]) -> Iterator[None]:
    """Open a transaction as the app's role with the walls set to these creditors.

    The settings are local to the transaction, so they hold whatever login is used and vanish with it, also
    behind a pooler that hands the connection on. Raises AlreadyActing when one is open.
    """
    if _acting_for.get() is not None:
        raise AlreadyActing(AlreadyActing.__doc__)
    named = frozenset(creditors)
    token = _acting_for.set(named)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('role', 'betalt_app', true), set_config('app.creditors', %s, true), "
                    # Tables are joined in the order we write: fresh tables have no figures to plan by.
                    "set_config('join_collapse_limit', '1', true)",
                    ["{" + ",".join(map(str, sorted(named))) + "}"],
                )
            yield
    finally:
        _acting_for.reset(token)
