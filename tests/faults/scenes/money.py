"""Scenes of money: it comes by hand and by file, waits for a person, is given back, and is booked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from betalt.flows.books_once import DayNotOver, export_new
from betalt.flows.credit import CreditUnclear, credit_invoice, write_off
from betalt.flows.credit_use import CreditUseUnclear, take_credit_back, use_credit
from betalt.flows.inbox import (
    To,
    ignore_payment,
    match_payment,
    note_payment,
    same_payment,
    take_back,
    unmatch_payment,
)
from betalt.flows.one_case import CaseClosed
from betalt.flows.refund import (
    RefundRefused,
    approve_refund,
    order_refunds,
    propose_refund,
    withdraw_refund,
)
from betalt.flows.refund_answer import confirm_refund_paid, read_refund_answer, refund_returned
from betalt.flows.settle import PaymentUnclear, record_payment, reverse_payment
from betalt.flows.setup import say_bank_checked
from betalt.records import models as m
from tests.adapters.bank.test_pain002 import answer
from tests.faults.scenes.road import paid_file
from tests.faults.scenes.scene import NOTE_ON, Scene, after, composed, overpaid, person, received
from tests.flows.bank import Paid, bgmax, camt, take
from tests.office import ASA, BO, NORDANVIK, OWNER, STOCKHOLM, Office

LATER = date(2026, 2, 19)
NAMELESS = Paid(amount="3000.00", text="vvs", name="Åsa Öberg")


def _pay(office: Office) -> object:
    return record_payment(
        creditor=office.creditor, number=1, amount_ore=3_200_00, booked_on=NOTE_ON, on=NOTE_ON, key="k1"
    )


def _note_swish(key: str) -> Callable[[Office], object]:
    return lambda office: note_payment(
        creditor=office.creditor,
        amount_ore=777_00,
        booked_on=NOTE_ON,
        on=NOTE_ON,
        key=key,
        payer_name="Någon",
    )


def _payment(office: Office, at: int = -1) -> int:
    return int(office.rows(m.Payment)[at].id)


def _match(office: Office) -> object:
    found = office.rows(m.Payment, amount_ore=777_00)[0]
    return match_payment(creditor=office.creditor, payment=found.id, to=[To(number=2)], on=NOTE_ON)


def _taken_back_by_the_bank(office: Office) -> None:
    office.receive(ASA, on=date(2026, 2, 2))
    take(office, bgmax(replace(NAMELESS, ocr="1002", text="")))
    back = camt(
        replace(NAMELESS, text="återtagen", number="R1"), on=date(2026, 2, 16), side="DBIT", reversal="true"
    )
    take(office, back, on=NOTE_ON)


def _take_back(office: Office) -> object:
    return take_back(
        creditor=office.creditor, payment=_payment(office), known=_payment(office, 0), on=NOTE_ON
    )


def _same(office: Office) -> object:
    return same_payment(
        creditor=office.creditor, payment=_payment(office), known=_payment(office, 0), on=NOTE_ON
    )


def _use_credit(office: Office) -> object:
    return use_credit(creditor=office.creditor, number=1, for_case=2, on=NOTE_ON, ore=450_00)


def _take_credit_back(office: Office) -> object:
    (used,) = office.rows(m.Payment, kind="credit")
    return take_credit_back(creditor=office.creditor, payment=used.id, on=LATER)


def _refund(office: Office) -> int:
    return int(office.rows(m.Refund)[-1].id)


def _propose(office: Office) -> object:
    return propose_refund(creditor=office.creditor, number=1, on=NOTE_ON, actor="Bo")


def _approve(office: Office) -> object:
    return approve_refund(creditor=office.creditor, refund=_refund(office), on=NOTE_ON, actor=OWNER)


def _order(office: Office) -> object:
    return order_refunds(creditor=office.creditor, on=NOTE_ON, at=datetime(2026, 2, 17, 9, tzinfo=STOCKHOLM))


def _read_answer(office: Office) -> object:
    said = (
        f"<TxInfAndSts><OrgnlEndToEndId>BETALT-{office.creditor}-R{_refund(office)}</OrgnlEndToEndId>"
        "<TxSts>RJCT</TxSts></TxInfAndSts>"
    )
    data = answer(group="PART", batch="", payments=said)
    data = data.replace(b"BT-1", f"BETALT-{office.creditor}-1".encode()).replace(b"350.5", b"500.00")
    return read_refund_answer(creditor=office.creditor, name="answer.xml", data=data, on=LATER, actor=OWNER)


def _confirm(office: Office) -> object:
    return confirm_refund_paid(
        creditor=office.creditor, refund=_refund(office), paid_on=NOTE_ON, on=NOTE_ON
    )  # fmt: skip


def _came_back(office: Office) -> None:
    _confirm(office)
    back = Paid(amount="500.00", payee="", number="U1", text="returnerad")
    take(office, camt(back, on=date(2026, 2, 18), reversal="true"), on=LATER)


def _returned(office: Office) -> object:
    return refund_returned(
        creditor=office.creditor, refund=_refund(office), payment=_payment(office), on=LATER, actor=OWNER
    )


_ORDERED = after(overpaid, _propose, _approve, _order)
_WAITING = after(received(ASA, BO, NORDANVIK), paid_file)

MONEY: dict[str, Scene] = {
    "record_payment": person(_pay, composed, PaymentUnclear),
    "reverse_payment": Scene(
        prepare=after(composed, _pay),
        play=lambda office: reverse_payment(creditor=office.creditor, key="k1", on=date(2026, 2, 18)),
        done_before=(PaymentUnclear,),
    ),
    "say_bank_checked": person(
        lambda office: say_bank_checked(creditor=office.creditor, through=NOTE_ON), lambda office: None
    ),
    "note_payment": person(_note_swish("s1"), received(ASA), PaymentUnclear),
    "match_payment": person(_match, _WAITING, PaymentUnclear),
    "unmatch_payment": person(
        lambda office: unmatch_payment(creditor=office.creditor, payment=_payment(office, 0), on=NOTE_ON),
        _WAITING, PaymentUnclear,
    ),
    "ignore_payment": person(
        lambda office: ignore_payment(
            creditor=office.creditor, payment=_payment(office), reason="inte vårt", on=NOTE_ON
        ),
        after(received(ASA), _note_swish("s1")), PaymentUnclear,
    ),
    "same_payment": person(_same, after(received(ASA), _note_swish("s1"), _note_swish("s2")), PaymentUnclear),
    "take_back": person(_take_back, _taken_back_by_the_bank, PaymentUnclear),
    "credit_invoice": person(
        lambda office: credit_invoice(
            creditor=office.creditor, invoice="1002", amount_ore=3_000_00, on=NOTE_ON, ground="error", key="c1"
        ),
        composed, CreditUnclear,
    ),
    "write_off": person(
        lambda office: write_off(creditor=office.creditor, number=1, on=NOTE_ON, actor=OWNER),
        composed, CaseClosed,
    ),
    "use_credit": person(_use_credit, overpaid, CreditUseUnclear, CaseClosed),
    "take_credit_back": Scene(
        prepare=after(overpaid, _use_credit), play=_take_credit_back, done_before=(CreditUseUnclear,)
    ),
    "propose_refund": person(_propose, overpaid, RefundRefused),
    "approve_refund": person(_approve, after(overpaid, _propose), RefundRefused),
    "withdraw_refund": person(
        lambda office: withdraw_refund(creditor=office.creditor, refund=_refund(office), on=NOTE_ON),
        after(overpaid, _propose), RefundRefused,
    ),
    "order_refunds": person(_order, after(overpaid, _propose, _approve)),
    "read_refund_answer": person(_read_answer, _ORDERED, RefundRefused),
    "confirm_refund_paid": person(_confirm, _ORDERED, RefundRefused),
    "refund_returned": person(_returned, after(_ORDERED, _came_back), RefundRefused),
    "export_new": Scene(
        prepare=received(ASA, BO),
        play=lambda office: export_new(creditor=office.creditor, last=NOTE_ON, made_on=LATER),
        done_before=(DayNotOver,),
    ),
}  # fmt: skip
