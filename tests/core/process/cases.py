"""The case that process tests begin with: a consumer's invoice of 1 000 kr, due on Friday 30 January 2026."""

from datetime import date
from typing import Any

from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import BUSINESS, CONSUMER, PUBLIC, Kind, Procedure, Step
from betalt.core.process.stages import Stage

DUE = date(2026, 1, 30)
PROCEDURES = {"consumer": CONSUMER, "business": BUSINESS, "public": PUBLIC}


def a_case(**changes: Any) -> CaseFacts:
    """Make a case with everything in order, but for the changes."""
    usual: dict[str, Any] = {
        "case": 1,
        "debtor_kind": "consumer",
        "natural_person": True,
        "stage": Stage.OPEN,
        "due_on": DUE,
        "principal_ore": 100_000,
        "owed_ore": 100_000,
        "has_email": True,
        "has_address": True,
        "reminder_fee_agreed": True,
        "clause_known": True,
    }
    return CaseFacts(**{**usual, **changes})


def step_of(procedure: Procedure, kind: Kind) -> Step:
    """Find the step of a kind."""
    return next(step for step in procedure.steps if step.kind is kind)


def before(kind: Kind, **changes: Any) -> CaseFacts:
    """Make a consumer's case whose next step is of a kind and whose last letter's day was 1 March 2026."""
    place = {
        Kind.NOTE: (0, Stage.OPEN),
        Kind.REMINDER: (1, Stage.NOTED),
        Kind.DEMAND: (2, Stage.REMINDED),
        Kind.FINAL_NOTICE: (3, Stage.DEMANDED),
        Kind.ASK: (4, Stage.FINAL_NOTICE),
    }
    done, stage = place[kind]
    usual: dict[str, Any] = {"step_done": done, "stage": stage, "released_step": done + 1}
    if done:
        usual["step_done_on"] = date(2026, 2, 16)
    if done > 1:
        usual["answer_by"] = date(2026, 3, 1)
    return a_case(**{**usual, **changes})
