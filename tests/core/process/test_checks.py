"""Each check by itself: what it says of a letter, on which ground, and whether a person may let it pass."""

from datetime import date
from typing import Any

import pytest

from betalt.core.process.checks import BY_NAME, CHECKS, Answer, results
from betalt.core.process.decide import decide, still_due
from betalt.core.process.decision import Ask, PassOver, Question, Take, Wait
from betalt.core.process.procedure import BUSINESS, CONSUMER, PUBLIC, Channel, Kind
from betalt.core.process.stages import Stage
from betalt.values.reason import Reason
from tests.core.process.cases import before, step_of

ON = date(2026, 3, 6)  # a Friday on which every next step is old enough

# check, letters it stops, the fact that stops them, the ground
ASKED: list[tuple[str, set[Kind], dict[str, Any], str]] = [
    (
        "law_unknown",
        {Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE},
        {"law_known": False},
        "räntelagen (1975:635) 9 §",
    ),
    (
        "lapsed",
        set(Kind),
        {"limitation_on": date(2026, 3, 5)},
        "preskriptionslagen (1981:130) 2, 8 §§",
    ),  # LIM-2
    ("sold", set(Kind), {"sold": True}, "inkassolagen (1974:182) 8 §"),  # INK-6
    ("protected", set(Kind), {"protected": True}, "inkassolagen (1974:182) 4 §"),
    ("disputed_part", set(Kind), {"disputed_ore": 1}, "inkassolagen (1974:182) 8 §"),  # INK-6
    ("awaits_answer", set(Kind), {"awaits_answer": True}, "inkassolagen (1974:182) 4 §"),  # INK-15
    (
        "sender_barred",
        {Kind.DEMAND, Kind.FINAL_NOTICE},
        {"sender_allowed": False},
        "inkassolagen (1974:182) 2 §",
    ),
    ("incomplete", set(Kind), {"content_complete": False}, "inkassolagen (1974:182) 5 §"),  # INK-7
    ("only_costs_left", set(Kind), {"principal_ore": 0, "owed_ore": 240_00}, "lag (1981:739) 4 §"),  # FEE-11
    ("minor", set(Kind), {"adult_on": date(2026, 3, 7)}, "inkassolagen (1974:182) 4 §"),  # INK-4
    ("guardian", set(Kind), {"guardian": True}, "inkassolagen (1974:182) 4 §"),
    ("estate", set(Kind), {"estate": True}, "inkassolagen (1974:182) 4 §"),
    ("bankrupt", set(Kind), {"bankrupt": True}, "inkassolagen (1974:182) 4 §"),
    ("reconstruction", set(Kind), {"reconstruction": True}, "inkassolagen (1974:182) 4 §"),
    ("debt_relief", set(Kind), {"debt_relief": True}, "inkassolagen (1974:182) 4 §"),
    (
        "address_returned",
        {Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE},
        {"address_returned": True},
        "inkassolagen (1974:182) 5 §",
    ),
    ("id_unknown", {Kind.DEMAND, Kind.FINAL_NOTICE}, {"id_valid": False}, "inkassolagen (1974:182) 4 §"),
    ("small_for_demand", {Kind.DEMAND, Kind.FINAL_NOTICE}, {"principal_ore": 299_99}, "lag (1981:739) 4 §"),
]
LETTERS = [kind for kind in Kind if kind is not Kind.ASK]


@pytest.mark.parametrize(("name", "kinds", "changes", "ground"), ASKED, ids=[row[0] for row in ASKED])
@pytest.mark.parametrize("kind", LETTERS)
def test_a_concern_stops_its_letters_and_no_others(
    kind: Kind, name: str, kinds: set[Kind], changes: dict[str, Any], ground: str
) -> None:
    decision = decide(before(kind, **changes), procedure=CONSUMER, on=ON)

    if kind not in kinds:
        assert isinstance(decision, Take)
        return
    assert isinstance(decision, PassOver if kind is Kind.NOTE else Ask)
    assert (decision.why.code, decision.why.ground) == (f"process.{name}", ground)


