"""The axes of a case: one table of moves, and a name for what has been paid."""

import pytest

from betalt.core.process.procedure import Kind
from betalt.core.process.stages import (
    MOVES,
    Cause,
    MoveError,
    Payment,
    Stage,
    move,
    payment_status,
)


@pytest.mark.parametrize(
    ("stage", "cause", "reached"),
    [
        (Stage.OPEN, Cause.NOTE, Stage.NOTED),
        (Stage.OPEN, Cause.REMINDER, Stage.REMINDED),
        (Stage.NOTED, Cause.REMINDER, Stage.REMINDED),
        (Stage.REMINDED, Cause.DEMAND, Stage.DEMANDED),
        (Stage.NOTED, Cause.DEMAND, Stage.DEMANDED),  # INK-14: no reminder need go first
        (Stage.DEMANDED, Cause.FINAL_NOTICE, Stage.FINAL_NOTICE),
        (Stage.FINAL_NOTICE, Cause.ASK, Stage.DECISION),
        (Stage.DECISION, Cause.ROUND, Stage.OPEN),
        (Stage.DECISION, Cause.CLOSE, Stage.CLOSED),
    ],
)
def test_a_cause_leads_from_stage_to_stage(stage: Stage, cause: Cause, reached: Stage) -> None:
    assert move(stage=stage, cause=cause) is reached


@pytest.mark.parametrize(
    ("stage", "cause", "to"),
    [
        (Stage.OPEN, Cause.FINAL_NOTICE, None),  # INK-5
        (Stage.REMINDED, Cause.FINAL_NOTICE, None),
        (Stage.REMINDED, Cause.NOTE, None),
        (Stage.DECISION, Cause.DEMAND, None),
        (Stage.CLOSED, Cause.REMINDER, None),
        (Stage.CLOSED, Cause.CLOSE, None),
        (Stage.REMINDED, Cause.RETURNED, None),  # which of its three ways?
        (Stage.NOTED, Cause.RETURNED, Stage.REMINDED),
        (Stage.OPEN, Cause.NOTE, Stage.REMINDED),
    ],
)
def test_a_way_that_is_not_in_the_table_is_refused(stage: Stage, cause: Cause, to: Stage | None) -> None:
    with pytest.raises(MoveError):
        move(stage=stage, cause=cause, to=to)


def test_a_returned_letter_leads_back_to_a_named_earlier_stage() -> None:
    assert move(stage=Stage.REMINDED, cause=Cause.RETURNED, to=Stage.NOTED) is Stage.NOTED


def test_every_letter_and_question_of_a_ladder_is_a_cause() -> None:
    assert {Cause(kind) for kind in Kind} < set(MOVES)


def test_every_open_stage_can_be_asked_about_and_closed() -> None:
    open_stages = set(Stage) - {Stage.CLOSED}

    for cause in (Cause.ASK, Cause.CLOSE, Cause.ROUND):
        assert set(MOVES[cause]) == open_stages


@pytest.mark.parametrize(
    ("owed", "paid", "credited", "written_off", "status"),
    [
        (100, 0, 0, 0, Payment.UNPAID),
        (60, 40, 0, 0, Payment.PART),
        (60, 0, 40, 0, Payment.PART),
        (0, 100, 0, 0, Payment.PAID),
        (0, 40, 60, 0, Payment.PAID),
        (0, 0, 100, 0, Payment.CREDITED),
        (0, 90, 0, 10, Payment.WRITTEN_OFF),
    ],
)
def test_payment_status_names_what_has_gone_off_the_claim(
    owed: int, paid: int, credited: int, written_off: int, status: Payment
) -> None:
    named = payment_status(owed_ore=owed, paid_ore=paid, credited_ore=credited, written_off_ore=written_off)

    assert named is status
