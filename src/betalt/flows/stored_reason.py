"""A reason as plain values, so that it can be stored and said again later."""

from __future__ import annotations

from betalt.values.reason import Reason


def as_json(reason: Reason) -> dict[str, object]:
    """Write a reason as plain values to be stored."""
    return {"code": reason.code, "params": dict(reason.params), "ground": reason.ground}
