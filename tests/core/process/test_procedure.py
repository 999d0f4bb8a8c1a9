"""Ladders as data: the ready ones are lawful, broken ones are told why, and JSON loses nothing."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.process.document import ProcedureError, from_json, to_json
from betalt.core.process.problems import problems
from betalt.core.process.procedure import (
    BUSINESS,
    CONSUMER,
    READY,
    After,
    Channel,
    Kind,
    Procedure,
    Step,
    with_four_eyes,
)

ON = date(2026, 3, 6)
NOTE, REMINDER, DEMAND, NOTICE, QUESTION = CONSUMER.steps


def ladder(*steps: Step, **changes: Any) -> Procedure:
    numbered = tuple(replace(step, no=place) for place, step in enumerate(steps, start=1))
    return replace(CONSUMER, steps=numbered, **changes)


def told(procedure: Procedure) -> list[tuple[str, str]]:
    return [
        (reason.code.removeprefix("process.problem_"), reason.ground) for reason in problems(procedure, on=ON)
    ]


@pytest.mark.parametrize("procedure", READY, ids=lambda p: p.name)
def test_the_ready_ladders_have_no_problems(procedure: Procedure) -> None:
    assert told(procedure) == []


@pytest.mark.parametrize("procedure", READY, ids=lambda p: p.name)
def test_demands_and_final_notices_are_released_by_a_person_by_default(procedure: Procedure) -> None:
    assert [step.automatic for step in procedure.steps if step.kind in (Kind.DEMAND, Kind.FINAL_NOTICE)] in (
        [False],
        [False, False],
    )


@pytest.mark.parametrize(
    ("procedure", "found"),
    [
        (ladder(NOTE, REMINDER, QUESTION), []),
        (ladder(REMINDER, DEMAND, QUESTION), []),
        (ladder(DEMAND, QUESTION), [("nothing_to_answer", "")]),
        (ladder(replace(DEMAND, after=After.DUE), QUESTION), []),  # INK-14: no reminder need go first
        (ladder(NOTE, DEMAND, QUESTION), [("nothing_to_answer", "")]),
        (
            replace(CONSUMER, steps=(replace(NOTE, no=2), QUESTION)),
            [("numbering", ""), ("nothing_to_answer", "")],
        ),
        (ladder(REMINDER, NOTE, replace(QUESTION, after=After.DUE)), [("order", "")]),
        (
            ladder(REMINDER, NOTICE, QUESTION),
            [("notice_without_demand", "inkassolagen (1974:182) 5, 6 §§")],  # INK-5
        ),
        (ladder(REMINDER, DEMAND), [("no_question_at_end", "")]),
        (ladder(), [("no_question_at_end", "")]),
        (
            ladder(REMINDER, replace(DEMAND, answer_days=7), QUESTION),
            [("answer_time", "inkassolagen (1974:182) 5 §")],  # INK-7, law.md section 3
        ),
        (ladder(REMINDER, replace(DEMAND, answer_days=8), QUESTION), []),
        (
            ladder(REMINDER, DEMAND, replace(NOTICE, answer_days=7), QUESTION),
            [("answer_time", "inkassolagen (1974:182) 5 §")],
        ),
        (
            ladder(REMINDER, replace(DEMAND, channels=(Channel.EMAIL,)), QUESTION),
            [("demand_by_email", "inkassolagen (1974:182) 5 §")],
        ),
        (
            ladder(REMINDER, replace(DEMAND, channels=(Channel.EMAIL, Channel.POST)), QUESTION),
            [("demand_by_email", "inkassolagen (1974:182) 5 §")],
        ),
        (ladder(replace(REMINDER, channels=()), QUESTION), [("no_channel", "")]),
        (
            ladder(replace(NOTE, charged=True), REMINDER, QUESTION),
            [("fee_without_ground", "lag (1981:739) 5 §")],
        ),
        (
            ladder(REMINDER, DEMAND, replace(NOTICE, charged=True), QUESTION),
            [("fee_without_ground", "lag (1981:739) 5 §")],  # FEE-5
        ),
        (ladder(REMINDER, REMINDER, QUESTION), [("fee_twice", "lag (1981:739) 4 §")]),  # FEE-11
        (ladder(REMINDER, replace(REMINDER, charged=False), QUESTION), []),
        (
            ladder(REMINDER, replace(REMINDER, charged=False), replace(REMINDER, charged=False), QUESTION),
            [("too_many", "inkassolagen (1974:182) 4 §")],  # INK-4
        ),
        (
            ladder(REMINDER, DEMAND, QUESTION, late_compensation_at=Kind.DEMAND),
            [("compensation_from_consumer", "lag (1981:739) 4 a §")],  # FEE-4
        ),
        (
            replace(BUSINESS, late_compensation_at=Kind.NOTE),
            [("compensation_without_letter", "lag (1981:739) 4 a §")],
        ),
        (
            ladder(REMINDER, replace(DEMAND, automatic=True), QUESTION),
            [("automatic_unacknowledged", "FFFS 2025:2")],  # section 17
        ),
        (
            ladder(
                REMINDER,
                replace(DEMAND, automatic=True),
                QUESTION,
                acknowledged_by="Alice Ek",
                acknowledged_on=date(2026, 1, 2),
            ),
            [],
        ),
        (ladder(replace(REMINDER, delay_days=-1), QUESTION), [("negative", "")]),
        (ladder(replace(REMINDER, gap_days=-1), QUESTION), [("negative", "")]),
        (ladder(REMINDER, replace(QUESTION, repeat=())), [("silence", "")]),
        (ladder(REMINDER, replace(QUESTION, repeat=(0, 7))), [("silence", "")]),
        (ladder(REMINDER, replace(QUESTION, repeat=(7, 7))), [("silence", "")]),
    ],
)
def test_a_ladder_is_held_to_the_law_when_it_is_saved(
    procedure: Procedure, found: list[tuple[str, str]]
) -> None:
    assert told(procedure) == found


def test_a_natural_persons_ladder_has_the_steps_that_a_company_does_not_meet() -> None:
    assert [step.no for step in BUSINESS.steps_for(natural_person=True)] == [1, 2, 3, 4, 5]
    assert [step.no for step in BUSINESS.steps_for(natural_person=False)] == [1, 2, 3, 5]


def test_the_last_step_of_a_kind_tells_how_far_a_half_run_case_has_come() -> None:
    assert (BUSINESS.last_of(Kind.REMINDER), BUSINESS.last_of(Kind.DEMAND)) == (2, 3)
    assert ladder(NOTE, QUESTION).last_of(Kind.DEMAND) == 0


DAYS = st.integers(min_value=-5, max_value=60)
STEPS = st.builds(
    Step,
    no=st.integers(min_value=0, max_value=9),
    kind=st.sampled_from(Kind),
    after=st.sampled_from(After),
    delay_days=DAYS,
    delay_banking=st.booleans(),
    gap_days=DAYS,
    channels=st.lists(st.sampled_from(Channel), max_size=3).map(tuple),
    answer_days=DAYS,
    charged=st.booleans(),
    automatic=st.booleans(),
    natural_only=st.booleans(),
    repeat=st.lists(DAYS, max_size=3).map(tuple),
)
PROCEDURES = st.builds(
    Procedure,
    name=st.text(max_size=20),
    kind=st.sampled_from(["consumer", "business", "public"]),
    steps=st.lists(STEPS, max_size=6).map(tuple),
    late_compensation_at=st.none() | st.sampled_from(Kind),
    acknowledged_by=st.text(max_size=20),
    acknowledged_on=st.none() | st.dates(),
)


@given(PROCEDURES)
def test_a_procedure_comes_back_from_json_unchanged(procedure: Procedure) -> None:
    assert from_json(json.loads(json.dumps(to_json(procedure)))) == procedure


@given(PROCEDURES)
def test_any_procedure_can_be_asked_for_its_problems(procedure: Procedure) -> None:
    assert all(reason.code.startswith("process.problem_") for reason in problems(procedure, on=ON))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (3, "$: an object is expected"),
        ({}, "$.name: this field is missing"),
        ({"name": 1}, "$.kind: this field is missing"),
        ({"name": 1, "kind": "public", "steps": []}, "$.name: a text of at most 200 characters is expected"),
        ({"name": "a", "kind": "x", "steps": []}, "$.kind: one of consumer, business, public is expected"),
        ({"name": "a", "kind": "public", "steps": {}}, "$.steps: a list of at most 20 is expected"),
        ({"name": "a", "kind": "public", "steps": [3]}, "$.steps[0]: an object is expected"),
        ({"name": "a", "kind": "public", "steps": [{"no": 1}]}, "$.steps[0].kind: this field is missing"),
        (
            {"name": "a", "kind": "public", "steps": [{"no": True, "kind": "note"}]},
            "$.steps[0].no: a whole number of days is expected",
        ),
        (
            {"name": "a", "kind": "public", "steps": [{"no": 1, "kind": "note", "charged": 1}]},
            "$.steps[0].charged: true or false is expected",
        ),
        (
            {"name": "a", "kind": "public", "steps": [{"no": 1, "kind": "note", "repeat": [7, "x"]}]},
            "$.steps[0].repeat[1]: a whole number of days is expected",
        ),
        (
            {"name": "a", "kind": "public", "steps": [{"no": 1, "kind": "fax"}]},
            "$.steps[0].kind: one of note, reminder, demand, final_notice, ask is expected",
        ),
        ({"name": "a", "kind": "public", "steps": [], "fee": 3}, "$.fee: no such field"),
        (
            {"name": "a", "kind": "public", "steps": [], "acknowledged_on": "2026-02-30"},
            "$.acknowledged_on: 2026-02-30 is not a day of the calendar",
        ),
    ],
)
def test_a_malformed_document_is_refused_with_its_place(document: Any, message: str) -> None:
    with pytest.raises(ProcedureError) as refused:
        from_json(document)

    assert str(refused.value) == message


@pytest.mark.parametrize("ladder", READY.values() if isinstance(READY, dict) else READY)
def test_four_eyes_leave_no_law_step_automatic(ladder: Procedure) -> None:
    automatic = replace(ladder, steps=tuple(replace(step, automatic=True) for step in ladder.steps))
    held = with_four_eyes(automatic)

    assert {step.kind for step in held.steps if not step.automatic} == {
        step.kind for step in ladder.steps if step.kind in (Kind.DEMAND, Kind.FINAL_NOTICE)
    }
    assert with_four_eyes(held) is held
