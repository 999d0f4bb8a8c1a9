"""A day passes: what is due is looked at, the rules decide, and the decisions are written in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Take, Wait
from betalt.core.process.procedure import Kind
from betalt.core.process.stages import Cause, Stage, move
from betalt.flows.compose import Batch, compose_letters
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.receive import as_json
from betalt.records import bulk, effects
from betalt.records.bulk import Key
from betalt.records.effects import Asked, Happened, Moved, Waited
from betalt.records.scope import acting_for
from betalt.values.days import add_days
from betalt.values.reason import Reason

CHUNK = 400  # cases in one transaction: large enough to amortise it, small enough to lose little


@dataclass(slots=True, kw_only=True)
class Advanced:
    """What came of looking at some cases: counts, and each case that did not simply wait."""

    counts: Counter[str] = field(default_factory=Counter)
    decisions: list[tuple[Key, int, Decision]] = field(default_factory=list)  # key, case number, decision
    set_aside: list[tuple[Key, str]] = field(default_factory=list)  # key, what went wrong

    def add(self, other: Advanced) -> None:
        """Add what came of other cases."""
        self.counts.update(other.counts)
        self.decisions += other.decisions
        self.set_aside += other.set_aside


def due_cases(*, on: date, creditors: Sequence[int] | None = None) -> list[Key]:
    """Find the cases whose next day has come, by creditor and id; None means every creditor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT creditor_id, id FROM betalt_due(%s, %s)",
            [on, list(creditors) if creditors is not None else None],
        )
        return cursor.fetchall()


def chunks(keys: Sequence[Key], *, size: int = CHUNK) -> Iterable[Sequence[Key]]:
    """Cut the due cases into what one transaction takes."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


@flow
def advance_cases(*, keys: Sequence[Key], on: date) -> Advanced:
    """Let these cases pass a day: those that are still due and that nobody else holds move on.

    A case whose decision fails is set aside until the next day and never stops the others.
    """
    done = Advanced()
    with acting_for({creditor for creditor, _ in keys}):
        held = bulk.lock_what_is_free(keys, due_on=on)
        decided: list[tuple[Known, Decision]] = []
        for known in know(held, on=on):
            try:
                decided.append((known, decide(known.facts, procedure=known.procedure, on=on)))
            except Exception as error:
                done.set_aside.append((known.key, f"{type(error).__name__}: {error}"))
                decided.append((known, _SET_ASIDE(on)))
        _apply(decided, done, on)
    return done


def _SET_ASIDE(on: date) -> Wait:  # noqa: N802 -- reads as the constant it stands for
    return Wait(until=add_days(on, 1), why=Reason(code="flows.set_aside"))


def _apply(decided: Sequence[tuple[Known, Decision]], done: Advanced, on: date) -> None:
    waited: list[Waited] = []
    moved: list[Moved] = []
    asked: list[Asked] = []
    happened: list[Happened] = []
    takes: dict[tuple[int, int, Kind, str], Batch] = defaultdict(list)
    for known, decision in decided:
        row = known.row
        if isinstance(decision, Wait):
            waited.append(Waited(row.creditor, row.case, row.version, decision.until))
            done.counts["waited"] += 1
            continue
        done.decisions.append((known.key, row.number, decision))
        if isinstance(decision, Take):
            takes[row.creditor, row.party, decision.step.kind, decision.channel.value].append(
                (known, decision)
            )
            waited.append(Waited(row.creditor, row.case, row.version, add_days(on, 1)))
        elif isinstance(decision, Ask):
            _ask(known, decision, on, moved, asked, happened)
            done.counts["asked"] += 1
        elif isinstance(decision, PassOver):
            _pass_over(known, decision, on, moved, happened)
            done.counts["passed_over"] += 1
        else:
            _close(known, decision, on, moved, happened)
            done.counts["closed"] += 1
    effects.wait(waited)
    effects.move(moved)
    effects.ask(asked, on=on)
    done.counts["composed"] += compose_letters(batches=list(takes.values()), on=on, happened=happened)
    effects.happen(happened, on=on)


def _ask(
    known: Known, decision: Ask, on: date, moved: list[Moved], asked: list[Asked], happened: list[Happened]
) -> None:
    row, step = known.row, decision.step
    again = (
        row.asked_step == step.no and row.asked_code in ("", decision.why.code) and row.asked_on is not None
    )
    times = row.asked_times + 1 if again else 1
    stage = move(stage=Stage(row.stage), cause=Cause.ASK) if step.kind is Kind.ASK else Stage(row.stage)
    told = {**as_json(decision.why), "question": decision.question.value, "kind": step.kind.value}
    told["concerns"] = [as_json(concern) for concern in decision.concerns]
    moved.append(
        _after(
            known,
            stage=stage.value,
            asked_step=step.no,
            asked_code=decision.why.code,
            asked_on=on,
            asked_times=times,
            next_look_on=decision.again_on,
        )
    )
    asked.append(Asked(row.creditor, row.case, row.round, step.no, times, effects.plain(told)))
    happened.append(
        Happened(
            row.creditor,
            row.case,
            "asked",
            stage.value if stage.value != row.stage else "",
            "",
            "",
            effects.plain({"step": step.no, "question": decision.question.value, "why": decision.why.code}),
        )
    )


def _pass_over(
    known: Known, decision: PassOver, on: date, moved: list[Moved], happened: list[Happened]
) -> None:
    row = known.row
    moved.append(_after(known, step_done=decision.step.no, next_look_on=add_days(on, 1)))
    told = {"step": decision.step.no, "why": decision.why.code}
    happened.append(Happened(row.creditor, row.case, "passed_over", "", "", "", effects.plain(told)))


def _close(known: Known, decision: Close, on: date, moved: list[Moved], happened: list[Happened]) -> None:
    row = known.row
    outcome = decision.outcome.value
    moved.append(
        _after(
            known,
            stage=Stage.CLOSED.value,
            payment_status=outcome,
            next_look_on=None,
            closed_on=on,
            outcome=outcome,
        )
    )
    happened.append(Happened(row.creditor, row.case, "closed", Stage.CLOSED.value, "", outcome, "{}"))


def _after(known: Known, **changes: object) -> Moved:
    row = known.row
    as_it_is = Moved(
        creditor=row.creditor,
        case=row.case,
        version=row.version,
        stage=row.stage,
        payment_status=row.payment_status,
        step_done=row.step_done,
        asked_step=row.asked_step,
        asked_code=row.asked_code,
        asked_on=row.asked_on,
        asked_times=row.asked_times,
        next_look_on=None,
        closed_on=None,
        outcome="",
    )
    return as_it_is._replace(**changes)  # type: ignore[arg-type]  # the names are Moved's own
