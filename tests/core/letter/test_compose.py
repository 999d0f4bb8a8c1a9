"""Facts become the content of a letter."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.letter.compose import compose
from betalt.core.letter.facts import Agent, Assignment, Payment
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.core.letter.places import flags, own_places, shared, shared_places
from betalt.core.letter.texts import fill, plan, print_shared
from tests.core.letter.cases import (
    KINDS,
    cost,
    interest,
    item,
    letter,
    many,
    with_item,
    with_receiver,
    with_sender,
    words,
)

DEMAND, REMINDER, NOTE = LetterKind.DEMAND, LetterKind.REMINDER, LetterKind.NOTE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("company", [False, True])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_is_complete_and_survives_json(kind, company, language):
    content = compose(letter(kind, company=company, language=language))

    assert missing(content) == ()
    assert json.loads(json.dumps(content)) == content


def test_a_person_is_du_and_a_company_ni():
    assert "om du anser att kravet är fel" in words(compose(letter(DEMAND)))
    assert "om ni invänder mot kravet" in words(compose(letter(DEMAND, company=True)))


def test_a_sole_trader_is_du_and_is_told_where_help_is():
    sole_trader = with_receiver(letter(DEMAND, company=True), natural=True, name="Åkes Måleri")

    assert "budget- och skuldrådgivning" in words(compose(sole_trader))
    assert "budget- och skuldrådgivning" not in words(compose(letter(DEMAND, company=True)))


def test_the_claim_table_has_a_row_for_each_rate_and_leaves_nought_out():
    facts = with_item(
        letter(DEMAND),
        costs_ore=0,
        cost_rows=(),
        interest_ore=300,
        interest_rows=(interest(ore=100), interest(ore=0), interest(ore=200, bps=950)),
    )

    rows = compose(facts)["claim"]["rows"]

    assert [(row["kind"], row["ore"]) for row in rows] == [
        ("principal", 1_240_000),
        ("interest", 100),
        ("interest", 200),
    ]
    assert "9,5 % på" in rows[2]["how"]


def test_the_principal_row_says_what_was_paid_credited_and_is_the_tax_offices():
    facts = with_item(
        letter(REMINDER),
        amount_ore=1_000_000,
        principal_ore=400_000,
        paid_ore=200_000,
        paid_on=date(2026, 9, 1),
        credited_ore=100_000,
        tax_office_share_ore=300_000,
    )

    how = compose(facts)["claim"]["rows"][0]["how"].replace("\u00a0", " ")

    assert "fakturans belopp 10 000,00 kr" in how
    assert "avgår betalt 2 000,00 kr, senast den 1 september 2026" in how
    assert "avgår kredit 1 000,00 kr" in how
    assert "utan den del som Skatteverket ska betala, 3 000,00 kr" in how


def test_several_invoices_have_one_cost_of_the_demand_and_sums_by_kind():
    content = compose(many(letter(DEMAND), 3))

    kinds = [row["kind"] for row in content["claim"]["rows"]]
    assert kinds == ["principal", "interest"] * 3 + ["reminder", "demand"]
    assert [row["label"] for row in content["claim"]["sums"]] == ["Kapital", "Ränta", "Kostnader"]
    assert content["claim"]["rows"][6]["label"] == "Påminnelseavgift, 10428"
    assert content["title"] == "Inkassokrav"
    assert "kräver betalt för 3 fakturor" in words(content)


def test_a_demand_in_english_carries_the_swedish_text():
    content = compose(letter(DEMAND, language="en"))

    assert content["title"] == "Debt collection demand (inkassokrav)"
    assert content["governing"]["title"] == "Inkassokrav"
    assert "Betala" in words({**content, **content["governing"]})
    assert "governing" not in compose(letter(REMINDER, language="en"))


def test_a_note_asks_for_the_principal_alone():
    content = compose(letter(NOTE))

    assert ["Att betala", "12\u00a0400,00\u00a0kr"] in content["slip"]["fields"]
    assert "ränta" not in words(content).lower()


def test_a_thank_you_has_no_slip():
    assert compose(letter(LetterKind.THANKS))["slip"] is None


def test_waiver_or_daily_interest_from_the_next_day():
    waived = words(compose(letter(DEMAND)))
    running = words(compose(letter(DEMAND, waiver=False)))

    assert "Betalar du hela beloppet senast torsdag 15 oktober 2026 tar vi inte ut mer ränta" in waived
    assert "Från och med 6 oktober 2026 tillkommer för närvarande 3,40 kr per dag" in running


def test_where_no_due_day_was_agreed_the_reminder_says_when_interest_begins():
    facts = letter(REMINDER, interest_from=date(2026, 10, 19), interest_from_letter=True)

    assert (
        "från och med 19 oktober 2026, det vill säga när 30 dagar har gått sedan vi skickade den här påminnelsen"
        in words(compose(facts))
    )


def test_a_new_bankgiro_is_told_and_not_called_the_same():
    changed = words(compose(with_sender(letter(DEMAND), bankgiro_changed=True)))

    assert "Vi har bytt bankgiro sedan fakturan." in changed
    assert "Det är samma bankgiro" not in changed


def test_an_agent_and_an_assignment_are_told():
    agent = Agent(name="Ombudet AB", org_no="559999-0107", contact="08-1", licence="FI 12-345")
    facts = letter(
        DEMAND, agent=agent, assignment=Assignment(original_creditor="Gamla AB", assigned_on=date(2026, 9, 1))
    )

    said = words(compose(facts))

    assert "Ombudet AB, org.nr 559999-0107, skriver på uppdrag av Björkhaga Rör & Värme AB." in said
    assert "Du kan bara betala med befriande verkan till Björkhaga Rör & Värme AB." in said


def test_earlier_payments_that_went_to_costs_are_explained():
    payment = Payment(
        on=date(2026, 9, 20), amount_ore=50_000, costs_ore=6_000, interest_ore=1_000, principal_ore=43_000
    )

    notes = compose(letter(DEMAND, payments=(payment,)))["claim"]["notes"]

    assert [note.replace("\u00a0", " ") for note in notes] == [
        "Betalningen den 20 september 2026, 500,00 kr, räknades av så här: "
        "kostnader 60,00 kr, ränta 10,00 kr, kapital 430,00 kr."
    ]


def test_late_compensation_promised_for_later_is_not_charged():
    promised = letter(REMINDER, company=True, late_compensation_later=True)

    assert "Betalar ni senast" in words(compose(promised))
    assert "tar vi inte ut den" in words(compose(promised))


NASTY = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("{}*#$]\\\x1f\u202e\n")),
    min_size=1,
    max_size=40,
)


@given(name=NASTY, what=NASTY, case=NASTY)
def test_nobodys_text_is_read_as_a_sentence_with_places_or_as_bold_type(name, what, case):
    facts = with_item(with_receiver(letter(NOTE, case=case), name=name), what=what)

    blocks = compose(facts)["blocks"]

    assert [run for block in blocks for run in block["text"] if not isinstance(run, str)] == []
    assert len(blocks) == 5


def test_a_senders_text_is_read_as_no_place_either_though_it_is_printed_for_many_letters():
    named = with_sender(letter(DEMAND), name="{total} {{x}} AB", signer="Bo {nobody}")

    assert missing(compose(named)) == ()
    assert "Bo {nobody}, {total} {{x}} AB" in str(compose(named)["blocks"][-1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_letter_says_the_same_whether_or_not_what_many_share_is_printed_before(kind, language):
    facts = letter(kind, language=language)
    chosen = plan(kind=kind.value, language=language, flags=flags(facts))
    common = shared_places(shared(facts, language))
    sums = {"principal": 1, "interest": 2, "costs": 3, "total": 6}
    own = own_places(facts, sums=sums, language=language)

    assert fill(print_shared(chosen, common), own) == fill(chosen, common | own)


def test_sums_of_a_hundred_million_kronor_are_printed_whole():
    facts = replace(
        letter(DEMAND),
        items=(
            item(
                amount_ore=10**13, principal_ore=10**13, costs_ore=18_000, cost_rows=(cost("demand", 18_000),)
            ),
        ),
    )

    content = compose(facts)

    assert content["claim"]["total"]["amount"].replace("\u00a0", " ") == "100 000 000 190,00"
    assert content["slip"]["ocr_line"] == ""
    assert missing(content) == ()
