"""Random lives stepped day by day: whatever happens, no rule of the ladder is ever broken."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.core.process.checks import COLLECTION, LETTERS
from betalt.core.process.decide import ANSWER_TIME, NOT_DUE, TOO_EARLY, decide, still_due, too_early
from betalt.core.process.decision import Ask, Close, Decision, PassOver, Take, Wait
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Channel, Kind
from betalt.core.process.stages import MOVES, Cause, Hold, Payment, Stage
from betalt.values.days import add_days, is_business_day
from tests.core.process.cases import DUE, PROCEDURES, a_case
from tests.core.process.life import Life, days

LAST = date(2026, 6, 30)
DEBTORS = st.sampled_from([("consumer", True), ("business", True), ("business", False), ("public", False)])
DAYS = st.dates(min_value=DUE, max_value=LAST)

HAPPENINGS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda hold, end: {"hold": hold, "hold_until": end}, st.sampled_from(Hold), st.none() | DAYS),
    st.builds(lambda pending: {"payment_pending": pending}, st.booleans()),
    st.builds(lambda ore: {"owed_ore": ore, "principal_ore": ore}, st.integers(0, 150_000)),
    st.builds(lambda ore: {"disputed_ore": ore}, st.sampled_from([0, 100])),
    st.builds(lambda on: {"bank_rule": on is not None, "bank_data_on": on}, st.none() | DAYS),
    st.builds(
        lambda name, true: {name: true}, st.sampled_from(["bankrupt", "protected", "estate"]), st.booleans()
    ),
    st.builds(lambda kept: {"plan_kept": kept}, st.booleans()),
    st.just({"has_email": False}),
    st.just({"has_address": False}),
    st.just({"yes": True}),
)
LIVES = st.dictionaries(DAYS, HAPPENINGS, max_size=12)


def live(
    debtor: tuple[str, bool], happenings: dict[date, dict[str, Any]], *, looks: set[date] | None = None
) -> Life:
    kind, natural = debtor
    life = Watched(a_case(debtor_kind=kind, natural_person=natural), PROCEDURES[kind])
    for day in days(DUE, LAST):
        change = happenings.get(day, {})
        if "yes" in change:
            life.answer_yes()
        elif change:
            life.facts = replace(life.facts, **change)
            life.next_look_on = day
        if looks is None or day in looks:
            life.look(day, only_when_due=looks is not None)
    return life


class Watched(Life):
    """A life in which every decision is held against the rules."""

    def apply(self, decision: Decision, on: date) -> None:
        facts = self.facts
        if isinstance(decision, Take):
            watch_letter(facts, decision, on)
        elif isinstance(decision, PassOver):
            assert decision.step.kind is Kind.NOTE
        elif isinstance(decision, Close):
            assert facts.owed_ore == 0
        else:
            later = decision.until if isinstance(decision, Wait) else decision.again_on
            assert later > on
        super().apply(decision, on)


def watch_letter(facts: CaseFacts, taken: Take, on: date) -> None:
    kind = taken.step.kind
    assert facts.stage in MOVES[Cause(kind)]
    assert facts.owed_ore > 0
    assert facts.disputed_ore == 0
    assert not facts.payment_pending
    assert facts.hold in (Hold.NONE, Hold.PAUSE)
    assert facts.hold is Hold.NONE or (facts.hold_until is not None and facts.hold_until <= on)
    assert not any((facts.bankrupt, facts.estate, facts.protected))
    assert on > facts.due_on
    assert facts.answer_by is None or on > facts.answer_by  # INK-5
    assert facts.step_done_on is None or on > facts.step_done_on
    assert kind not in COLLECTION or facts.released_step == taken.step.no
    assert kind not in COLLECTION or taken.channel is not Channel.EMAIL
    assert taken.channel is not Channel.POST or is_business_day(on)
    assert kind is not Kind.FINAL_NOTICE or facts.natural_person
    assert "late_compensation" not in taken.charges or facts.debtor_kind != "consumer"  # FEE-4


@settings(max_examples=60, deadline=None)
@given(DEBTORS, LIVES)
def test_no_life_breaks_a_rule_or_takes_a_step_twice(
    debtor: tuple[str, bool], happenings: dict[date, dict[str, Any]]
) -> None:
    life = live(debtor, happenings)

    letters = [(on, what.split()[0]) for on, what in life.log if what.split()[0] in LETTERS]
    assert max(Counter(what for _, what in letters).values(), default=0) <= 1
    assert max(Counter(on for on, _ in letters).values(), default=0) <= 1
    charged = life.facts.charged
    assert len(charged) == len(set(charged))  # FEE-11


@settings(max_examples=40, deadline=None)
@given(DEBTORS, LIVES)
def test_looking_only_on_the_days_that_were_named_does_the_same_as_looking_every_day(
    debtor: tuple[str, bool], happenings: dict[date, dict[str, Any]]
) -> None:
    every_day = live(debtor, happenings)
    when_due = live(debtor, happenings, looks=set(days(DUE, LAST)))

    assert when_due.log == every_day.log


@settings(max_examples=40, deadline=None)
@given(DEBTORS, st.sets(DAYS, max_size=40), st.sets(DAYS, max_size=5))
def test_missed_days_are_caught_up_and_no_step_is_skipped(
    debtor: tuple[str, bool], looks: set[date], yes_on: set[date]
) -> None:
    full = {day: {"yes": True} for day in days(DUE, LAST)}
    whole = [what for _, what in live(debtor, full).log if not what.startswith("ask")]
    gappy = live(debtor, {day: {"yes": True} for day in yes_on}, looks=looks)

    taken = [what for _, what in gappy.log if not what.startswith("ask")]
    assert taken == whole[: len(taken)]


@settings(max_examples=40, deadline=None)
@given(DEBTORS, st.sets(DAYS, max_size=30))
def test_every_life_ends_in_the_question_or_waits_for_an_answer(
    debtor: tuple[str, bool], missed: set[date]
) -> None:
    looks = set(days(DUE, LAST)) - missed - {LAST}
    life = live(debtor, {day: {"yes": True} for day in looks}, looks=looks)

    assert life.facts.stage is Stage.DECISION
    assert LAST < life.next_look_on <= add_days(LAST, 21) or life.next_look_on == date.min


FACTS = st.builds(
    a_case,
    stage=st.sampled_from([stage for stage in Stage if stage is not Stage.CLOSED]),
    step_done=st.integers(0, 6),
    step_done_on=st.none() | DAYS,
    answer_by=st.none() | DAYS,
    owed_ore=st.integers(-1, 200_000),
    principal_ore=st.integers(0, 200_000),
    hold=st.sampled_from(Hold),
    hold_until=st.none() | DAYS,
    payment=st.sampled_from(Payment),
    asked_step=st.integers(0, 6),
    asked_on=st.none() | DAYS,
    asked_times=st.integers(0, 9),
    released_step=st.integers(0, 6),
    letter_pending=st.booleans(),
    first_run_released=st.booleans(),
    has_email=st.booleans(),
    has_address=st.booleans(),
    accepted=st.lists(st.sampled_from(["estate", "small_for_demand"]), max_size=2).map(tuple),
    estate=st.booleans(),
    natural_person=st.booleans(),
    limitation_on=st.none() | DAYS,
    charged=st.lists(st.sampled_from(["reminder", "demand", "late_compensation"])).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(FACTS, st.sampled_from(sorted(PROCEDURES)), DAYS)
def test_every_decision_is_a_legal_move_or_a_later_day(facts: CaseFacts, kind: str, on: date) -> None:
    decision = decide(facts, procedure=PROCEDURES[kind], on=on)

    if isinstance(decision, Wait):
        assert decision.until > on
    elif isinstance(decision, Ask):
        assert decision.again_on > on
    elif isinstance(decision, Close):
        assert facts.owed_ore <= 0
    else:
        cause = Cause(decision.step.kind)
        assert isinstance(decision, PassOver) or facts.stage in MOVES[cause]


@settings(max_examples=200, deadline=None)
@given(FACTS, st.sampled_from(sorted(PROCEDURES)), DAYS)
def test_what_is_too_early_is_decided_by_its_days_alone(facts: CaseFacts, kind: str, on: date) -> None:
    free = replace(facts, owed_ore=1, hold=Hold.NONE, letter_pending=False)
    early = too_early(free, procedure=PROCEDURES[kind], on=on)
    decision = decide(free, procedure=PROCEDURES[kind], on=on)

    assert early in (None, decision)
    if isinstance(decision, Wait) and decision.why in {NOT_DUE, ANSWER_TIME, *TOO_EARLY.values()}:
        assert early == decision


@settings(max_examples=100, deadline=None)
@given(FACTS, st.sampled_from(sorted(PROCEDURES)), DAYS)
def test_a_letter_that_was_just_decided_is_still_due(facts: CaseFacts, kind: str, on: date) -> None:
    procedure = PROCEDURES[kind]
    decision = decide(facts, procedure=procedure, on=on)

    if isinstance(decision, Take):
        assert still_due(facts, step=decision.step, procedure=procedure, on=on) == decision
