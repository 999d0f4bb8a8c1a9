"""What happens to a case on a day: wait, take the next step, ask a person, pass a step over, or close."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from betalt.core.process.charges import charges
from betalt.core.process.checks import NAMES, WAITING, Check, channel, concerns, let_pass
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take, Wait
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Kind, Procedure, Step
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.core.process.timing import Climb, next_step, ready_on
from betalt.values.days import add_days
from betalt.values.reason import Reason

_INK_4: Final = "inkassolagen (1974:182) 4 §"
_INK_8: Final = "inkassolagen (1974:182) 8 §"

NOTHING_OWED: Final = Reason(code="process.nothing_owed")
LETTER_PENDING: Final = Reason(code="process.letter_pending")
NOT_DUE: Final = Reason(code="process.not_due")
ANSWER_TIME: Final = Reason(code="process.answer_time", ground="inkassolagen (1974:182) 5, 6 §§")
UNANSWERED: Final = Reason(code="process.unanswered")
FIRST_RUN: Final = Reason(code="process.first_run")
RELEASE: Final = Reason(code="process.release", ground=_INK_4)
LADDER_CLIMBED: Final = Reason(code="process.ladder_climbed")
PLAN_BROKEN: Final = Reason(code="process.plan_broken")
TOO_EARLY: Final = {kind: Reason(code=f"process.too_early_{kind}") for kind in Kind}
_HOLD_GROUNDS: Final = {Hold.DISPUTE: _INK_8, Hold.PROTECTED: _INK_4}
HELD: Final[dict[Hold, Reason]] = {
    h: Reason(code=f"process.held_{h}", ground=_HOLD_GROUNDS.get(h, "")) for h in Hold if h is not Hold.NONE
}
HOLD_ENDS: Final[dict[Hold, Reason]] = {
    h: Reason(code=f"process.ends_{h}", ground=_HOLD_GROUNDS.get(h, "")) for h in Hold if h is not Hold.NONE
}


class CaseClosedError(ValueError):
    """A closed case has no next step."""


def decide(facts: CaseFacts, *, procedure: Procedure, on: date) -> Decision:
    """Decide what happens to an open case on a day; the answer is never nothing."""
    if facts.stage == Stage.CLOSED:
        raise CaseClosedError(f"case {facts.case} is closed")
    if facts.owed_ore <= 0:
        return _close(facts)
    if facts.letter_pending:
        return Wait(until=add_days(on, 1), why=LETTER_PENDING)
    step = next_step(facts, procedure=procedure)
    if facts.hold != Hold.NONE:
        held = _held(facts, step, on)
        if held is not None:
            return held
    return _early(facts, step, procedure, on) or _judge(facts, step, procedure, on)


def too_early(climb: Climb, *, procedure: Procedure, on: date) -> Wait | None:
    """Let a case wait for the day of its next step, or give None where that day has come.

    Of a case that owes something, that nothing holds and that has no letter on its way, `decide` says the same,
    whatever else is true of it.
    """
    return _early(climb, next_step(climb, procedure=procedure), procedure, on)


def still_due(facts: CaseFacts, *, step: Step, procedure: Procedure, on: date) -> Decision:
    """Try a letter that is ready by the same checks right before it is sent: only `Take` may go out."""
    if facts.owed_ore <= 0 or facts.stage == Stage.CLOSED:
        return _close(facts)
    if facts.hold != Hold.NONE:
        held = _held(facts, step, on)
        if held is not None:
            return held
    return _judge(facts, step, procedure, on)


def _close(facts: CaseFacts) -> Close:
    gone = facts.payment in (Payment.CREDITED, Payment.WRITTEN_OFF)
    return Close(outcome=facts.payment if gone else Payment.PAID, why=NOTHING_OWED)


def _early(climb: Climb, step: Step, procedure: Procedure, on: date) -> Wait | None:
    ready = ready_on(climb, step=step, procedure=procedure)
    return Wait(until=ready, why=_why_early(climb, step, on)) if ready > on else None


def _why_early(facts: Climb, step: Step, on: date) -> Reason:
    if on <= facts.due_on:
        return NOT_DUE
    if facts.answer_by is not None and on <= facts.answer_by:
        return ANSWER_TIME
    return TOO_EARLY[step.kind]


def _held(facts: CaseFacts, step: Step, on: date) -> Decision | None:
    hold, until = facts.hold, facts.hold_until
    if hold == Hold.PLAN and not facts.plan_kept:
        return _ask(facts, step, Question.HOLD, PLAN_BROKEN, on)
    if until is not None and on < until:
        return Wait(until=until, why=HELD[hold])
    if hold == Hold.PAUSE and until is not None:
        return None  # a pause was given with its end: it ends by itself
    if hold == Hold.PLAN and facts.plan_next_on is not None and facts.plan_next_on > on:
        return Wait(until=facts.plan_next_on, why=HELD[hold])
    return _ask(facts, step, Question.HOLD, HOLD_ENDS[hold], on)


def _judge(facts: CaseFacts, step: Step, procedure: Procedure, on: date) -> Decision:
    if not facts.first_run_released:
        return _ask(facts, step, Question.RELEASE, FIRST_RUN, on)
    for check in WAITING[step.kind]:
        if check.until is not None and check.stops(facts, step, procedure, on):
            return Wait(until=check.until(on), why=check.reason(facts))
    if step.kind is Kind.ASK:
        return _ask(facts, step, Question.DECIDE, LADDER_CLIMBED, on)
    found = concerns(facts, step=step, procedure=procedure, on=on)
    if found and step.kind is Kind.NOTE:
        return PassOver(step=step, why=found[0].reason(facts))
    way = channel(facts, step)
    if way is None or found or not (step.automatic or facts.released_step == step.no):
        return _ask_about(facts, step, found, on)
    charged, left_out = charges(facts, step=step, procedure=procedure, on=on)
    notes = left_out + let_pass(facts, step=step, procedure=procedure, on=on) if facts.accepted else left_out
    return Take(step=step, channel=way, charges=charged, checks=NAMES[step.kind], notes=notes)


def _ask_about(facts: CaseFacts, step: Step, found: Sequence[Check], on: date) -> Ask | Wait:
    told = tuple(check.reason(facts) for check in found)
    if any(not check.passable for check in found):
        return _ask(facts, step, Question.MEND, told[0], on, told)
    if step.automatic or facts.released_step == step.no:
        return _ask(facts, step, Question.CONFIRM, told[0], on, told)
    return _ask(facts, step, Question.RELEASE, RELEASE, on, told)


def _ask(
    facts: CaseFacts, step: Step, question: Question, why: Reason, on: date, told: tuple[Reason, ...] = ()
) -> Ask | Wait:
    times = 0
    asked_this = facts.asked_step == step.no and facts.asked_code in ("", why.code)
    if asked_this and facts.asked_on is not None:
        times = max(facts.asked_times, 1)
        again = add_days(facts.asked_on, _gap(step.repeat, times))
        if again > on:
            return Wait(until=again, why=UNANSWERED)
    return Ask(
        question=question,
        why=why,
        again_on=add_days(on, _gap(step.repeat, times + 1)),
        step=step,
        concerns=told,
    )


def _gap(repeat: tuple[int, ...], times: int) -> int:
    """Count the days from one question to the next: the plan's, then its last interval for ever."""
    last = min(times, len(repeat)) - 1
    return repeat[last] - (repeat[last - 1] if last > 0 else 0)
