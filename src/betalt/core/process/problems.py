"""What is wrong with a ladder, in law or in sense; asked when a procedure is saved."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from betalt import law
from betalt.core.process.checks import COLLECTION
from betalt.core.process.procedure import After, Channel, Kind, Procedure, Step
from betalt.values.reason import Reason

_INK_5: Final = "inkassolagen (1974:182) 5 §"
_INK_5_6: Final = "inkassolagen (1974:182) 5, 6 §§"
_COSTS_4: Final = "lag (1981:739) 4 §"
_COSTS_4A: Final = "lag (1981:739) 4 a §"
_COSTS_5: Final = "lag (1981:739) 5 §"

_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
_MOST: Final = {Kind.NOTE: 1, Kind.REMINDER: 2, Kind.DEMAND: 1, Kind.FINAL_NOTICE: 1, Kind.ASK: 1}
_FEES: Final = {Kind.REMINDER: "charged_reminders_per_claim", Kind.DEMAND: "charged_demands_per_claim"}


def problems(procedure: Procedure, *, on: date) -> tuple[Reason, ...]:
    """List everything that forbids the use of the ladder on a day, with its ground (INK-5, INK-7, FEE-5)."""
    found = [*_order(procedure), *_kinds(procedure), *_fees(procedure, on), *_releases(procedure)]
    for step in procedure.steps:
        found += [*_numbers(step), *_channels(step), *_answer_time(step, on)]
    return tuple(found)


def _reason(name: str, ground: str = "", **params: object) -> Reason:
    told = tuple((key, str(value)) for key, value in params.items())
    return Reason(code=f"process.problem_{name}", params=told, ground=ground)


def _order(procedure: Procedure) -> Iterator[Reason]:
    steps = procedure.steps
    if [step.no for step in steps] != list(range(1, len(steps) + 1)):
        yield _reason("numbering")
    for before, after in pairwise(steps):
        if _ORDER[after.kind] < _ORDER[before.kind]:
            yield _reason("order", no=after.no)
    for place, step in enumerate(steps):
        if step.after is After.ANSWER and (place == 0 or steps[place - 1].answer_days == 0):
            yield _reason("nothing_to_answer", no=step.no)


def _kinds(procedure: Procedure) -> Iterator[Reason]:
    kinds = [step.kind for step in procedure.steps]
    for kind, most in _MOST.items():
        if kinds.count(kind) > most:
            yield _reason("too_many", "inkassolagen (1974:182) 4 §", kind=kind, most=most)
    if Kind.FINAL_NOTICE in kinds and Kind.DEMAND not in kinds:
        yield _reason("notice_without_demand", _INK_5_6)
    if not kinds or kinds[-1] is not Kind.ASK:
        yield _reason("no_question_at_end")


def _fees(procedure: Procedure, on: date) -> Iterator[Reason]:
    for kind, table in _FEES.items():
        if sum(step.charged for step in procedure.steps if step.kind is kind) > law.value(table, on):
            yield _reason("fee_twice", _COSTS_4, kind=kind)
    for step in procedure.steps:
        if step.charged and step.kind not in _FEES:
            yield _reason("fee_without_ground", _COSTS_5, no=step.no)
    claimed_at = procedure.late_compensation_at
    if claimed_at is not None and procedure.kind == "consumer":
        yield _reason("compensation_from_consumer", _COSTS_4A)
    if claimed_at is not None and claimed_at not in _FEES:
        yield _reason("compensation_without_letter", _COSTS_4A)


def _releases(procedure: Procedure) -> Iterator[Reason]:
    unreleased = [step for step in procedure.steps if step.kind in COLLECTION and step.automatic]
    if unreleased and not (procedure.acknowledged_by and procedure.acknowledged_on):
        yield _reason("automatic_unacknowledged", "FFFS 2025:2", no=unreleased[0].no)


def _numbers(step: Step) -> Iterator[Reason]:
    if min(step.delay_days, step.gap_days, step.answer_days) < 0:
        yield _reason("negative", no=step.no)
    rising = all(first < second for first, second in pairwise(step.repeat))
    if not step.repeat or step.repeat[0] < 1 or not rising:
        yield _reason("silence", no=step.no)


def _channels(step: Step) -> Iterator[Reason]:
    if step.kind is Kind.ASK:
        return
    if not step.channels:
        yield _reason("no_channel", no=step.no)
    if step.kind in COLLECTION and Channel.EMAIL in step.channels:
        yield _reason("demand_by_email", _INK_5, no=step.no)


def _answer_time(step: Step, on: date) -> Iterator[Reason]:
    if step.kind not in COLLECTION:
        return
    minimum = law.value("answer_days_minimum", on)
    if step.answer_days < minimum:
        yield _reason("answer_time", _INK_5, no=step.no, days=step.answer_days, minimum=minimum)
