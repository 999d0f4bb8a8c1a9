"""Lives one case day by day as the flows do: look, decide, apply."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.kinds import LetterKind
from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Kind, Procedure
from betalt.core.process.stages import Cause, Stage, move
from betalt.values.days import add_days


def days(first: date, last: date) -> Iterator[date]:
    """Walk through the days."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


class Life:
    """A case and what has happened to it."""

    def __init__(self, facts: CaseFacts, procedure: Procedure) -> None:
        self.facts = facts
        self.procedure = procedure
        self.next_look_on = date.min
        self.log: list[tuple[str, str]] = []

    def look(self, on: date, *, only_when_due: bool = False) -> None:
        """Decide and apply until the case rests for the day."""
        while self.facts.stage is not Stage.CLOSED and not (only_when_due and on < self.next_look_on):
            decision = decide(self.facts, procedure=self.procedure, on=on)
            self.apply(decision, on)
            if not isinstance(decision, PassOver):
                return

    def apply(self, decision: Decision, on: date) -> None:
        """Write down what was decided."""
        if isinstance(decision, Take):
            self._take(decision, on)
        elif isinstance(decision, PassOver):
            self.facts = replace(self.facts, step_done=decision.step.no)
            self.note(on, f"pass over {decision.step.kind}")
        elif isinstance(decision, Ask):
            self._ask(decision, on)
        elif isinstance(decision, Close):
            self.facts = replace(self.facts, stage=move(stage=self.facts.stage, cause=Cause.CLOSE))
            self.note(on, f"close {decision.outcome}")
        else:
            assert decision.until > on
            self.next_look_on = decision.until

    def _take(self, taken: Take, on: date) -> None:
        kind = taken.step.kind
        day = self.facts.answer_by
        if kind is not Kind.NOTE:
            day = answer_by(kind=LetterKind(kind), letter_on=on, answer_days=taken.step.answer_days)
        self.facts = replace(
            self.facts,
            stage=move(stage=self.facts.stage, cause=Cause(kind)),
            step_done=taken.step.no,
            step_done_on=on,
            answer_by=day,
            charged=self.facts.charged + taken.charges,
            released_step=0,
            accepted=(),
            asked_on=None,
        )
        self.next_look_on = add_days(on, 1)
        self.note(on, " ".join((kind, *taken.charges)))

    def _ask(self, asked: Ask, on: date) -> None:
        facts = self.facts
        times = facts.asked_times + 1 if facts.asked_on and facts.asked_code == asked.why.code else 1
        stage = facts.stage
        if asked.question is Question.DECIDE:
            stage = move(stage=stage, cause=Cause.ASK)
        self.facts = replace(
            facts,
            stage=stage,
            asked_step=asked.step.no,
            asked_code=asked.why.code,
            asked_on=on,
            asked_times=times,
        )
        assert asked.again_on > on
        self.next_look_on = asked.again_on
        self.note(on, f"ask {asked.why.code.removeprefix('process.')}")

    def answer_yes(self) -> None:
        """Let a person release the next step, with all its concerns."""
        self.facts = replace(self.facts, released_step=self.facts.asked_step, asked_on=None)
        self.next_look_on = date.min

    def note(self, on: date, what: str) -> None:
        """Remember what happened."""
        self.log.append((on.isoformat(), what))