@pytest.mark.parametrize(("name", "kinds", "changes", "ground"), ASKED, ids=[row[0] for row in ASKED])
def test_a_letter_that_is_ready_is_stopped_by_the_same_concern(
    name: str, kinds: set[Kind], changes: dict[str, Any], ground: str
) -> None:
    kind = Kind.REMINDER if Kind.REMINDER in kinds else Kind.DEMAND
    decision = still_due(before(kind, **changes), step=step_of(CONSUMER, kind), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert decision.why.code == f"process.{name}"


@pytest.mark.parametrize(("name", "kinds", "changes", "ground"), ASKED, ids=[row[0] for row in ASKED])
def test_a_person_may_let_pass_what_is_passable_and_nothing_else(
    name: str, kinds: set[Kind], changes: dict[str, Any], ground: str
) -> None:
    check = BY_NAME[name]
    facts = before(Kind.DEMAND, **changes, accepted=(name,))

    decision = decide(facts, procedure=CONSUMER, on=ON)

    if check.passable:
        assert isinstance(decision, Take)
        assert [note.code for note in decision.notes] == [check.code]
    else:
        assert isinstance(decision, Ask)
        assert decision.question is Question.MEND


def test_every_asking_check_is_in_the_table_or_has_a_test_of_its_own() -> None:
    own = {
        "payment_pending",
        "bank_stale",
        "quiet_days",
        "no_day_for_post",
        "out_of_order",
        "no_channel",
        "public_body",
        "small_on_paper",
    }

    assert {check.name for check in CHECKS} == own | {row[0] for row in ASKED}


def test_a_minor_is_adult_on_the_eighteenth_birthday() -> None:
    assert isinstance(decide(before(Kind.DEMAND, adult_on=ON), procedure=CONSUMER, on=ON), Take)


def test_a_claim_lives_through_its_last_day_lim_2() -> None:
    assert isinstance(decide(before(Kind.DEMAND, limitation_on=ON), procedure=CONSUMER, on=ON), Take)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_payment_in_the_pipe_makes_every_step_wait(kind: Kind) -> None:
    decision = decide(before(kind, payment_pending=True), procedure=CONSUMER, on=ON)

    assert decision == Wait(
        until=date(2026, 3, 7), why=Reason(code="process.payment_pending", ground="lag (1981:739) 4 §")
    )


@pytest.mark.parametrize(
    ("on", "bank_data_on", "waits"),
    [
        (date(2026, 3, 6), date(2026, 3, 4), True),  # Friday: Thursday's payments are not read
        (date(2026, 3, 6), date(2026, 3, 5), False),
        (date(2026, 3, 9), date(2026, 3, 5), True),  # Monday: Friday's payments are not read
        (date(2026, 3, 9), date(2026, 3, 6), False),
        (date(2026, 3, 8), date(2026, 3, 6), False),  # Sunday: nothing newer is to be had
        (date(2026, 3, 6), None, True),
    ],
)
def test_letters_wait_for_the_payments_of_the_last_banking_day(
    on: date, bank_data_on: date | None, waits: bool
) -> None:
    facts = before(Kind.REMINDER, bank_rule=True, bank_data_on=bank_data_on)

    decision = decide(facts, procedure=CONSUMER, on=on)

    if waits:
        assert isinstance(decision, Wait)
        assert (decision.why.code, (decision.until - on).days) == ("process.bank_stale", 1)
    else:
        assert isinstance(decision, Take)


def test_without_the_bank_rule_stale_data_stop_nothing() -> None:
    decision = decide(before(Kind.REMINDER, bank_data_on=date(2025, 1, 1)), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Take)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2026, 3, 6), None),  # Friday
        (date(2026, 3, 7), date(2026, 3, 9)),  # Saturday
        (date(2026, 3, 8), date(2026, 3, 9)),  # Sunday
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday: Tuesday after Easter
        (date(2026, 6, 19), date(2026, 6, 22)),  # Midsummer Eve
    ],
)
@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE])
def test_a_letter_on_paper_is_posted_on_business_days_only(kind: Kind, on: date, until: date | None) -> None:
    facts = before(kind, has_email=False)
    on_paper = Reason(code="process.no_day_for_post", ground="lag (1930:173) 2 §")
    expected = None if until is None else Wait(until=until, why=on_paper)

    decision = decide(facts, procedure=CONSUMER, on=on)

    assert (None if isinstance(decision, Take) else decision) == expected
    assert still_due(facts, step=step_of(CONSUMER, kind), procedure=CONSUMER, on=on) == decision


