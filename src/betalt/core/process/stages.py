"""Where a case stands, on three separate axes: stage (legal position), hold, and payment status.

The one table of moves is the only way from stage to stage.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """The legal position: the last thing that was told to the debtor, or who has the word."""

    OPEN = "open"
    NOTED = "noted"
    REMINDED = "reminded"
    DEMANDED = "demanded"
    FINAL_NOTICE = "final_notice"
    DECISION = "decision"
    CLOSED = "closed"


class Hold(StrEnum):
    """What keeps a case still whatever its stage."""

    NONE = "none"
    DISPUTE = "dispute"
    PLAN = "plan"
    PAUSE = "pause"
    PROTECTED = "protected"
    SOURCE = "source"  # the invoice has left the list that it was read from
    PERSON = "person"


class Payment(StrEnum):
    """How much of a case is paid or otherwise gone."""

    UNPAID = "unpaid"
    PART = "part"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"


class Cause(StrEnum):
    """What moves a case from one stage to another."""

    NOTE = "note"
    REMINDER = "reminder"
    DEMAND = "demand"
    FINAL_NOTICE = "final_notice"
    ASK = "ask"
    RETURNED = "returned"  # a letter came back: its step was never completed
    ROUND = "round"  # a person starts the ladder anew
    CLOSE = "close"
    REOPEN = "reopen"  # a payment was reversed, or the case was closed by mistake


class MoveError(ValueError):
    """The table of moves has no such way from this stage."""


_O, _N, _R, _D, _F, _ASKED, _C = Stage
Moves = Mapping[Stage, tuple[Stage, ...]]

MOVES: Final[Mapping[Cause, Moves]] = {
    Cause.NOTE: {_O: (_N,)},
    Cause.REMINDER: {_O: (_R,), _N: (_R,), _R: (_R,)},
    Cause.DEMAND: {_O: (_D,), _N: (_D,), _R: (_D,)},  # no reminder need go before it (INK-14)
    Cause.FINAL_NOTICE: {_D: (_F,)},  # only after a demand (INK-5)
    Cause.ASK: {_O: (_ASKED,), _N: (_ASKED,), _R: (_ASKED,), _D: (_ASKED,), _F: (_ASKED,), _ASKED: (_ASKED,)},
    Cause.RETURNED: {
        _N: (_O,),
        _R: (_O, _N, _R),
        _D: (_O, _N, _R),
        _F: (_D,),
        _ASKED: (_O, _N, _R, _D),
    },
    Cause.ROUND: {_O: (_O,), _N: (_O,), _R: (_O,), _D: (_O,), _F: (_O,), _ASKED: (_O,)},
    Cause.CLOSE: {_O: (_C,), _N: (_C,), _R: (_C,), _D: (_C,), _F: (_C,), _ASKED: (_C,)},
    Cause.REOPEN: {_C: (_O, _N, _R, _D, _F, _ASKED)},
}


def move(*, stage: Stage, cause: Cause, to: Stage | None = None) -> Stage:
    """Move a case from its stage for a cause; `to` names the goal where the table allows several."""
    allowed = MOVES[cause].get(stage, ())
    goal = allowed[0] if to is None and len(allowed) == 1 else to
    if goal is None or goal not in allowed:
        ways = ", ".join(allowed) or "none"
        raise MoveError(f"{cause} does not lead from {stage} to {to or 'an unnamed stage'}; ways: {ways}")
    return goal


def payment_status(*, owed_ore: int, paid_ore: int, credited_ore: int, written_off_ore: int) -> Payment:
    """Name the payment status from what is owed and what has gone off the claim, all in öre."""
    if owed_ore > 0:
        return Payment.PART if paid_ore or credited_ore or written_off_ore else Payment.UNPAID
    if written_off_ore > 0:
        return Payment.WRITTEN_OFF
    return Payment.CREDITED if credited_ore > 0 and paid_ore == 0 else Payment.PAID
