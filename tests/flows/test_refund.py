"""What was paid too much: used for what is due when the customer wants it, or given back by two people's yes."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from lxml import etree

from betalt.adapters.bank.pain001 import RefundUnclear
from betalt.flows.choices import ChoiceUnknown
from betalt.flows.credit_use import CreditUseUnclear, credits_of, take_credit_back, use_credit
from betalt.flows.doctor import examine
from betalt.flows.look import CannotRead
from betalt.flows.refund import (
    Ordered,
    RefundRefused,
    approve_refund,
    order_refunds,
    propose_refund,
    withdraw_refund,
)
from betalt.flows.refund_answer import confirm_refund_paid, read_refund_answer, refund_returned
from betalt.flows.settle import reverse_payment
from betalt.flows.setup import change_choices
from betalt.records import models as m
from betalt.records.queries.refunds import payout_file
from betalt.records.scope import acting_for
from tests.adapters.bank.test_pain002 import answer
from tests.flows.bank import ACCOUNT, Paid, camt, take
from tests.flows.ledger import assert_books, balances
from tests.office import ASA, BO, OWNER, STOCKHOLM, Office

pytestmark = pytest.mark.django_db
RECEIVED_ON, ON = date(2026, 2, 2), date(2026, 2, 16)  # a Monday
AT = datetime(2026, 2, 16, 9, tzinfo=STOCKHOLM)
TOO_MUCH = Paid(amount="3500.00", ocr="1002", payer="9912346", name="Åsa Öberg")
SECOND = replace(ASA, number="1007", amount="450,00", due="2026-02-10", issued="2026-01-10")


@pytest.fixture
def rich(office: Office) -> Office:
    """An office where 500 kr were paid too much in case 1."""
    change_choices(creditor=office.creditor, choices={"iban": ACCOUNT, "bic": "ESSESESS"}, on=RECEIVED_ON)
    office.receive(ASA, on=RECEIVED_ON)
    take(office, camt(TOO_MUCH))
    return office


def propose(office: Office, **more: object) -> int:
    return propose_refund(**{"creditor": office.creditor, "number": 1, "on": ON, "actor": "Bo", **more})  # type: ignore[arg-type]


def ordered(office: Office) -> Ordered:
    approve_refund(creditor=office.creditor, refund=propose(office), on=ON, actor=OWNER)
    made = order_refunds(creditor=office.creditor, on=ON, at=AT)
    assert made is not None
    return made


def answered(office: Office, made: Ordered, status: str) -> bytes:
    message = made.name.removesuffix(".xml")
    said = f"<TxInfAndSts><OrgnlEndToEndId>{reference(office)}</OrgnlEndToEndId><TxSts>{status}</TxSts></TxInfAndSts>"
    return (
        answer(group="PART", batch="", payments=said)
        .replace(b"BT-1", message.encode())
        .replace(b"350.5", f"{made.total_ore / 100:.2f}".encode())
    )


def reference(office: Office) -> str:
    return f"BETALT-{office.creditor}-R{office.rows(m.Refund)[-1].id}"


def state(office: Office) -> str:
    return office.rows(m.Refund)[-1].state


def test_what_was_paid_too_much_is_listed_with_the_claims_it_may_be_used_for(rich: Office) -> None:
    rich.receive(SECOND, replace(SECOND, number="1008", due="2026-03-30"), BO, on=ON)

    (credit,) = credits_of(creditor=rich.creditor, on=ON)

    assert (credit.case, credit.ore, credit.party) == (1, 500_00, "Åsa Öberg")
    assert credit.payee.account == "bankgiro:991-2346"
    assert [number for number, _ in credit.claims] == [2]


def test_a_refund_is_ordered_once_after_two_peoples_yes_and_is_paid_when_the_bank_says_so(
    rich: Office,
) -> None:
    made = ordered(rich)

    transfer = etree.fromstring(made.data).find(".//{*}CdtTrfTxInf")
    assert transfer is not None
    assert transfer.findtext(".//{*}InstdAmt") == "500.00"
    assert transfer.findtext(".//{*}EndToEndId") == reference(rich)
    assert transfer.findtext(".//{*}Cdtr/{*}Nm") == "Åsa Öberg"
    assert transfer.findtext(".//{*}Ustrd") == "Återbetalning faktura 1002"
    assert order_refunds(creditor=rich.creditor, on=ON, at=AT) is None
    with acting_for([rich.creditor]):
        assert payout_file(creditor=rich.creditor, message=made.name.removesuffix(".xml")) == made.data
    assert balances(rich)["2420"] == -500_00  # still owed

    told = read_refund_answer(
        creditor=rich.creditor, name="svar.xml", data=answered(rich, made, "ACSC"), on=ON
    )

    assert (told.paid, told.rejected, told.silent, state(rich)) == (made.refunds, (), (), "paid")
    assert balances(rich) == {"1930": 3_000_00, "2999": -3_000_00}
    assert_books(rich, ON)
    assert credits_of(creditor=rich.creditor, on=ON) == ()
    assert [kind for kind in rich.happened() if kind.startswith("refund")] == [
        "refund_proposed", "refund_approved", "refund_ordered", "refund_paid",
    ]  # fmt: skip
    assert [one for one in examine(creditor=rich.creditor, on=ON).findings if one.serious] == []


def test_who_proposes_does_not_approve_unless_it_was_chosen(rich: Office) -> None:
    refund = propose(rich)
    for who in ("Bo", ""):
        with pytest.raises(RefundRefused, match="somebody else than Bo"):
            approve_refund(creditor=rich.creditor, refund=refund, on=ON, actor=who)

    change_choices(creditor=rich.creditor, choices={"refunds_need_two": False}, on=ON)
    approve_refund(creditor=rich.creditor, refund=refund, on=ON, actor="Bo")

    assert state(rich) == "approved"


def test_no_öre_goes_back_twice(rich: Office) -> None:
    propose(rich, ore=300_00)
    with pytest.raises(RefundRefused, match="20000 öre can go back in case 1, not 30000"):
        propose(rich, ore=300_00)
    propose(rich)
    with pytest.raises(RefundRefused, match="0 öre can go back"):
        propose(rich)


def test_a_refund_that_is_withdrawn_frees_its_sum(rich: Office) -> None:
    withdraw_refund(creditor=rich.creditor, refund=propose(rich), on=ON, actor=OWNER)

    assert [credit.ore for credit in credits_of(creditor=rich.creditor, on=ON)] == [500_00]
    with pytest.raises(RefundRefused, match="is withdrawn"):
        approve_refund(creditor=rich.creditor, refund=rich.rows(m.Refund)[0].id, on=ON, actor=OWNER)


def test_a_refund_that_the_bank_refuses_stands_to_the_customers_credit_again(rich: Office) -> None:
    made = ordered(rich)

    told = read_refund_answer(
        creditor=rich.creditor, name="svar.xml", data=answered(rich, made, "RJCT"), on=ON
    )

    assert (told.rejected, state(rich)) == (made.refunds, "rejected")
    assert [credit.ore for credit in credits_of(creditor=rich.creditor, on=ON)] == [500_00]
    assert_books(rich, ON)


def test_an_answer_that_decides_nothing_changes_nothing(rich: Office) -> None:
    made = ordered(rich)

    told = read_refund_answer(
        creditor=rich.creditor, name="svar.xml", data=answered(rich, made, "ACCP"), on=ON
    )

    assert (told.silent, state(rich)) == (made.refunds, "ordered")


def test_an_answer_to_something_else_is_refused(rich: Office) -> None:
    made = ordered(rich)
    right = answered(rich, made, "ACSC")
    for wrong, said in (
        (right.replace(b"-1</OrgnlMsgId>", b"-9</OrgnlMsgId>"), "no message"),
        (right.replace(b">500.00<", b">501.00<"), "another sum"),
    ):
        with pytest.raises(RefundRefused, match=said):
            read_refund_answer(creditor=rich.creditor, name="svar.xml", data=wrong, on=ON)
    with pytest.raises(CannotRead):
        read_refund_answer(creditor=rich.creditor, name="svar.xml", data=b"hej", on=ON)
    assert state(rich) == "ordered"


def test_the_banks_statement_shows_a_refund_paid_once(rich: Office) -> None:
    ordered(rich)
    out = Paid(amount="500.00", payee="9912346", number="U1")

    for kind in ("053", "054", "053"):
        taken = take(rich, camt(out, kind=kind, side="DBIT", on=ON), on=date(2026, 2, 17))

    assert (state(rich), taken.counts["refunded"]) == ("paid", 0)
    assert balances(rich)["1930"] == 3_000_00
    assert_books(rich, date(2026, 2, 17))


def test_a_person_may_say_that_it_left_and_that_it_came_back(rich: Office) -> None:
    (refund,) = ordered(rich).refunds
    confirm_refund_paid(creditor=rich.creditor, refund=refund, paid_on=ON, on=ON, actor=OWNER)
    assert balances(rich)["1930"] == 3_000_00
    back = Paid(amount="500.00", payee="", number="U1", text="returnerad")
    (waiting,) = take(rich, camt(back, on=date(2026, 2, 18), reversal="true"), on=date(2026, 2, 19)).waiting

    refund_returned(
        creditor=rich.creditor, refund=refund, payment=waiting.payment, on=date(2026, 2, 19), actor=OWNER
    )

    assert balances(rich) == {"1930": 3_500_00, "2420": -500_00, "2999": -3_000_00}
    assert_books(rich, date(2026, 2, 19))
    assert [credit.ore for credit in credits_of(creditor=rich.creditor, on=ON)] == [500_00]


def test_a_refund_whose_money_was_taken_back_is_left_out(rich: Office) -> None:
    approve_refund(creditor=rich.creditor, refund=propose(rich), on=ON, actor=OWNER)
    (payment,) = rich.rows(m.Payment)
    reverse_payment(creditor=rich.creditor, key=payment.key, on=ON)

    assert order_refunds(creditor=rich.creditor, on=ON, at=AT) is None
    assert state(rich) == "approved"
    found = [one.reason.code for one in examine(creditor=rich.creditor, on=ON).findings if one.serious]
    assert found == ["doctor.refund_uncovered"]


def test_nothing_is_ordered_without_the_creditors_own_account(office: Office) -> None:
    with pytest.raises(RefundRefused, match="the choices iban and bic"):
        order_refunds(creditor=office.creditor, on=ON, at=AT)
    with pytest.raises(ChoiceUnknown, match="is no IBAN"):
        change_choices(creditor=office.creditor, choices={"iban": "SE12"}, on=ON)


@pytest.mark.parametrize("account", ["", "bankgiro:991-2347", "kontant"])
def test_an_account_must_be_known_and_right(office: Office, account: str) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.pay(1, 3_500_00, ON)

    with pytest.raises((RefundRefused, RefundUnclear)):
        propose(office, account=account)


def test_credit_is_used_for_another_due_claim_and_the_bank_is_not_touched(rich: Office) -> None:
    rich.receive(SECOND, on=ON)
    before = balances(rich)["1930"]

    used = use_credit(creditor=rich.creditor, number=1, for_case=2, on=ON, actor=OWNER)

    assert (used, rich.case(2).payment_status) == (450_00, "paid")
    assert balances(rich)["1930"] == before
    assert (balances(rich)["2420"], balances(rich)["2490"]) == (-50_00, 0)
    assert_books(rich, ON)
    assert [credit.ore for credit in credits_of(creditor=rich.creditor, on=ON)] == [50_00]


def test_the_use_of_credit_can_be_undone(rich: Office) -> None:
    rich.receive(SECOND, on=ON)
    before = balances(rich)
    use_credit(creditor=rich.creditor, number=1, for_case=2, on=ON, ore=100_00)
    (moved,) = rich.rows(m.Payment, kind="credit")

    take_credit_back(creditor=rich.creditor, payment=moved.id, on=ON, actor=OWNER)

    assert (balances(rich), rich.case(2).payment_status) == (before, "unpaid")
    assert_books(rich, ON)


@pytest.mark.parametrize(
    ("bill", "more", "said"),
    [
        (BO, {}, "same customer"),
        (replace(SECOND, due="2026-03-30"), {}, "not due before"),
        (SECOND, {"ore": 450_01}, "45000 öre can be used"),
        (SECOND, {"ore": 0}, "45000 öre can be used"),
        (SECOND, {"for_case": 1}, "is closed"),
    ],
)
def test_credit_is_not_used_as_the_law_does_not_allow(
    rich: Office, bill: object, more: dict[str, int], said: str
) -> None:
    rich.receive(bill, on=ON)  # type: ignore[arg-type]

    with pytest.raises((CreditUseUnclear, ValueError), match=said):
        use_credit(**{"creditor": rich.creditor, "number": 1, "for_case": 2, "on": ON, **more})  # type: ignore[arg-type]

    assert balances(rich)["2420"] == -500_00


def test_collecting_for_others_is_refused_in_one_line(office: Office) -> None:
    with pytest.raises(ChoiceUnknown, match="collecting for others is not done yet"):
        change_choices(creditor=office.creditor, choices={"sender": "agent"}, on=ON)
