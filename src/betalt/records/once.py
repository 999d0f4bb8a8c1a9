"""The one-time key of the form that is being answered: it is stored with the form's effect, or neither is."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from betalt.records.current import current_flow
from betalt.records.sql import execute, fetch

_CLAIM = (
    "INSERT INTO records_formkey (key, user_id, went_to) VALUES (%s, %s, '') ON CONFLICT (key) DO NOTHING"
)
_STANDS = "SELECT 1 FROM records_formkey WHERE key = %s"


class FormSentBefore(Exception):
    """The same form was sent before, and what it asked for was done then."""


@dataclass(slots=True, kw_only=True)
class Form:
    """A form that somebody sent; `used` once a flow has done what it asks for."""

    key: UUID
    user: int
    used: bool = False


answered_form: ContextVar[Form | None] = ContextVar("answered_form", default=None)


def claim_form(*, finishes: bool) -> Form | None:
    """Store the key of the form being answered in the open transaction, if a flow acts for it now and not before.

    A transaction after which more of what the form asks for is still to be done only looks for the key: whoever dies
    then has not answered the form, and the same form sent again does the rest. Returns the form when this call
    claimed it, so that its claim can be taken back with the transaction. Waits for another transaction that has
    claimed the same key, and raises FormSentBefore when that one stands.
    """
    form = answered_form.get()
    if form is None or form.used or current_flow.get() is None:
        return None
    if not finishes:
        if fetch(_STANDS, [form.key]):
            raise FormSentBefore(FormSentBefore.__doc__)
        return None
    if execute(_CLAIM, [form.key, form.user]) == 0:
        raise FormSentBefore(FormSentBefore.__doc__)
    form.used = True
    return form
