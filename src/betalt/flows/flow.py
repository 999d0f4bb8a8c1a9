"""Marks a business event: one function, one trip of facts, decision and effects."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from betalt.records.current import current_flow

__all__ = ["current_flow", "flow"]

P = ParamSpec("P")
R = TypeVar("R")


def flow(function: Callable[P, R]) -> Callable[P, R]:
    """Note that a flow is on the stack; in tests a write to our tables outside of one fails."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = current_flow.set(function.__name__)
        try:
            return function(*args, **kwargs)
        finally:
            current_flow.reset(token)

    return run
