"""A day passes: what is due is looked at, the rules decide, and the decisions are written in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from betalt.core.process.decide import decide
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Question, Take, Wait
from betalt.core.process.procedure import ASK_AGAIN, Kind
from betalt.core.process.stages import Cause, Hold, Stage, move
from betalt.flows.books import book
from betalt.flows.calm import no_collection
from betalt.flows.compose import Batch, Draft, Printed, Undrafted, store_drafts
from betalt.flows.facts import Known, Poisoned, know_each
from betalt.flows.flow import flow
from betalt.flows.press import print_letters
from betalt.flows.stored_reason import as_json
from betalt.records import bulk, effects
from betalt.records.bulk import Key
from betalt.records.effects import Asked, Happened, Moved, Waited
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from betalt.values.days import add_days
from betalt.values.reason import Reason

SET_ASIDE = Reason(code="flows.set_aside")
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
    found = fetch(
        "SELECT creditor_id, id FROM betalt_due(%s, %s)",
        [on, list(creditors) if creditors is not None else None],
    )
    return [(row[0], row[1]) for row in found]


def chunks(keys: Sequence[Key], *, size: int = CHUNK) -> Iterable[Sequence[Key]]:
    """Cut the due cases into what one transaction takes."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


@flow
def advance_cases(*, keys: Sequence[Key], on: date) -> Advanced:
    """Let these cases, and their debtors' others, pass a day: those that are due and that nobody else holds move on.

    A case whose decision fails is set aside until the next day and never stops the others.
    """
    done = Advanced()
    with no_collection(), acting_for({creditor for creditor, _ in keys}):
        held = bulk.lock_due_debtors(keys, due_on=on)
        decided: list[tuple[Known, Decision]] = []
        for known in know_each(held, on=on):
            if isinstance(known, Poisoned):
                _set_aside(known, done, on)
                continue
            try:
                decided.append((known, known.early or _decide(known)))
            except Exception as error:
                _note_aside(known.key, error, done, on)
                decided.append((known, Wait(until=add_days(on, 1), why=SET_ASIDE)))
        _apply(decided, done, on)
    return done


def _decide(known: Known) -> Decision:
    return decide(known.facts, procedure=known.procedure, on=known.on)


def _set_aside(poisoned: Poisoned, done: Advanced, on: date) -> None:
    row = poisoned.row
    _note_aside((row.creditor, row.case), poisoned.error, done, on)
    effects.wait([Waited(row.creditor, row.case, row.version, add_days(on, 1))])


def _note_aside(key: Key, error: Exception, done: Advanced, on: date) -> None:
    """Tell why a case is set aside; the journal gets the error's kind alone, since its words may quote a row."""
    done.set_aside.append((key, f"{type(error).__name__}: {error}"))
    effects.happen([Happened(*key, "set_aside", "", "", "", {"error": type(error).__name__})], on=on)


def _apply(decided: Sequence[tuple[Known, Decision]], done: Advanced, on: date) -> None:
    drafts, instead = _compose(decided, done, on)
    written = _Written(on=on)
    for known, plan in decided:
        decision = instead.get(known.key, plan)
        done.counts[written.add(known, decision)] += 1
        if not isinstance(decision, Wait):
            done.decisions.append((known.key, known.row.number, decision))
    effects.wait(written.waited)
    effects.move(written.moved)
    effects.end_pauses(written.rested, on=on)
    effects.ask(written.asked, on=on)
    effects.happen(written.happened, on=on)
    done.counts["letters"] += store_drafts(drafts=drafts, on=on)
    # Money that came while a rate was not published is booked when the claim can be computed.
    moved = [known for known, plan in decided if not isinstance(plan, Wait) and known.has_money]
    if moved:
        book(moved, on=on, why="paid")