@pytest.mark.parametrize(
    ("kind", "reached"),
    [(Kind.NOTE, {}), (Kind.REMINDER, {}), (Kind.DEMAND, {"has_mailbox": True})],
)
def test_a_letter_by_wire_goes_on_a_sunday_too(kind: Kind, reached: dict[str, Any]) -> None:
    decision = decide(before(kind, **reached), procedure=CONSUMER, on=date(2026, 3, 8))

    assert isinstance(decision, Take)


def test_a_final_notice_without_a_demand_is_out_of_order_ink_5() -> None:
    decision = decide(before(Kind.FINAL_NOTICE, stage=Stage.REMINDED), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert (decision.question, decision.why.code) == (Question.MEND, "process.out_of_order")


@pytest.mark.parametrize(
    ("reached", "kind", "channel"),
    [
        ({"has_email": True}, Kind.NOTE, Channel.EMAIL),
        ({"has_email": True}, Kind.REMINDER, Channel.EMAIL),
        ({"has_email": False}, Kind.REMINDER, Channel.POST),
        ({"has_email": True}, Kind.DEMAND, Channel.POST),  # never by e-mail alone (INK-7)
        ({"has_email": True, "has_mailbox": True}, Kind.DEMAND, Channel.MAILBOX),
        ({"has_email": True, "has_mailbox": True}, Kind.FINAL_NOTICE, Channel.MAILBOX),
    ],
)
def test_a_letter_goes_by_the_first_channel_that_reaches(
    reached: dict[str, Any], kind: Kind, channel: Channel
) -> None:
    decision = decide(before(kind, **reached), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Take)
    assert decision.channel is channel


def test_a_demand_to_a_debtor_with_only_an_e_mail_address_is_asked_about() -> None:
    decision = decide(before(Kind.DEMAND, has_email=True, has_address=False), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert (decision.question, decision.why.code) == (Question.MEND, "process.no_channel")


def test_a_note_without_an_e_mail_address_is_passed_over() -> None:
    decision = decide(before(Kind.NOTE, has_email=False), procedure=CONSUMER, on=ON)

    assert isinstance(decision, PassOver)
    assert decision.why.code == "process.no_channel"


@pytest.mark.parametrize(
    ("principal", "has_email", "asks"),
    [(99_99, False, True), (100_00, False, False), (99_99, True, False)],
)
def test_no_reminder_on_paper_under_the_floor(principal: int, has_email: bool, asks: bool) -> None:
    facts = before(Kind.REMINDER, principal_ore=principal, has_email=has_email)

    decision = decide(facts, procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask if asks else Take)
    if asks:
        assert decision.why == Reason(
            code="process.small_on_paper",
            params=(("principal_ore", "9999"), ("floor_ore", "10000")),
            ground="lag (1981:739) 4 §",
        )


def test_a_public_body_gets_a_demand_only_with_a_persons_release_even_when_demands_are_automatic() -> None:
    public = {"debtor_kind": "public", "natural_person": False}
    unreleased = decide(before(Kind.DEMAND, **public, released_step=0), procedure=PUBLIC, on=ON)
    released = decide(before(Kind.DEMAND, **public), procedure=PUBLIC, on=ON)

    assert isinstance(unreleased, Ask)
    assert [concern.code for concern in unreleased.concerns] == ["process.public_body"]
    assert isinstance(released, Take)


def test_a_question_tells_all_concerns_at_once() -> None:
    facts = before(Kind.DEMAND, released_step=0, id_valid=False, estate=True)

    decision = decide(facts, procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert decision.question is Question.RELEASE
    assert [concern.code for concern in decision.concerns] == ["process.estate", "process.id_unknown"]


def test_a_concern_that_came_after_the_release_is_asked_about_again() -> None:
    decision = decide(before(Kind.DEMAND, bankrupt=True), procedure=CONSUMER, on=ON)

    assert isinstance(decision, Ask)
    assert (decision.question, decision.why.code) == (Question.CONFIRM, "process.bankrupt")


def test_the_results_of_all_checks_can_be_listed() -> None:
    facts = before(Kind.DEMAND, bankrupt=True, estate=True, payment_pending=True, accepted=("estate",))

    told = results(facts, step=step_of(BUSINESS, Kind.DEMAND), procedure=BUSINESS, on=ON)

    assert {r.check.name: r.answer for r in told if r.why is not None} == {
        "payment_pending": Answer.WAIT,
        "estate": Answer.PASS,
        "bankrupt": Answer.ASK,
    }
