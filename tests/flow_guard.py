"""Fails any write to our tables when no flow is on the stack: only flows change rows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from betalt.flows.flow import current_flow

WRITE = re.compile(
    r'\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:only\s+)?"?(records_\w+)', re.IGNORECASE
)

_armed = False


class WroteOutsideFlow(AssertionError):
    """A row of ours was written with no flow on the stack."""


def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrap one statement: Django calls this for whatever runs through its cursors."""
    text = sql if isinstance(sql, str) else sql.as_string(context["connection"].connection)
    if _armed and current_flow.get() is None and (write := WRITE.search(text)):
        raise WroteOutsideFlow(f"{write[1]} was written outside of a flow: {text[:200]}")
    return execute(sql, params, many, context)


def guard_connection(*, connection: Any, **_: object) -> None:
    """Put the guard on a new connection, of whichever thread."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


@contextmanager
def armed(on: bool) -> Iterator[None]:
    """Switch the guard for a while, in all threads."""
    global _armed
    before, _armed = _armed, on
    try:
        yield
    finally:
        _armed = before


@contextmanager
def raw_rows() -> Iterator[None]:
    """Let a test plant or damage rows on purpose, where going through a flow would hide what it tests."""
    with armed(False):
        yield