def _compose(
    decided: Sequence[tuple[Known, Decision]], done: Advanced, on: date
) -> tuple[list[Draft | Printed], dict[Key, Decision]]:
    """Compose one letter for each debtor and step; where the law misses something in it, a person is asked."""
    batches: dict[tuple[int, int, Kind, str], Batch] = defaultdict(list)
    for known, decision in decided:
        if isinstance(decision, Take):
            place = known.row.creditor, known.row.party, decision.step.kind, decision.channel.value
            batches[place].append((known, decision))
    if not batches:
        return [], {}
    composed: list[Draft | Printed] = []
    instead: dict[Key, Decision] = {}
    for draft in print_letters(batches=list(batches.values()), on=on):
        if isinstance(draft, Undrafted):
            for known, _ in draft.batch:
                _note_aside(known.key, draft.error, done, on)
                instead[known.key] = Wait(until=add_days(on, 1), why=SET_ASIDE)
        elif isinstance(draft, Draft) and draft.missing:
            instead |= {known.key: _ask_for(draft.missing, take, on) for known, take in draft.batch}
        else:
            composed.append(draft)
    return composed, instead


def _ask_for(missing: tuple[Reason, ...], take: Take, on: date) -> Ask:
    again_on = add_days(on, ASK_AGAIN[0])
    return Ask(question=Question.MEND, why=missing[0], again_on=again_on, step=take.step, concerns=missing)


@dataclass(slots=True, kw_only=True)
class _Written:
    """What a chunk's decisions write, gathered so that each table is written once."""

    on: date
    waited: list[Waited] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    rested: list[Key] = field(default_factory=list)  # cases whose pause has ended
    asked: list[Asked] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)

    def add(self, known: Known, decision: Decision) -> str:
        """Gather what a decision writes; tell under which word it is counted."""
        row = known.row
        if row.hold == Hold.PAUSE and row.hold_until is not None and row.hold_until <= self.on:
            self.rested.append(known.key)
            self._happen(known, "pause_ended", hold=Hold.NONE.value)
        if isinstance(decision, Wait):
            self.waited.append(Waited(row.creditor, row.case, row.version, decision.until))
            return "waited_for_bank" if decision.why.code == "process.bank_stale" else "waited"
        if isinstance(decision, Take):
            self.waited.append(Waited(row.creditor, row.case, row.version, add_days(self.on, 1)))
            return f"composed_{decision.step.kind.value}"
        if isinstance(decision, Ask):
            self._ask(known, decision)
            return "asked"
        if isinstance(decision, PassOver):
            self.moved.append(_after(known, step_done=decision.step.no, next_look_on=add_days(self.on, 1)))
            self._happen(known, "passed_over", data={"step": decision.step.no, "why": decision.why.code})
            return "passed_over"
        self._close(known, decision)
        return "closed"

    def _ask(self, known: Known, decision: Ask) -> None:
        row, step = known.row, decision.step
        same = row.asked_step == step.no and row.asked_code in ("", decision.why.code)
        times = row.asked_times + 1 if same and row.asked_on is not None else 1
        stage = Stage(row.stage)
        if step.kind is Kind.ASK and decision.question is Question.DECIDE:
            stage = move(stage=stage, cause=Cause.ASK)
        told = {**as_json(decision.why), "question": decision.question.value, "kind": step.kind.value}
        told["concerns"] = [as_json(concern) for concern in decision.concerns]
        self.moved.append(
            _after(
                known,
                stage=stage.value,
                asked_step=step.no,
                asked_code=decision.why.code,
                asked_on=self.on,
                asked_times=times,
                next_look_on=decision.again_on,
            )
        )
        self.asked.append(Asked(row.creditor, row.case, row.round, step.no, times, told))
        said = {"step": step.no, "question": decision.question.value, "why": decision.why.code}
        self._happen(known, "asked", stage=stage.value if stage.value != row.stage else "", data=said)

    def _close(self, known: Known, decision: Close) -> None:
        outcome = decision.outcome.value
        self.moved.append(
            _after(
                known,
                stage=Stage.CLOSED.value,
                payment_status=outcome,
                next_look_on=None,
                closed_on=self.on,
                outcome=outcome,
            )
        )
        closed = {"from": known.row.stage}
        self._happen(known, "closed", stage=Stage.CLOSED.value, payment_status=outcome, data=closed)

    def _happen(
        self, known: Known, kind: str, *, data: Mapping[str, object] | None = None, **axes: str
    ) -> None:
        moved = axes.get("stage", ""), axes.get("hold", ""), axes.get("payment_status", "")
        self.happened.append(Happened(*known.key, kind, *moved, data or {}))


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
