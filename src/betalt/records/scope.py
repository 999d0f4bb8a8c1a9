"""The one door to the rows: a transaction that sees named creditors and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from betalt.records.once import claim_form

_acting_for: ContextVar[frozenset[int] | None] = ContextVar("acting_for", default=None)


class AlreadyActing(RuntimeError):
    """A scope was opened inside another one: a flow calls no second flow."""


@contextmanager
def acting_for(creditors: Iterable[int], *, finishes: bool = True) -> Iterator[None]:
    """Open a transaction as the app's role with the walls set to these creditors.

    The settings are local to the transaction, so they hold whatever login is used and vanish with it, also
    behind a pooler that hands the connection on. When a flow answers a form, the form's one-time key is stored
    in the same transaction, unless the flow does the rest of what was asked in a later one (`finishes` is no).
    Raises AlreadyActing when one is open, FormSentBefore when the form was answered.
    """
    if _acting_for.get() is not None:
        raise AlreadyActing(AlreadyActing.__doc__)
    named = frozenset(creditors)
    token = _acting_for.set(named)
    form = None
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('role', 'betalt_app', true), set_config('app.creditors', %s, true), "
                    "set_config('app.demo_outlet', '', true), "
                    # Tables are joined in the order we write: fresh tables have no figures to plan by.
                    "set_config('join_collapse_limit', '1', true)",
                    ["{" + ",".join(map(str, sorted(named))) + "}"],
                )
            form = claim_form(finishes=finishes)
            yield
    except BaseException:
        if form is not None:
            form.used = False
        raise
    finally:
        _acting_for.reset(token)
