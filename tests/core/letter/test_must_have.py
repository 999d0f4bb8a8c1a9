"""A letter that lacks what the statute demands is refused, with the statute as its ground."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.core.letter.compose import compose
from betalt.core.letter.facts import Agent
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.words import say
from tests.core.letter.cases import codes, cost, item, letter, many, with_item, with_receiver, with_sender

DEMAND, REMINDER, FINAL = LetterKind.DEMAND, LetterKind.REMINDER, LetterKind.FINAL_NOTICE


def without(rule: str, content: dict) -> dict:
    blocks = [block for block in content["blocks"] if rule not in block.get("rules", ())]
    return {**content, "blocks": blocks}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("INK-7 creditor", "no_creditor"),
        ("INK-7 ground", "no_ground"),
        ("INK-7 sums", "no_sums"),
        ("INK-7 answer day", "no_answer_day"),
        ("INK-7 object", "no_objection"),
    ],
)
def test_ink_7_a_demand_without_one_of_its_contents_is_refused(rule, code):
    reasons = missing(without(rule, compose(letter(DEMAND))))

    assert f"letter.{code}" in [reason.code for reason in reasons]
    assert {reason.ground for reason in reasons} == {"inkassolagen (1974:182) 5 §"}


def test_ink_7_the_answer_day_may_not_be_too_early():
    assert codes(letter(DEMAND, answer_by=date(2026, 10, 12))) == ["answer_day_too_early"]
    assert codes(letter(DEMAND, answer_by=date(2026, 10, 13))) == []
    assert codes(letter(DEMAND, answer_by=None)) == ["no_answer_day"]


def test_ink_7_what_the_claim_is_for_must_be_told():
    assert codes(with_item(letter(DEMAND), what=" ")) == ["no_ground"]


def test_ink_7_a_claim_that_does_not_add_up_is_refused():
    assert codes(with_item(letter(DEMAND), interest_ore=1)) == ["sums_do_not_add_up"]
    assert codes(with_item(letter(DEMAND), interest_rows=())) == ["sums_do_not_add_up"]


def test_ink_7_a_row_of_interest_shows_rate_period_and_base():
    content = compose(letter(DEMAND))
    del content["claim"]["rows"][1]["interest"]["base_ore"]

    assert [reason.code for reason in missing(content)] == ["letter.no_interest_base"]


def test_a_demand_in_english_without_the_swedish_text_is_refused():
    content = compose(letter(DEMAND, language="en"))
    crippled = {**content, "governing": without("INK-7 object", content["governing"])}
    del content["governing"]

    assert [reason.code for reason in missing(content)] == ["letter.no_swedish_text"]
    assert [reason.code for reason in missing(crippled)] == ["letter.no_objection"]


def test_ink_3_an_agent_needs_a_licence_on_record():
    agent = Agent(name="Ombudet AB", org_no="559999-0107", contact="08-1", licence="")

    assert codes(letter(DEMAND, agent=agent)) == ["no_licence"]
    assert codes(letter(DEMAND, agent=replace(agent, licence="FI 12-345"))) == []


def test_ink_5_a_final_notice_needs_a_demand_whose_time_is_out():
    assert codes(letter(FINAL, demanded_on=None)) == ["no_demand_before"]
    assert codes(letter(FINAL, demand_answer_by=letter(FINAL).letter_on)) == ["no_demand_before"]


def test_fee_1_a_reminder_fee_needs_a_clause_no_younger_than_the_debt():
    assert codes(with_item(letter(REMINDER), fee_agreed_on=None)) == ["reminder_fee_not_agreed"]
    assert codes(with_item(letter(REMINDER), fee_agreed_on=date(2026, 8, 11))) == ["reminder_fee_not_agreed"]
    assert codes(with_item(letter(REMINDER), fee_agreed_on=date(2026, 8, 10))) == []
    assert codes(with_item(letter(REMINDER), arose_on=date(2026, 7, 1))) == ["reminder_fee_not_agreed"]


def test_fee_2_a_letter_takes_the_cost_of_a_demand_once():
    twice = many(letter(DEMAND), 2)
    second = replace(twice.items[1], costs_ore=18_000, cost_rows=(cost("demand", 18_000),))

    assert codes(replace(twice, items=(twice.items[0], second))) == ["demand_fee_twice"]


def test_fee_2_a_reminder_may_not_cost_what_a_demand_costs():
    facts = with_item(
        letter(REMINDER), costs_ore=18_000, cost_rows=(cost("demand", 18_000, date(2026, 9, 18)),)
    )

    assert codes(facts) == ["demand_fee_in_reminder"]


def test_fee_5_a_final_notice_costs_nothing():
    facts = with_item(
        letter(FINAL), costs_ore=18_000, cost_rows=(cost("demand", 18_000, date(2026, 10, 22)),)
    )

    assert codes(facts) == ["fee_in_final_notice"]


def test_fee_4_a_consumer_owes_no_late_compensation():
    compensated = with_item(letter(DEMAND), costs_ore=45_000, cost_rows=(cost("late_compensation", 45_000),))

    assert codes(compensated) == ["compensation_not_due"]
    assert codes(with_receiver(compensated, kind="public", natural=False)) == []
    assert codes(with_sender(with_receiver(compensated, kind="business"), kind="private")) == [
        "compensation_not_due"
    ]


def test_fee_9_late_compensation_and_fees_are_never_added():
    both = (cost("late_compensation", 45_000), cost("demand", 18_000))
    facts = with_item(letter(DEMAND, company=True), costs_ore=63_000, cost_rows=both)

    assert codes(facts) == ["compensation_beside_fees"]


def test_int_4_a_consumer_without_agreed_due_day_must_be_told_of_interest():
    facts = with_item(letter(REMINDER), due_agreed=False)

    assert codes(facts) == ["no_interest_notice"]
    assert codes(replace(facts, interest_from=date(2026, 10, 19))) == []
    assert codes(with_item(facts, interest_notice=True)) == []
    assert codes(with_receiver(facts, kind="business")) == []


@pytest.mark.parametrize(
    "url",
    [
        "kronofogden.example",
        "tingsratten.example/stämning",
        "example/konkursen",
        "example/betalningsanmärkning",
    ],
)
def test_ink_2_a_reminder_may_not_threaten(url):
    assert codes(with_sender(letter(REMINDER), policy_url=url)) == ["forbidden"]
    assert codes(with_sender(letter(DEMAND), policy_url=url)) == []


@pytest.mark.parametrize(
    "words", ["Vi ringer polisen", "vi talar med din arbetsgivare", "SKULDEN MÅSTE BETALAS NU"]
)
def test_ink_4_no_letter_may_press(words):
    assert codes(with_sender(letter(DEMAND), signer=words)) == ["forbidden"]


def test_a_customer_may_be_called_what_a_letter_may_not_say():
    named = with_receiver(letter(LetterKind.NOTE), name="Polisförbundet Kronofogdens Vänner")

    assert codes(named) == []


@pytest.mark.parametrize("number", ["850709-9805", "19850709-9805", "198507099805", "850709+9805"])
def test_gdpr_2_a_personal_number_may_stand_nowhere(number):
    for facts in (
        with_receiver(letter(DEMAND), address=(f"c/o {number}",)),
        with_item(letter(DEMAND), what=f"service hos {number}"),
        letter(DEMAND, case=number),
    ):
        assert codes(facts) == ["personal_number"]


def test_gdpr_2_a_sole_trader_as_creditor_shows_its_own_number():
    assert codes(with_sender(letter(DEMAND), org_no="850709-9805")) == []


def test_a_letter_like_one_that_was_found_clean_is_searched_where_it_differs():
    clean = with_item(letter(LetterKind.REMINDER), fee_agreed_how="avtal 17")
    assert [codes(clean) for _ in range(3)] == [[], [], []]

    assert codes(with_item(clean, fee_agreed_how="polisen 17")) == ["forbidden"]
    assert codes(with_item(clean, fee_agreed_how="avtal med 850709-9805")) == ["personal_number"]
    # What was found is found again: only clean texts are remembered.
    assert codes(with_item(clean, fee_agreed_how="polisen 17")) == ["forbidden"]
    assert codes(with_item(clean, fee_agreed_how="avtal med 850709-9805")) == ["personal_number"]


def test_what_a_demand_may_say_a_reminder_may_not_though_it_was_found_clean_there():
    threat = {"fee_agreed_how": "avtal om Kronofogden"}

    assert codes(with_item(letter(DEMAND), **threat)) == []
    assert codes(with_item(letter(LetterKind.REMINDER), **threat)) == ["forbidden"]


def test_gdpr_2_one_creditors_own_number_is_anothers_customer():
    sole_trader = with_sender(letter(DEMAND), org_no="850709-9805")
    named = {"what": "service hos 850709-9805"}

    assert codes(with_item(sole_trader, **named)) == []
    assert codes(with_item(letter(DEMAND), **named)) == ["personal_number"]


def test_every_reason_has_a_sentence_in_both_languages():
    for reason in missing({**compose(letter(DEMAND, answer_by=date(2026, 10, 6))), "blocks": []}):
        assert say(reason, language="sv")
        assert say(reason, language="en")


def test_an_invoice_of_the_tests_is_lawful():
    facts = replace(letter(DEMAND), items=(item(costs_ore=18_000, cost_rows=(cost("demand", 18_000),)),))

    assert codes(facts) == []
