"""A case keeps its place when its ladder changes: nothing is told twice and nothing is skipped that comes after."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from betalt.core.process.carry import carry_over, last_letter
from betalt.core.process.procedure import BUSINESS, CONSUMER, PUBLIC, READY, Kind, Procedure


def without(procedure: Procedure, kind: Kind) -> Procedure:
    kept = [step for step in procedure.steps if step.kind is not kind]
    return replace(procedure, steps=tuple(replace(step, no=no) for no, step in enumerate(kept, 1)))


def with_two_reminders(procedure: Procedure) -> Procedure:
    steps = [step for s in procedure.steps for step in ([s, s] if s.kind is Kind.REMINDER else [s])]
    return replace(procedure, steps=tuple(replace(step, no=no) for no, step in enumerate(steps, 1)))


def test_the_same_ladder_changes_nothing() -> None:
    assert [carry_over(step_done=no, old=CONSUMER, new=CONSUMER) for no in range(5)] == [0, 1, 2, 3, 4]


def test_what_was_not_begun_begins_at_the_beginning() -> None:
    assert carry_over(step_done=0, old=CONSUMER, new=without(CONSUMER, Kind.NOTE)) == 0


def test_a_step_moves_with_its_letter() -> None:
    short = without(CONSUMER, Kind.NOTE)

    assert [carry_over(step_done=no, old=CONSUMER, new=short) for no in (1, 2, 3, 4)] == [0, 1, 2, 3]
    assert [carry_over(step_done=no, old=short, new=CONSUMER) for no in (1, 2, 3)] == [2, 3, 4]


def test_a_demand_that_the_new_ladder_lacks_still_lies_behind() -> None:
    assert carry_over(step_done=3, old=CONSUMER, new=without(CONSUMER, Kind.DEMAND)) == 2


def test_the_second_reminder_is_the_second_and_the_only_one_is_the_first() -> None:
    two = with_two_reminders(CONSUMER)

    assert [carry_over(step_done=no, old=two, new=CONSUMER) for no in (2, 3, 4)] == [2, 2, 3]
    assert [carry_over(step_done=no, old=CONSUMER, new=two) for no in (2, 3)] == [2, 4]


def test_the_last_letter_comes_before_the_question() -> None:
    assert [last_letter(procedure) for procedure in (CONSUMER, BUSINESS, PUBLIC)] == [4, 4, 3]


@given(old=st.sampled_from(READY), new=st.sampled_from(READY), done=st.integers(0, 5))
def test_no_kind_that_was_told_lies_ahead_and_none_after_it_lies_behind(
    old: Procedure, new: Procedure, done: int
) -> None:
    carried = carry_over(step_done=done, old=old, new=new)
    order = list(Kind)
    told = [step.kind for step in old.steps if step.no <= done]
    behind = [step.kind for step in new.steps if step.no <= carried]
    ahead = [step.kind for step in new.steps if step.no > carried]

    if told:
        assert all(order.index(kind) <= order.index(told[-1]) for kind in behind)
        assert all(order.index(kind) > order.index(told[-1]) for kind in ahead)
