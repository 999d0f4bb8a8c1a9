"""The debtor objects, asks for time or pays by a plan: the case stops the same second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.process.stages import Hold
from betalt.flows.facts import know
from betalt.flows.flow import flow
from betalt.flows.one_case import change, note_event, take_case
from betalt.records import letters
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days


class HoldUnclear(ValueError):
    """A hold cannot be set like this; the message says why."""


@flow
def open_dispute(
    *, creditor: int, number: int, on: date, reason: str, amount_ore: int | None = None,
    deadline_on: date | None = None, actor: str = "",
) -> None:  # fmt: skip
    """Stop the case because the debtor objects, to the whole or a part in öre (inkassolagen 8 §, INK-6, INK-15).

    Letters that are ready but have not left are withdrawn.
    """
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        if m.Dispute.objects.of(creditor).filter(case=case, closed_on=None).exists():
            raise HoldUnclear(f"case {number} is disputed already")
        dispute = m.Dispute.objects.create(
            creditor_id=creditor, case=case, amount_ore=amount_ore, opened_on=on, deadline_on=deadline_on
        )
        _hold(
            case,
            Hold.DISPUTE,
            until=deadline_on,
            on=on,
            kind="disputed",
            actor=actor,
            data={"dispute": dispute.id},
        )
        _note(case, reason, on)


@flow
def settle_dispute(
    *, creditor: int, number: int, on: date, outcome: str, reason: str = "", actor: str = ""
) -> None:
    """End a dispute: rejected or settled lets the case go on; upheld too, after the credit that follows from it.

    A plan or a pause that the dispute came upon holds the case again.
    """
    if outcome not in ("upheld", "rejected", "settled"):
        raise HoldUnclear(f"a dispute ends as upheld, rejected or settled, not {outcome}")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number, closed_too=True)
        ended = (
            m.Dispute.objects.of(creditor)
            .filter(case=case, closed_on=None)
            .update(outcome=outcome, closed_on=on)
        )
        if not ended:
            raise HoldUnclear(f"case {number} is not disputed")
        _note(case, reason, on)
        if case.hold == Hold.DISPUTE:
            hold, until = _held_before(case, on)
            _release(case, on=on, kind="dispute_ended", actor=actor, hold=hold, until=until)


@flow
def pause_case(*, creditor: int, number: int, on: date, until: date, reason: str, actor: str = "") -> None:
    """Let the case rest up to and with a day; interest keeps running, since the due day is not moved."""
    if until <= on:
        raise HoldUnclear(f"a pause ends after {on}, not on {until}")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        _refuse_second_hold(case)
        m.Pause.objects.create(creditor_id=creditor, case=case, from_on=on, until_on=until)
        _hold(case, Hold.PAUSE, until=add_days(until, 1), on=on, kind="paused", actor=actor)
        _note(case, reason, on)


@flow
def agree_plan(
    *, creditor: int, number: int, on: date, instalments: Sequence[tuple[date, int]], actor: str = ""
) -> None:
    """Agree on an instalment plan, days with öre: while it is kept nothing is demanded (law.md section 10)."""
    if not instalments or any(ore <= 0 or day <= on for day, ore in instalments):
        raise HoldUnclear("a plan has at least one instalment, each on a later day and more than nothing")
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        _refuse_second_hold(case)
        plan = m.Plan.objects.create(creditor_id=creditor, case=case, agreed_on=on)
        for day, ore in instalments:
            m.Instalment.objects.create(creditor_id=creditor, plan=plan, due_on=day, amount_ore=ore)
        # Looked at after every instalment; money needs a few days to arrive and be read.
        first = min(day for day, _ in instalments)
        _hold(
            case,
            Hold.PLAN,
            until=add_days(first, _GRACE_DAYS),
            on=on,
            kind="plan_agreed",
            actor=actor,
            data={"plan": plan.id},
        )


_GRACE_DAYS = 4


@flow
def release_hold(*, creditor: int, number: int, on: date, reason: str = "", actor: str = "") -> None:
    """End whatever holds the case, so that it goes on where it stood."""
    with acting_for([creditor]):
        case = take_case(creditor=creditor, number=number)
        if case.hold == Hold.NONE:
            raise HoldUnclear(f"case {number} is not held")
        if case.hold == Hold.DISPUTE:
            raise HoldUnclear(f"case {number} is disputed: say how the dispute ended")
        (known,) = know([(creditor, case.id)], on=on)
        outcome = "called_off" if known.facts.plan_kept else "broken"
        m.Plan.objects.of(creditor).filter(case=case, ended_on=None).update(ended_on=on, outcome=outcome)
        m.Pause.objects.of(creditor).filter(case=case, ended_on=None).update(ended_on=on)
        _note(case, reason, on)
        _release(case, on=on, kind="released", actor=actor)


def _held_before(case: m.Case, on: date) -> tuple[Hold, date | None]:
    """Find what held the case when it was disputed, and the first day without it; a plan tells its own days."""
    if m.Plan.objects.of(case.creditor_id).filter(case=case, ended_on=None).exists():
        return Hold.PLAN, None
    pauses = m.Pause.objects.of(case.creditor_id).filter(case=case, ended_on=None, until_on__gt=on)
    pause = pauses.order_by("-until_on").first()
    return (Hold.NONE, None) if pause is None else (Hold.PAUSE, add_days(pause.until_on, 1))


def _refuse_second_hold(case: m.Case) -> None:
    if case.hold != Hold.NONE:
        raise HoldUnclear(f"case {case.number} is held already: {case.hold}")


def _hold(
    case: m.Case,
    hold: Hold,
    *,
    until: date | None,
    on: date,
    kind: str,
    actor: str,
    data: dict[str, int] | None = None,
) -> None:
    letters.withdraw(creditor=case.creditor_id, cases=[case.id])
    change(
        case,
        hold=hold.value,
        hold_until=until,
        next_look_on=add_days(on, 1),
        asked_step=0,
        asked_code="",
        asked_on=None,
        asked_times=0,
    )
    note_event(case, kind=kind, on=on, actor=actor, data=data or {}, hold=hold.value)


def _release(
    case: m.Case, *, on: date, kind: str, actor: str, hold: Hold = Hold.NONE, until: date | None = None
) -> None:
    open_again = {} if case.next_look_on is None else {"next_look_on": add_days(on, 1)}
    change(
        case,
        hold=hold.value,
        hold_until=until,
        asked_step=0,
        asked_code="",
        asked_on=None,
        asked_times=0,
        **open_again,
    )
    note_event(case, kind=kind, on=on, actor=actor, hold=hold.value)


def _note(case: m.Case, text: str, on: date) -> None:
    if text.strip():
        m.Note.objects.create(creditor_id=case.creditor_id, case=case, on=on, text=text.strip())
