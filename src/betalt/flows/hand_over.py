"""A letter has left: its step is completed, and what it costs is charged from its own day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from betalt import law
from betalt.core.process.stages import MOVES, Cause, Stage, move
from betalt.flows.aftermath import reckon
from betalt.flows.books import book
from betalt.flows.calm import no_collection
from betalt.flows.facts import accounts_of, know
from betalt.flows.one_case import change, note_event
from betalt.records import correspondence, effects, handover
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.effects import Happened
from betalt.records.handover import Completed, Step, Taken
from betalt.records.handover_at_once import DatedFee, FeeAccounts, StageMove, hand_over_at_once
from betalt.values.days import add_days

INTEREST_NOTICE = "interest_notice"
FEWEST_AT_ONCE = 8  # below it the statement costs more than it saves
_FEES = ("reminder", "demand")  # a letter of these kinds may add its fee, and nothing else moves
_WAYS = [
    StageMove(kind, stage.value, goals[0].value)
    for kind in _FEES
    for stage, goals in MOVES[Cause(kind)].items()
    if len(goals) == 1
]


def hand_over(*, letters: Sequence[Key], on: date) -> int:
    """Complete the steps of letters that were handed over on a day; the walls must be open.

    The fee and the next step count from that day, not from the day on a letter that was posted later. A case
    that was closed meanwhile is opened again only if it owes the letter's fee, which follows from the claim (FEE-15).
    Letters that are noted already are left alone; returns how many were not.
    """
    done = _at_once(letters, on) if len(letters) >= FEWEST_AT_ONCE else set()
    rest = [letter for letter in letters if letter not in done]
    return len(done) + (hand_over_with_claims(letters=rest, on=on) if rest else 0)


def hand_over_with_claims(*, letters: Sequence[Key], on: date) -> int:
    """Complete the steps of any letters, and book what their claims have come to; the walls must be open."""
    steps = handover.steps_of(letters)
    if not steps:
        return 0
    taken = [measure for step in steps for measure in _measures(step, on)]
    handover.complete(
        letters=sorted({(step.creditor, step.letter) for step in steps}),
        cases=[_completed(step, on) for step in steps if step.kind != "thanks"],
        measures=[measure for measure in taken if measure.kind != INTEREST_NOTICE],
        notices=[measure for measure in taken if measure.kind == INTEREST_NOTICE],
        on=on,
    )
    effects.happen([_happened(step) for step in steps], on=on)
    _book_fees(taken, on)
    _reopen_what_owes([step for step in steps if step.stage == Stage.CLOSED and step.kind != "thanks"], on)
    return len({step.letter for step in steps})


def _at_once(letters: Sequence[Key], on: date) -> set[Key]:
    """Hand over the letters of the day itself that only add their fee to a claim on which nothing was paid."""
    chosen = correspondence.choices({creditor for creditor, _ in letters})
    accounts = [(creditor, accounts_of(stored)) for creditor, stored in chosen.items()]
    return hand_over_at_once(
        letters,
        accounts=[FeeAccounts(creditor, a.receivable, a.fees, a.opening) for creditor, a in accounts],
        fees=[
            DatedFee(kind, dated.from_on, dated.value)
            for kind in _FEES
            for dated in law.table(f"fee_{kind}").values
        ],
        ways=_WAYS,
        on=on,
        next_look_on=add_days(on, 1),
    )


def _book_fees(taken: Sequence[Taken], on: date) -> None:
    charged = sorted({(measure.creditor, measure.case) for measure in taken if measure.charged})
    if charged:
        with no_collection():
            book(know(charged, on=on), on=on, why="charged")


def _reopen_what_owes(steps: Sequence[Step], on: date) -> None:
    """Open the cases again that were closed before their letter left but owe its fee: a person decides."""
    for step in steps:
        (known,) = reckon(keys=[(step.creditor, step.case)], on=on, kind="charged")
        if known.claim is not None and known.claim.total > 0:
            case = m.Case.objects.of(step.creditor).get(id=step.case)
            stage = move(stage=Stage(case.stage), cause=Cause(step.kind)).value
            change(case, stage=stage)
            note_event(case, kind="step_taken", on=on, stage=stage, data={"step": step.step})


def _completed(step: Step, on: date) -> Completed:
    closed = step.stage == Stage.CLOSED
    return Completed(
        creditor=step.creditor,
        case=step.case,
        stage=step.stage if closed else _stage_after(step.stage, step.kind),
        step_done=step.step,
        step_done_on=on,
        answer_by=step.answer_by,
        next_look_on=None if closed else add_days(on, 1),
    )


@lru_cache(maxsize=64)
def _stage_after(stage: str, kind: str) -> str:
    return move(stage=Stage(stage), cause=Cause(kind)).value


def _happened(step: Step) -> Happened:
    moves = step.kind != "thanks" and step.stage != Stage.CLOSED
    data = {"letter": step.letter, "step": step.step, "kind": step.kind}
    return Happened(
        step.creditor, step.case, "sent", _stage_after(step.stage, step.kind) if moves else "", "", "", data
    )


def _measures(step: Step, on: date) -> list[Taken]:
    return [
        Taken(
            step.creditor,
            step.case,
            invoice,
            step.letter,
            kind,
            on,
            charged,
            step.round,
            step.step,
        )
        for kind, invoice, charged in step.charges
    ]
