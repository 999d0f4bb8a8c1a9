"""What a person may do to a case, and why an action is closed."""

from datetime import date

import pytest

from betalt.core.access import Right
from betalt.core.process.actions import Action, closed, right_for
from betalt.core.process.procedure import CONSUMER, Kind
from betalt.core.process.stages import Hold, Stage
from betalt.words import say
from tests.core.process.cases import a_case, before

ON = date(2026, 3, 6)


def codes(facts, *, on=ON):
    """Say of each closed action why it is closed."""
    found = {action.value: closed(action, facts, procedure=CONSUMER, on=on) for action in Action}
    return {name: one.why.code for name, one in found.items() if one is not None}


def test_a_case_in_order_is_open_to_everything_but_what_has_nothing_to_work_on() -> None:
    assert codes(before(Kind.DEMAND)) == {
        "answer_dispute": "action.not_disputed",
        "release": "action.not_held",
        "skip": "action.demand_stays",
        "reopen": "action.case_open",
    }


def test_a_disputed_case_wants_an_answer_first() -> None:
    assert codes(before(Kind.REMINDER, hold=Hold.DISPUTE)) == {
        "send_now": "process.ends_dispute",
        "dispute": "action.disputed_already",
        "pause": "action.held_dispute",
        "plan": "action.plan_disputed",
        "keep": "action.held_dispute",
        "skip": "action.held_dispute",
        "release": "action.say_how_dispute_ended",
        "reopen": "action.case_open",
    }


def test_a_closed_case_takes_money_notes_and_documents_only() -> None:
    shut = a_case(stage=Stage.CLOSED, owed_ore=0, principal_ore=0)

    assert {name for name in Action if name.value not in codes(shut)} == {
        Action.PAYMENT, Action.ADDRESS, Action.NOTE, Action.DOCUMENT,
    }  # fmt: skip
    assert codes(shut)["reopen"] == "action.nothing_owed"
    assert closed(Action.REOPEN, a_case(stage=Stage.CLOSED), procedure=CONSUMER, on=ON) is None


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kind.NOTE, None),
        (Kind.REMINDER, None),
        (Kind.DEMAND, "action.demand_stays"),
        (Kind.FINAL_NOTICE, None),
        (Kind.ASK, "action.no_step_left"),
    ],
)
def test_a_demand_is_never_skipped_since_the_law_builds_on_it(kind: Kind, why: str | None) -> None:
    found = closed(Action.SKIP, before(kind), procedure=CONSUMER, on=ON)
    assert (found.why.code if found else None) == why


def test_send_now_opens_on_the_day_that_the_answer_time_has_gone_out() -> None:
    early = closed(
        Action.SEND_NOW,
        before(Kind.DEMAND, answer_by=date(2026, 3, 10)),
        procedure=CONSUMER,
        on=ON,
    )

    assert (early.why.code, early.opens_on) == ("process.answer_time", date(2026, 3, 13))


def test_send_now_answers_a_question_that_has_been_asked_already() -> None:
    asked = before(Kind.DEMAND, released_step=0, asked_step=3, asked_code="process.release", asked_on=ON)
    mend = before(Kind.DEMAND, has_address=False)

    assert closed(Action.SEND_NOW, asked, procedure=CONSUMER, on=ON) is None
    assert closed(Action.SEND_NOW, mend, procedure=CONSUMER, on=ON).why.code == "process.no_channel"


def test_releasing_a_demand_takes_another_right_than_hurrying_a_reminder() -> None:
    assert right_for(Action.SEND_NOW, before(Kind.REMINDER), procedure=CONSUMER) is Right.WORK_CASES
    assert right_for(Action.SEND_NOW, before(Kind.DEMAND), procedure=CONSUMER) is Right.APPROVE_LETTERS
    assert right_for(Action.WRITE_OFF, a_case(), procedure=CONSUMER) is Right.MONEY_OUT


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    cases = [before(Kind.REMINDER, hold=hold) for hold in Hold]
    cases += [a_case(stage=Stage.CLOSED, owed_ore=0), before(Kind.ASK), a_case(law_known=False)]
    for facts in cases:
        for action in Action:
            found = closed(action, facts, procedure=CONSUMER, on=ON)
            if found is not None:
                assert say(found.why, language="sv") != say(found.why, language="en")
