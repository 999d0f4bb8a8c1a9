"""The ladder's guards: no step before the last letter's day, releases by a person, refusals that name the statute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from betalt.core.letter.answer_day import minimum_answer_day
from betalt.core.process.decision import Ask
from betalt.flows.answer import NothingAsked, put_off
from betalt.flows.customer import mark_customer
from betalt.flows.hold import open_dispute
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from betalt.records.queries.cases import as_reason, open_questions
from betalt.records.scope import acting_for
from betalt.values.days import is_business_day
from betalt.words import say
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, NORDANVIK_AB, SUND, Bill, Customer, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 22)
ASKED_ON = date(2026, 3, 5)
DEMAND_ON = date(2026, 3, 6)
TRADER = Customer(
    number="5", name="Bo Ek Rör", org_no="19850203-2389", kind="företag", email="bo@example.com"
)


def live(office: Office, first: date, last: date) -> None:
    """Let days pass with an owner who says yes to whatever a yes helps, on the day after."""
    on = first
    while on <= last:
        office.days(on, on)
        with acting_for([office.creditor]):
            asked = open_questions(creditor=office.creditor)
        for question in asked:
            if question.question in ("release", "confirm"):
                office.approve(question.case, on)
        on += timedelta(days=1)


@pytest.mark.parametrize(
    ("bill", "climbed"),
    [
        (ASA, ["note", "reminder", "demand", "final_notice"]),
        (replace(ASA, customer=TRADER), ["note", "reminder", "demand", "final_notice"]),
        (NORDANVIK, ["note", "reminder", "demand"]),
        (SUND, ["note", "reminder", "demand"]),
    ],
    ids=["consumer", "sole trader", "company", "municipality"],
)
@pytest.mark.parametrize("due", ["2026-02-13", "2026-03-28", "2026-12-01"])
def test_no_step_comes_before_the_last_letters_own_day_has_passed(
    office: Office, bill: Bill, climbed: list[str], due: str
) -> None:
    issued = date.fromisoformat(due) - timedelta(days=30)
    office.receive(replace(bill, issued=str(issued), due=due), on=issued)
    office.agree(bill.customer, "interest", issued, on=issued, interest_kind="none")
    live(office, date.fromisoformat(due), date.fromisoformat(due) + timedelta(days=75))

    letters = [x for x in office.rows(m.Letter) if x.state == "handed_over"]
    assert [x.kind for x in letters] == climbed
    for before, after in pairwise(letters):
        assert after.letter_on > (before.answer_by or before.letter_on)
    for letter in letters:
        if letter.kind in ("demand", "final_notice"):
            assert letter.answer_by >= minimum_answer_day(letter.letter_on)
            assert is_business_day(letter.letter_on)
            assert not (12, 20) <= (letter.letter_on.month, letter.letter_on.day) <= (12, 31)
    assert office.case().stage == "decision"


def test_a_demand_waits_for_a_person_however_long(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.days(NOTE_ON, date(2026, 5, 31))

    assert [kind for kind, _ in office.left()] == ["note", "reminder"]
    # Asked on the first day, after 7 and 21 days, and then every 14.
    assert [q.asked_on for q in office.rows(m.Question)] == [
        date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 26), date(2026, 4, 9), date(2026, 4, 23),
        date(2026, 5, 7), date(2026, 5, 21),
    ]  # fmt: skip


def test_a_final_notice_is_released_by_a_person_too(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    office.approve(1, ASKED_ON)
    office.days(DEMAND_ON, date(2026, 4, 30))

    assert [kind for kind, _ in office.left()] == ["note", "reminder", "demand"]
    assert (office.asked()["kind"], office.asked()["question"]) == ("final_notice", "release")


def test_a_yes_without_a_question_is_refused(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)

    with pytest.raises(NothingAsked, match="nothing is asked in case 1"):
        office.approve(1, NOTE_ON)


def test_a_yes_does_not_help_where_something_must_be_mended(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA_OBERG, email="", street="", town=";")), on=RECEIVED_ON)
    office.days(NOTE_ON, REMINDER_ON)

    assert (office.asked()["code"], office.asked()["question"]) == ("process.no_channel", "mend")
    with pytest.raises(NothingAsked, match="mend what is wrong"):
        office.approve(1, REMINDER_ON)
    assert office.letters() == []


def test_a_yes_to_a_question_that_was_overtaken_is_refused(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    open_dispute(creditor=office.creditor, number=1, on=ASKED_ON, reason="Varan kom aldrig.")

    with pytest.raises(NothingAsked, match="nothing is asked in case 1"):
        office.approve(1, ASKED_ON)
    assert office.case().released_step == 0


def test_an_answer_of_later_is_asked_again_on_its_day(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.days(NOTE_ON, ASKED_ON)
    put_off(creditor=office.creditor, number=1, on=ASKED_ON, until=date(2026, 4, 1), actor="Karin")
    office.days(DEMAND_ON, date(2026, 4, 2))

    assert [(q.asked_on, q.answer) for q in office.rows(m.Question)] == [
        (ASKED_ON, "later"), (date(2026, 4, 1), ""),
    ]  # fmt: skip


def flag(name: str) -> Callable[[Office], None]:
    def mark(office: Office) -> None:
        mark_customer(creditor=office.creditor, number="8", flags={name: True}, on=RECEIVED_ON)

    return mark


MINOR = replace(ASA_OBERG, org_no="20100101-2382")
NAMELESS = replace(ASA_OBERG, org_no="")


@pytest.mark.parametrize(
    ("bill", "mark", "code", "ground"),
    [
        (ASA, flag("protected"), "process.protected", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("estate"), "process.estate", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("bankrupt"), "process.bankrupt", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("reconstruction"), "process.reconstruction", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("guardian"), "process.guardian", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("debt_relief"), "process.debt_relief", "inkassolagen (1974:182) 4 §"),
        (ASA, flag("address_returned"), "process.address_returned", "inkassolagen (1974:182) 5 §"),
        (replace(ASA, customer=MINOR), flag("mailbox"), "process.minor", "inkassolagen (1974:182) 4 §"),
        (replace(ASA, issued="2021-01-15", due="2021-02-13"), flag("mailbox"), "process.lapsed",
         "preskriptionslagen (1981:130) 2, 8 §§"),
    ],
    ids=lambda value: value.removeprefix("process.") if isinstance(value, str) and "process" in value else "",
)  # fmt: skip
def test_a_reminder_is_refused_with_its_ground(
    office: Office, bill: Bill, mark: Callable[[Office], None], code: str, ground: str
) -> None:
    office.receive(bill, on=RECEIVED_ON)
    mark(office)
    for on in (NOTE_ON, REMINDER_ON):
        office.day(on)

    assert [kind for kind, _ in office.left()] in ([], ["note"])
    reason = as_reason(office.asked()["concerns"][0])
    assert (reason.code, reason.ground) == (code, ground)
    for language in ("sv", "en"):
        assert say(reason, language=language)


@pytest.mark.parametrize(
    ("bill", "concern", "ground"),
    [
        (replace(ASA, customer=NAMELESS), "process.id_unknown", "inkassolagen (1974:182) 4 §"),
        (SUND, "process.public_body", "inkassolagen (1974:182) 4 §"),
        (replace(ASA, amount="299,00"), "process.small_for_demand", "lag (1981:739) 4 §"),
    ],
    ids=["no id number", "public body", "small"],
)
def test_a_demand_is_asked_about_with_what_speaks_against_it_and_a_yes_lets_it_pass(
    office: Office, bill: Bill, concern: str, ground: str
) -> None:
    office.receive(bill, on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    asked = office.asked()
    assert (asked["question"], asked["ground"]) == ("release", "inkassolagen (1974:182) 4 §")
    assert [(c["code"], c["ground"]) for c in asked["concerns"]] == [(concern, ground)]

    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON)

    assert office.left()[-1] == ("demand", DEMAND_ON)
    noted = concern in office.rows(m.LetterCase, kind="demand")[0].checks
    # That it is a public body is answered by the release itself, so nothing is left to let pass.
    assert noted == (bill is not SUND)


def test_a_concern_that_appears_after_the_yes_is_asked_about_anew(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, ASKED_ON):
        office.day(on)
    office.approve(1, ASKED_ON)
    mark_customer(creditor=office.creditor, number="8", flags={"bankrupt": True}, on=DEMAND_ON)
    office.day(DEMAND_ON)

    assert (office.asked()["code"], office.asked()["question"]) == ("process.bankrupt", "confirm")
    assert [kind for kind, _ in office.left()] == ["note", "reminder"]


def test_a_paper_reminder_under_100_kr_is_not_sent_unasked(office: Office) -> None:
    no_mail = replace(ASA_OBERG, email="")
    office.receive(replace(ASA, customer=no_mail, amount="99,00"), on=RECEIVED_ON)
    for on in (NOTE_ON, REMINDER_ON, date(2026, 2, 23)):
        office.day(on)

    assert office.asked()["code"] == "process.small_on_paper"
    assert office.asked()["params"] == {"principal_ore": "9900", "floor_ore": "10000"}
    assert office.letters() == []


def test_letters_wait_for_fresh_bank_data_and_say_so(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    for on in (NOTE_ON, date(2026, 2, 18)):
        assert office.day(on, bank=False).advanced.counts["waited_for_bank"] == 1
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 18))
    office.day(date(2026, 2, 19), bank=False)

    assert office.left() == [("note", date(2026, 2, 19))]


def test_every_refusal_of_a_run_says_why_in_both_languages(office: Office) -> None:
    office.receive(ASA, BO, NORDANVIK, SUND, on=RECEIVED_ON)
    mark_customer(
        creditor=office.creditor, number=NORDANVIK_AB.number, flags={"bankrupt": True}, on=RECEIVED_ON
    )
    asked = []
    on = RECEIVED_ON
    while on < date(2026, 4, 15):
        asked += [d for _, _, d in office.day(on).advanced.decisions if isinstance(d, Ask)]
        on += timedelta(days=1)

    assert {ask.why.code for ask in asked} == {"process.bankrupt", "process.release"}
    for ask in asked:
        assert ask.why.ground
        for reason in (ask.why, *ask.concerns):
            assert say(reason, language="sv") != say(reason, language="en")
