"""Decisions and refusals as lines that a person reads: what, why, and the ground."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from betalt.cli.speech import language, sentence
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Take, Wait
from betalt.flows.outlet import Sent
from betalt.values.reason import Reason
from betalt.words import say


def told(reason: Reason) -> str:
    """Say a reason with its ground behind it."""
    said = say(reason, language=language())
    return f"{said} ({reason.ground})" if reason.ground else said


def decision_lines(decisions: Iterable[tuple[int, Decision]]) -> Iterator[str]:
    """Say what was decided, case by case, by their numbers; those that wait are told together, by reason."""
    waiting: dict[Reason, list[tuple[date, int]]] = defaultdict(list)
    for number, decision in decisions:
        if isinstance(decision, Wait):
            waiting[decision.why].append((decision.until, number))
            continue
        first, *more = _decision(decision)
        yield f"{number}  {first}"
        yield from (f"      {line}" for line in more)
    for why, cases in waiting.items():
        until, number = min(cases)
        code = "day.waits" if len(cases) == 1 else "day.wait"
        yield sentence(code, number=number, count=len(cases), until=until, why=told(why))


def sent_lines(sent: Sent) -> Iterator[str]:
    """Say what left, what did not, and why."""
    for code, count in sorted(sent.counts.items()):
        yield sentence(f"day.sent_{code}", count=count)
    for name in sent.bundles:
        yield sentence("day.bundle", name=name)
    for letter, why in sent.withdrawn:
        yield sentence("day.withdrawn", letter=letter, why=told(why))
    for letter, said in sent.troubled:
        yield sentence("day.troubled", letter=letter, why=said)


def is_refusal(decision: Decision) -> bool:
    """Tell whether something that the ladder wanted was not done."""
    return isinstance(decision, Ask | PassOver)


def _decision(decision: Take | Ask | PassOver | Close) -> Sequence[str]:
    if isinstance(decision, Take):
        way = sentence(f"day.by_{decision.channel.value}")
        return [f"{_step(decision)}, {way}", *(told(note) for note in decision.notes)]
    if isinstance(decision, Ask):
        more = (told(concern) for concern in decision.concerns if concern != decision.why)
        return [sentence("day.asked", step=_step(decision), why=told(decision.why)), *more]
    if isinstance(decision, PassOver):
        return [sentence("day.passed_over", step=_step(decision), why=told(decision.why))]
    return [told(decision.why)]


def _step(decision: Take | Ask | PassOver) -> str:
    return sentence(f"cli.step_{decision.step.kind.value}")
