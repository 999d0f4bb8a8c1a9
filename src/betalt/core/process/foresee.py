"""Follows cases into the days to come by the rules that decide today; nothing is written and nothing is known twice.

What is taken for granted: letters are handed over on the day that they are made, the bank's files come every day, and
a person says yes to a letter that asks for nothing but a yes. Whatever else a person must answer stands still.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Final

from betalt import law
from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.kinds import LetterKind
from betalt.core.process.carry import carry_over, last_letter
from betalt.core.process.charges import fee_bearer
from betalt.core.process.decide import HELD, decide
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take, Wait
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Channel, Kind, Procedure, Step
from betalt.core.process.stages import Cause, Hold, Stage, move
from betalt.values.days import add_days

PAYMENT_PENDING: Final = "process.payment_pending"
HOLDS: Final = frozenset({*(reason.code for reason in HELD.values()), PAYMENT_PENDING})
# Waits that no passing of time ends: a person, a payer or the bank must do something first.
_ENDLESS: Final = frozenset({HELD[Hold.PLAN].code, PAYMENT_PENDING})


@dataclass(slots=True, kw_only=True)
class Followed:
    """A case on its way: its facts are its own copy and move along with it."""

    facts: CaseFacts
    procedure: Procedure
    invoices: int  # how many it pursues: each bears its own late compensation
    next_on: date | None  # None: it stands still
    stopped_by: str = ""  # code of what it stands still for

    # how likely it is still unpaid (core/process/forecast.py)
    alive: int = 1_000_000
    after: str = "open"  # kind of the last letter
    since: date = date.min  # its day
    seen_from: date = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenLetter:
    """A letter that would leave on a day, with what it charges."""

    on: date
    kind: Kind
    channel: Channel
    cases: Sequence[Followed]
    fees: tuple[tuple[str, int], ...]  # kind of fee and öre


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a day would bring to the cases of one debtor that are due on it."""

    decisions: list[tuple[Followed, Decision]]
    letters: list[ForeseenLetter]


def fork(case: Followed, *, procedure: Procedure) -> Followed:
    """Let the same case go on from here by another ladder as well, with what it has been told behind it."""
    facts = copy(case.facts)
    facts.step_done = carry_over(step_done=facts.step_done, old=case.procedure, new=procedure)
    if facts.stage == Stage.DECISION:
        facts.step_done = last_letter(procedure)
    facts.released_step, facts.accepted = 0, ()
    return Followed(
        facts=facts,
        procedure=procedure,
        invoices=case.invoices,
        next_on=case.next_on,
        after=case.after,
        since=case.since,
    )


def follow(debtor: Sequence[Followed], *, last: date) -> Iterator[ForeseenLetter]:
    """Follow the cases of one debtor through the days on which one is due, up to a last day; they move along."""
    while (
        day := min((case.next_on for case in debtor if case.next_on is not None), default=None)
    ) is not None:
        if day > last:
            return
        yield from pass_day(debtor, on=day).letters


def pass_day(debtor: Sequence[Followed], *, on: date, says_yes: bool = True) -> Passed:
    """Let a day pass for those cases of a debtor that are due: one letter for all that take the same step."""
    passed = Passed(decisions=[], letters=[])
    batches: dict[tuple[Kind, Channel], list[tuple[Followed, Take]]] = defaultdict(list)
    for case in debtor:
        if case.next_on is None or case.next_on > on:
            continue
        decision = _decision(case, on, says_yes)
        passed.decisions.append((case, decision))
        if isinstance(decision, Take):
            batches[decision.step.kind, decision.channel].append((case, decision))
        else:
            _move_on(case, decision, on)
    for (kind, way), batch in batches.items():
        passed.letters.append(_letter(kind, way, batch, on))
    return passed


def _decision(case: Followed, on: date, says_yes: bool) -> Decision:
    decision = decide(case.facts, procedure=case.procedure, on=on)
    if says_yes and isinstance(decision, Ask) and decision.question is Question.RELEASE:
        case.facts.first_run_released = True
        case.facts.released_step = decision.step.no
        decision = decide(case.facts, procedure=case.procedure, on=on)
    return decision


def _move_on(case: Followed, decision: Decision, on: date) -> None:
    if isinstance(decision, Wait):
        if decision.why.code in _ENDLESS:
            case.next_on, case.stopped_by = None, decision.why.code
        else:
            case.next_on = decision.until
    elif isinstance(decision, PassOver):
        case.facts.step_done = decision.step.no
        case.next_on = add_days(on, 1)
    elif isinstance(decision, Ask | Close):
        case.next_on, case.stopped_by = None, decision.why.code


def _letter(kind: Kind, way: Channel, batch: list[tuple[Followed, Take]], on: date) -> ForeseenLetter:
    batch.sort(key=lambda pair: (pair[0].facts.due_on, pair[0].facts.case))
    bearer = fee_bearer([take.charges for _, take in batch], kind=kind)
    fees: list[tuple[str, int]] = []
    for place, (case, take) in enumerate(batch):
        charged: tuple[str, ...] = ()
        if "late_compensation" in take.charges:
            charged += ("late_compensation",)
            fees.append(("late_compensation", case.invoices * law.fee_ore("late_compensation", on)))
        if place == bearer:
            charged += (kind.value,)
            fees.append((kind.value, law.fee_ore(kind.value, on)))
        complete(case, take.step, charged=charged, on=on)
    return ForeseenLetter(on=on, kind=kind, channel=way, cases=[case for case, _ in batch], fees=tuple(fees))


def complete(case: Followed, step: Step, *, charged: tuple[str, ...], on: date) -> None:
    """Complete the step of a letter that is handed over on a day, as flows/hand_over.py does it."""
    facts = case.facts
    facts.stage = move(stage=facts.stage, cause=Cause(step.kind.value))
    facts.step_done, facts.step_done_on = step.no, on
    if step.answer_days:
        kind = LetterKind(step.kind.value)
        facts.answer_by = answer_by(kind=kind, letter_on=on, answer_days=step.answer_days)
    facts.charged += charged
    facts.released_step, facts.accepted = 0, ()
    facts.asked_step, facts.asked_code, facts.asked_on, facts.asked_times = 0, "", None, 0
    case.next_on = add_days(on, 1)


def days_after_due(procedure: Procedure, *, due_on: date) -> dict[int, int]:
    """Tell for each step the days from the due day to it, as they fall for a natural person who never pays.

    The ladder must be one that the law allows.
    """
    facts = CaseFacts(
        case=0, debtor_kind=procedure.kind, stage=Stage.OPEN, due_on=due_on, principal_ore=100_000_00,
        owed_ore=100_000_00, natural_person=True, has_email=True, has_mailbox=True,
    )  # fmt: skip
    case = Followed(facts=facts, procedure=procedure, invoices=1, next_on=due_on, since=due_on)
    days: dict[int, int] = {}
    while (day := case.next_on) is not None:
        for _, decision in pass_day([case], on=day).decisions:
            if not isinstance(decision, Wait | Close):
                days[decision.step.no] = (day - due_on).days
    return days
