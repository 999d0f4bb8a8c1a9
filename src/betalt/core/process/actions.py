"""What a person may do to a case, and why an action is closed; the page and the flow ask the same question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from betalt.core.access import Right
from betalt.core.process.decide import LETTER_PENDING, decide
from betalt.core.process.decision import Ask, Question, Take, Wait
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Kind, Procedure
from betalt.core.process.refused import Refused
from betalt.core.process.stages import Hold, Stage
from betalt.core.process.timing import next_step
from betalt.values.reason import Reason


class Action(StrEnum):
    """Something that a person may do to one case."""

    SEND_NOW = "send_now"
    ANSWER_DISPUTE = "answer_dispute"
    PAYMENT = "payment"
    PAUSE = "pause"
    PLAN = "plan"
    DISPUTE = "dispute"
    CREDIT = "credit"
    SKIP = "skip"
    KEEP = "keep"  # hold the step to a day; then a person is asked
    RELEASE = "release"
    ADDRESS = "address"
    NOTE = "note"
    DOCUMENT = "document"
    REOPEN = "reopen"
    STOP = "stop"  # pursue no longer; the debt stands
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An action that is closed: why, and the day on which it opens if time opens it."""

    why: Reason
    opens_on: date | None = None


class ActionClosed(Refused):
    """This action is closed for the case; `closed` tells also when it opens."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed.why)
        self.closed = closed


RIGHTS: Final[Mapping[Action, Right]] = {
    **dict.fromkeys(Action, Right.WORK_CASES),
    Action.PAYMENT: Right.MONEY_IN,
    Action.CREDIT: Right.MONEY_IN,
    Action.STOP: Right.MONEY_OUT,
    Action.REOPEN: Right.MONEY_OUT,
    Action.WRITE_OFF: Right.MONEY_OUT,
}

_INK_5: Final = "inkassolagen (1974:182) 5 §"
_INK_8: Final = "inkassolagen (1974:182) 8 §"
_COSTS_3: Final = "lag (1981:739) 3 §"

CASE_CLOSED: Final = Closed(why=Reason(code="action.case_closed"))
CASE_OPEN: Final = Closed(why=Reason(code="action.case_open"))
NOTHING_OWED: Final = Closed(why=Reason(code="action.nothing_owed"))
LAW_UNKNOWN: Final = Closed(why=Reason(code="process.law_unknown", ground="räntelagen (1975:635) 9 §"))
NOT_HELD: Final = Closed(why=Reason(code="action.not_held"))
NOT_DISPUTED: Final = Closed(why=Reason(code="action.not_disputed"))
DISPUTED: Final = Closed(why=Reason(code="action.disputed_already"))
SAY_HOW: Final = Closed(why=Reason(code="action.say_how_dispute_ended", ground=_INK_8))
PLAN_DISPUTED: Final = Closed(why=Reason(code="action.plan_disputed", ground=_COSTS_3))
INVOICE_GONE: Final = Closed(why=Reason(code="action.invoice_gone"))
DEMAND_STAYS: Final = Closed(why=Reason(code="action.demand_stays", ground=_INK_5))
NO_STEP_LEFT: Final = Closed(why=Reason(code="action.no_step_left"))
LETTER_LEAVES: Final = Closed(why=LETTER_PENDING)
_HELD: Final[Mapping[Hold, Closed]] = {
    hold: Closed(why=Reason(code=f"action.held_{hold}")) for hold in Hold if hold is not Hold.NONE
}

_ALWAYS: Final = frozenset({Action.PAYMENT, Action.ADDRESS, Action.NOTE, Action.DOCUMENT, Action.CREDIT})
_YES_HELPS: Final = frozenset({Question.RELEASE, Question.CONFIRM})


def closed(action: Action, facts: CaseFacts, *, procedure: Procedure, on: date) -> Closed | None:
    """Tell why an action is closed on a day, or None where it is open."""
    if action is Action.REOPEN:
        return _reopen(facts)
    if facts.stage == Stage.CLOSED and action not in _ALWAYS:
        return CASE_CLOSED
    if action in _CHECKS:
        return _CHECKS[action](facts, procedure, on)
    return None


def right_for(action: Action, facts: CaseFacts, *, procedure: Procedure) -> Right:
    """Tell which right an action takes: sending a letter that a person must release takes more (INK-2)."""
    if action is Action.SEND_NOW:
        step = next_step(facts, procedure=procedure)
        if step.kind in (Kind.DEMAND, Kind.FINAL_NOTICE) or not step.automatic:
            return Right.APPROVE_LETTERS
    return RIGHTS[action]


def _reopen(facts: CaseFacts) -> Closed | None:
    if facts.stage != Stage.CLOSED:
        return CASE_OPEN
    return None if facts.owed_ore > 0 else NOTHING_OWED


def _unheld(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    return _HELD.get(Hold(facts.hold))


def _plan(facts: CaseFacts, procedure: Procedure, on: date) -> Closed | None:
    if facts.hold == Hold.DISPUTE:
        return PLAN_DISPUTED
    return _unheld(facts, procedure, on) or _owed(facts, procedure, on)


def _owed(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    if not facts.law_known:
        return LAW_UNKNOWN
    return None if facts.owed_ore > 0 else NOTHING_OWED


def _dispute(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    return DISPUTED if facts.hold == Hold.DISPUTE else None


def _answer(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    return None if facts.hold == Hold.DISPUTE else NOT_DISPUTED


def _release(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    if facts.hold == Hold.DISPUTE:
        return SAY_HOW
    return NOT_HELD if facts.hold == Hold.NONE else None


def _credit(facts: CaseFacts, _procedure: Procedure, _on: date) -> Closed | None:
    return None if facts.principal_ore > 0 else INVOICE_GONE


def _skip(facts: CaseFacts, procedure: Procedure, on: date) -> Closed | None:
    if facts.letter_pending:
        return LETTER_LEAVES
    kind = next_step(facts, procedure=procedure).kind
    if kind is Kind.ASK:
        return NO_STEP_LEFT
    # The final notice, and every step at Kronofogden, rests on a demand whose time has gone out.
    return DEMAND_STAYS if kind is Kind.DEMAND else _unheld(facts, procedure, on)


def _send_now(facts: CaseFacts, procedure: Procedure, on: date) -> Closed | None:
    if facts.letter_pending:
        return LETTER_LEAVES
    # What has been asked already is judged as if it were asked now: the answer is what matters.
    decision = decide(replace(facts, asked_on=None), procedure=procedure, on=on)
    if isinstance(decision, Take):
        return None
    if isinstance(decision, Ask):
        return None if decision.question in _YES_HELPS else Closed(why=decision.why)
    return Closed(why=decision.why, opens_on=decision.until if isinstance(decision, Wait) else None)


_CHECKS: Final[Mapping[Action, Callable[[CaseFacts, Procedure, date], Closed | None]]] = {
    Action.SEND_NOW: _send_now,
    Action.ANSWER_DISPUTE: _answer,
    Action.PAUSE: _unheld,
    Action.PLAN: _plan,
    Action.DISPUTE: _dispute,
    Action.CREDIT: _credit,
    Action.SKIP: _skip,
    Action.KEEP: _unheld,
    Action.RELEASE: _release,
    Action.WRITE_OFF: _owed,
}
