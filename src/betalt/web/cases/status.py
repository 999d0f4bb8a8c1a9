"""The three axes of a case in words and colours, and what comes next, for lists and pages alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take, Wait
from betalt.core.process.procedure import Step
from betalt.core.process.stages import Hold, Payment, Stage
from betalt.core.process.timing import next_step, ready_on
from betalt.flows.aftermath import STOPPED
from betalt.flows.facts import Known
from betalt.values.days import add_days
from betalt.values.reason import Reason
from betalt.web.wording import day_short, kronor, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word on an axis; without a tone it is the ordinary, in plain text."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What happens to a case next, and when; `question` is what a person is asked now."""

    text: str
    on: date | None
    decision: Decision | None  # None: the case is closed
    step: Step
    question: Question | None = None
    why: Reason | None = None


_PAYMENT_TONES = {
    Payment.UNPAID: "",
    Payment.PART: "info",
    Payment.PAID: "ok",
    Payment.CREDITED: "ok",
    Payment.WRITTEN_OFF: "calm",
}
_HOLD_TONES = {
    Hold.DISPUTE: "warn",
    Hold.PLAN: "calm",
    Hold.PAUSE: "calm",
    Hold.PROTECTED: "stop",
    Hold.SOURCE: "warn",
    Hold.PERSON: "calm",
}


def payment_mark(known: Known) -> Mark:
    """Say how much of a case is paid."""
    status = known.facts.payment
    overpaid = known.claim is not None and known.claim.overpaid > 0
    if overpaid:
        return Mark(text=sentence("office_cases.payment_overpaid"), tone="warn")
    return Mark(text=sentence(f"office_cases.payment_{status.value}"), tone=_PAYMENT_TONES[status])


def stage_text(known: Known) -> str:
    """Say the legal position of a case."""
    if known.row.outcome == STOPPED:
        return sentence("office_cases.stage_stopped")
    return sentence(f"office_cases.stage_{known.facts.stage.value}")


def hold_mark(known: Known, step: NextStep) -> Mark:
    """Say what keeps a case still: a hold, money on its way, or a person's answer."""
    facts = known.facts
    if facts.stage is Stage.CLOSED:
        return Mark(text=sentence("office_cases.hold_none"))
    if facts.hold is not Hold.NONE:
        return Mark(text=_hold_text(known), tone=_HOLD_TONES[facts.hold])
    if facts.payment_pending:
        return Mark(text=sentence("office_cases.hold_payment_pending"), tone="info")
    if step.question is Question.MEND:
        return Mark(text=sentence("office_cases.hold_mend"), tone="stop")
    if step.question is not None or facts.asked_on is not None:
        return Mark(text=sentence("office_cases.hold_asks"), tone="warn")
    return Mark(text=sentence("office_cases.hold_none"))


def _hold_text(known: Known) -> str:
    facts = known.facts
    if facts.hold is Hold.DISPUTE and 0 < facts.disputed_ore < facts.owed_ore:
        return sentence("office_cases.hold_part", sum=kronor(facts.disputed_ore))
    if facts.hold in (Hold.PAUSE, Hold.PERSON) and facts.hold_until is not None:
        until = add_days(facts.hold_until, -1)
        return sentence(f"office_cases.hold_{facts.hold.value}_until", day=day_short(until))
    return sentence(f"office_cases.hold_{facts.hold.value}")


def begun(text: str) -> str:
    """Let words begin with a capital letter where they stand alone."""
    return text[:1].upper() + text[1:]


def step_after(known: Known, *, on: date) -> NextStep:
    """Say what comes next in a case by the rules that decide it, as if it were looked at now."""
    facts, procedure = known.facts, known.procedure
    step = next_step(facts, procedure=procedure)
    if facts.stage is Stage.CLOSED:
        return NextStep(text=sentence("office_cases.then_nothing"), on=None, decision=None, step=step)
    # A question that is out already waits for its next asking; what it asks is what comes next.
    asked = facts.asked_on is not None
    decision = decide(replace(facts, asked_on=None) if asked else facts, procedure=procedure, on=on)
    word = sentence(f"office_cases.step_{step.kind.value}")
    held = facts.hold not in (Hold.NONE, Hold.PAUSE)
    if held:
        # What holds it comes first: no letter is next before a person has dealt with it.
        word = sentence(f"office_cases.then_held_{facts.hold.value}")
    if isinstance(decision, Ask):
        text = word if held else sentence(f"office_cases.then_{decision.question.value}", step=word)
        return NextStep(
            text=text, on=on, decision=decision, step=step, question=decision.question, why=decision.why
        )
    if isinstance(decision, Wait):
        ready = ready_on(facts, step=step, procedure=procedure)
        comes = max(decision.until, ready) if facts.hold is Hold.NONE else decision.until
        return NextStep(text=word, on=comes, decision=decision, step=step, why=decision.why)
    if isinstance(decision, Close):
        return NextStep(text=sentence("office_cases.then_close"), on=on, decision=decision, step=step)
    assert isinstance(decision, Take | PassOver)
    return NextStep(text=word, on=on, decision=decision, step=step)
