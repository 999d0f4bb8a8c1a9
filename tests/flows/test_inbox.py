"""Money that names nothing waits for a person: it keeps letters back, and what a person says of it is remembered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from betalt.core.process.checks import Answer
from betalt.flows.explain import explain_case
from betalt.flows.inbox import (
    To,
    ignore_payment,
    match_payment,
    note_payment,
    same_payment,
    take_back,
    unmatch_payment,
)
from betalt.flows.one_case import CaseUnknown
from betalt.flows.settle import PaymentUnclear, reverse_payment
from betalt.records import models as m
from betalt.records.queries.inbox import waiting_payments
from betalt.records.scope import acting_for
from betalt.words import say
from tests.flows.bank import Paid, bgmax, camt, take
from tests.flows.ledger import assert_books, balances, unmatched
from tests.office import ASA, BO, OWNER, Office

pytestmark = pytest.mark.django_db
RECEIVED_ON, READ_ON = date(2026, 2, 2), date(2026, 2, 13)
NOTE_ON, REMINDER_ON = date(2026, 2, 17), date(2026, 2, 22)
NAMELESS = Paid(amount="3000.00", text="tack för hjälpen", payer="9912346", name="Åsa Öberg")


def arrives(office: Office, paid: Paid = NAMELESS, *, on: date = date(2026, 2, 12)) -> int:
    (waiting,) = take(office, camt(paid, on=on), on=on + timedelta(days=1)).waiting
    return waiting.payment


def stands(office: Office, number: int = 1) -> tuple[str, str]:
    case = office.case(number)
    return case.stage, case.payment_status


def test_what_it_may_be_for_is_listed_with_what_speaks_for_it(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    payment = arrives(office)

    with acting_for([office.creditor]):
        (one,) = waiting_payments(creditor=office.creditor)
    said = [
        (suggestion.cases, [reason.code for reason in suggestion.reasons]) for suggestion in one.suggestions
    ]
    assert (one.payment, one.left_ore, one.text) == (payment, 3_000_00, ("tack för hjälpen",))
    assert said == [
        (((1, "Åsa Öberg", "1002"),), ["payment.sum_owed", "payment.name"]),
        (((2, "Bo Ek", "1003"),), ["payment.sum_owed"]),
    ]
    assert (balances(office)["2490"], balances(office)["1930"]) == (-3_000_00, 3_000_00)
    assert_books(office, READ_ON)


def test_letters_wait_for_money_that_may_be_for_their_case_and_explain_says_so(office: Office) -> None:
    office.receive(ASA, replace(BO, amount="700,00"), on=RECEIVED_ON)
    arrives(office)

    office.days(date(2026, 2, 14), REMINDER_ON)

    assert {letter.content["case"] for letter in office.rows(m.Letter)} == {"2"}
    explained = explain_case(creditor=office.creditor, number=1, on=NOTE_ON)
    (check,) = [one for one in explained.checks if one.check.name == "payment_pending"]
    assert check.answer is Answer.WAIT
    assert check.why is not None
    assert say(check.why) != ""


def test_a_letter_that_is_ready_does_not_leave_when_such_money_is_read(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.day(NOTE_ON)
    office.outlet = replace(office.outlet, mail_server=None)
    office.day(REMINDER_ON)
    assert office.letters()[-1][:2] == ("reminder", "ready")
    arrives(office, on=REMINDER_ON - timedelta(days=1))

    office.day(REMINDER_ON)

    assert [kind for kind, _ in office.left()] == ["note"]


def test_a_person_says_what_it_is_for_and_the_case_is_closed(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    payment = arrives(office)

    settled = match_payment(creditor=office.creditor, payment=payment, to=[To(1)], on=READ_ON, actor=OWNER)

    assert settled.cases == ((1, 0, "paid"),)
    assert balances(office) == {"1930": 3_000_00, "2999": -3_000_00}
    assert_books(office, READ_ON)
    assert [(event.kind, event.actor) for event in office.rows(m.Event, case__number=1)][-1] == (
        "matched",
        OWNER,
    )
    with pytest.raises(PaymentUnclear, match="does not wait"):
        match_payment(creditor=office.creditor, payment=payment, to=[To(1)], on=READ_ON)


def test_the_payers_account_is_remembered(office: Office) -> None:
    office.receive(ASA, replace(ASA, number="1007", amount="450,00"), on=RECEIVED_ON)
    match_payment(creditor=office.creditor, payment=arrives(office), to=[To(1)], on=READ_ON)

    arrives(office, replace(NAMELESS, amount="200.00", name="", number="7"))

    with acting_for([office.creditor]):
        (one,) = waiting_payments(creditor=office.creditor)
    (suggestion,) = one.suggestions
    assert [reason.code for reason in suggestion.reasons] == ["payment.payer_known"]
    assert suggestion.cases == ((2, "Åsa Öberg", "1007"),)


def test_one_payment_may_be_for_several_cases(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    payment = arrives(office, replace(NAMELESS, amount="4000.00"))

    match_payment(creditor=office.creditor, payment=payment, to=[To(1, ore=3_000_00), To(2)], on=READ_ON)

    assert (stands(office, 1), office.claim(2, READ_ON).total) == (("closed", "paid"), 2_000_00)
    assert_books(office, READ_ON)


def test_a_part_may_be_matched_and_the_rest_waits(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    payment = arrives(office, replace(NAMELESS, amount="4000.00"))

    match_payment(creditor=office.creditor, payment=payment, to=[To(1, ore=3_000_00)], on=READ_ON)

    with acting_for([office.creditor]):
        (one,) = waiting_payments(creditor=office.creditor)
    assert (one.left_ore, unmatched(office), balances(office)["2490"]) == (1_000_00, 1_000_00, -1_000_00)
    assert_books(office, READ_ON)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ([], "do not make"),
        ([To(1, ore=3_000_01)], "do not make"),
        ([To(1, ore=3_000_00), To(1)], "do not make"),
        ([To(1), To(1)], "do not make"),
        ([To(1, ore=-1)], "more than nothing"),
        ([To(9)], "no case 9"),
        ([To(1, invoice="77")], "no invoice 77"),
    ],
)
def test_parts_that_cannot_be_are_refused_and_nothing_changes(
    office: Office, to: list[To], said: str
) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    payment = arrives(office)

    with pytest.raises((PaymentUnclear, CaseUnknown), match=said):
        match_payment(creditor=office.creditor, payment=payment, to=to, on=READ_ON)

    assert unmatched(office) == 3_000_00


def test_a_mistake_is_parted_again_and_ends_where_it_began(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    payment = arrives(office)
    before = balances(office)
    match_payment(creditor=office.creditor, payment=payment, to=[To(2)], on=READ_ON)

    unmatch_payment(creditor=office.creditor, payment=payment, on=READ_ON, actor=OWNER)

    assert (stands(office, 2), balances(office)) == (("open", "unpaid"), before)
    assert_books(office, READ_ON)
    match_payment(creditor=office.creditor, payment=payment, to=[To(1)], on=READ_ON)
    assert stands(office, 1) == ("closed", "paid")


def test_what_booked_itself_may_be_parted_too(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    take(office, camt(replace(NAMELESS, ocr="1003")))
    (row,) = office.rows(m.Payment)

    unmatch_payment(creditor=office.creditor, payment=row.id, on=READ_ON)

    with acting_for([office.creditor]):
        (one,) = waiting_payments(creditor=office.creditor)
    assert one.why.code == "money.parted"
    assert [each.cases[0][0] for each in one.suggestions] == [1]
    assert balances(office)["2490"] == -3_000_00
    assert_books(office, READ_ON)
    # The same file once more changes nothing of what a person has said.
    take(office, camt(replace(NAMELESS, ocr="1003")))
    assert stands(office, 2) == ("open", "unpaid")


def test_money_for_something_else_is_set_aside_and_holds_nothing(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    payment = arrives(office)

    ignore_payment(
        creditor=office.creditor, payment=payment, reason="kontantinsättning", on=READ_ON, actor=OWNER
    )

    assert balances(office) == {"1510": 3_000_00, "2999": -3_000_00}
    assert_books(office, READ_ON)
    office.day(NOTE_ON)
    assert [kind for kind, _ in office.left()] == ["note"]
    with pytest.raises(PaymentUnclear, match="say why"):
        ignore_payment(creditor=office.creditor, payment=payment, reason=" ", on=READ_ON)


def test_a_payment_by_hand_that_the_bank_tells_of_later_is_asked_about(office: Office) -> None:
    office.receive(replace(ASA, amount="9 000,00"), on=RECEIVED_ON)
    by_hand = office.pay(1, 3_000_00, date(2026, 2, 11)).payment
    (waiting,) = take(office, camt(replace(NAMELESS, ocr="1002"))).waiting
    assert waiting.why.code == "money.perhaps_told"

    same_payment(creditor=office.creditor, payment=waiting.payment, known=by_hand, on=READ_ON, actor=OWNER)

    assert office.claim(1, READ_ON).total == 6_000_00
    assert_books(office, READ_ON)
    assert take(office, camt(replace(NAMELESS, ocr="1002"))).counts["known"] == 1


def test_a_payment_by_hand_for_another_case_is_another_payment(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.pay(2, 3_000_00, date(2026, 2, 11))

    take(office, camt(replace(NAMELESS, ocr="1002")))

    assert [stands(office, number)[1] for number in (1, 2)] == ["paid", "paid"]


def test_swish_and_cash_go_the_same_way(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)

    def note(key: str, **more: str) -> bool:
        return note_payment(
            creditor=office.creditor, amount_ore=3_000_00, booked_on=READ_ON, on=READ_ON, key=key, **more
        ).is_settled

    assert note("swish 1", reference="1002", payer="swish:0701740605")
    assert not note("swish 2", payer_name="Bo Ek", text="vvs")
    assert (stands(office, 1), stands(office, 2)) == (("closed", "paid"), ("open", "unpaid"))
    assert_books(office, READ_ON)
    with pytest.raises(PaymentUnclear, match="here already"):
        note("swish 1", reference="1002")
    reverse_payment(creditor=office.creditor, key="swish 2", on=READ_ON)
    assert_books(office, READ_ON)
    assert unmatched(office) == 0


def test_an_invoice_that_comes_after_its_money_is_settled_when_it_comes(office: Office) -> None:
    arrives(office, replace(NAMELESS, ocr="1002", text="", name=""))

    office.receive(ASA, on=READ_ON)

    assert stands(office) == ("closed", "paid")
    assert_books(office, READ_ON)


def test_money_that_a_list_may_have_counted_is_asked_about(office: Office) -> None:
    office.receive(replace(ASA, left="1 000,00"), on=RECEIVED_ON)

    (waiting,) = take(
        office, camt(replace(NAMELESS, ocr="1002", amount="2000.00"), on=date(2026, 1, 30))
    ).waiting

    assert waiting.why.code == "money.perhaps_counted"
    assert office.claim(1, READ_ON).total == 1_000_00
    take(office, camt(replace(NAMELESS, ocr="1002", amount="1000.00", number="2"), on=date(2026, 2, 12)))
    assert stands(office) == ("closed", "paid")


def test_a_person_says_which_payment_was_taken_back(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    start = balances(office)
    take(office, bgmax(replace(NAMELESS, ocr="1002")))
    (known,) = office.rows(m.Payment)
    back = replace(NAMELESS, text="återtagen", number="R1")
    (waiting,) = take(
        office, camt(back, on=date(2026, 2, 16), side="DBIT", reversal="true"), on=date(2026, 2, 17)
    ).waiting

    take_back(creditor=office.creditor, payment=waiting.payment, known=known.id, on=date(2026, 2, 17))

    assert (stands(office), balances(office)) == (("open", "unpaid"), start)
    assert_books(office, date(2026, 2, 17))
    with pytest.raises(PaymentUnclear, match="does not wait"):
        take_back(creditor=office.creditor, payment=waiting.payment, known=known.id, on=date(2026, 2, 17))


def test_what_waits_is_read_as_a_whole_in_part_or_one_alone(office: Office) -> None:
    for day, key in ((9, "a"), (6, "b")):
        note_payment(
            creditor=office.creditor, amount_ore=777_00, booked_on=date(2026, 2, day), on=READ_ON, key=key
        )
    with acting_for([office.creditor]):
        first, second = waiting_payments(creditor=office.creditor)
        assert waiting_payments(creditor=office.creditor, most=1) == (first,)
        assert waiting_payments(creditor=office.creditor, payment=second.payment) == (second,)
        assert waiting_payments(creditor=office.creditor, payment=0) == ()
    assert (first.booked_on, second.booked_on) == (date(2026, 2, 6), date(2026, 2, 9))
