"""The flows that are killed at every point: what stands before each, and what is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from betalt.core.process.refused import Refused
from betalt.flows import advance, bank_file
from betalt.flows.agree import record_agreement
from betalt.flows.answer import NothingAsked, approve_step, put_off
from betalt.flows.credit import CreditUnclear, credit_invoice, write_off
from betalt.flows.credit_use import CreditUseUnclear, use_credit
from betalt.flows.customer import mark_customer
from betalt.flows.day import run_day
from betalt.flows.hold import (
    agree_plan,
    open_dispute,
    pause_case,
    release_hold,
    settle_dispute,
)
from betalt.flows.inbox import To, match_payment
from betalt.flows.one_case import CaseClosed
from betalt.flows.plan import Window, plan_work
from betalt.flows.print_house import PostingUnclear, confirm_posted
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.refund import RefundRefused, approve_refund, order_refunds, propose_refund
from betalt.flows.refund_answer import confirm_refund_paid
from betalt.flows.settle import PaymentUnclear, record_payment, reverse_payment
from betalt.flows.setup import change_choices, say_bank_checked
from betalt.flows.withdraw import LetterUnknown, letter_returned
from betalt.records import models as m
from tests.flows.bank import ACCOUNT, Paid, camt, take
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, OWNER, STOCKHOLM, SUND, Office, morning, unpaid

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 23)  # a Monday, so that paper is posted
ASKED_ON = date(2026, 3, 5)
DEMAND_ON = date(2026, 3, 6)
PAPER = replace(ASA, customer=replace(ASA_OBERG, email=""))  # ASA without an e-mail address
LIST = unpaid(
    ASA, BO, replace(NORDANVIK, amount="12 5o0,00"), replace(SUND, number="K1", kind="kredit"), SUND
)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A flow, and what stands before it; `done_before` is how it says that it was done already."""

    prepare: Callable[[Office], None]
    play: Callable[[Office], object]
    done_before: tuple[type[Exception], ...] = ()
    tells_each_reading: bool = False  # an import's own rows tell how often the file was read


def _received(*bills: object, release: bool = True) -> Callable[[Office], None]:
    def prepare(office: Office) -> None:
        office.receive(*bills, on=RECEIVED_ON, release=release)  # type: ignore[arg-type]

    return prepare


def _after(prepare: Callable[[Office], None], *more: Callable[[Office], object]) -> Callable[[Office], None]:
    def whole(office: Office) -> None:
        prepare(office)
        for act in more:
            act(office)

    return whole


def _days(*days: date, post: bool = True) -> Callable[[Office], None]:
    def pass_days(office: Office) -> None:
        for on in days:
            office.day(on, post=post)

    return pass_days


def _bank_checked(on: date) -> Callable[[Office], None]:
    return lambda office: say_bank_checked(creditor=office.creditor, through=on)


def _run(on: date) -> Callable[[Office], object]:
    def run(office: Office) -> object:
        advance.CHUNK = 2  # several transactions of few cases
        return run_day(on=on, at=morning(on), creditors_only=[office.creditor], outlet=office.outlet)

    return run


def _reminded(office: Office) -> None:
    """Come to the day of a reminder on paper, with one who is to be thanked and a company that pays nothing."""
    office.receive(PAPER, BO, replace(NORDANVIK, due="2026-02-17"), on=RECEIVED_ON)
    office.days(NOTE_ON, date(2026, 2, 22))
    office.pay(2, 3_000_00, date(2026, 2, 20), read_on=date(2026, 2, 22))
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 22))


def _asked(office: Office) -> None:
    office.receive(replace(PAPER, reminded="2026-02-22"), on=RECEIVED_ON)
    office.day(ASKED_ON)


def _demanded(office: Office) -> None:
    _asked(office)
    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON)


def _overpaid(office: Office) -> None:
    change_choices(creditor=office.creditor, choices={"iban": ACCOUNT, "bic": "ESSESESS"}, on=RECEIVED_ON)
    office.receive(ASA, replace(ASA, number="1007", amount="450,00"), on=RECEIVED_ON)
    take(office, camt(Paid(amount="3500.00", ocr="1002", payer="9912346", name="Åsa Öberg")))


def _paid_file(office: Office) -> object:
    bank_file.CHUNK = 2
    data = camt(
        Paid(amount="3000.00", ocr="1002", payer="991-2346", name="Åsa Öberg"),
        Paid(amount="1000.00", ocr="1003", number="2", name="Bo Ek"),
        Paid(amount="777.00", text="tack", number="3", name="Någon"),
        Paid(amount="12500.00", ocr="1001", number="4", name="Nordanvik AB"),
        on=date(2026, 2, 16),
    )
    return bank_file.receive_payments(creditor=office.creditor, name="bank.xml", data=data, on=NOTE_ON)


def _composed(office: Office) -> None:
    """Leave a note ready that has not left, since there was no mail server."""
    office.receive(ASA, BO, NORDANVIK, on=RECEIVED_ON)
    office.outlet = replace(office.outlet, mail_server=None)
    office.day(NOTE_ON)


def _pay(office: Office) -> object:
    return record_payment(
        creditor=office.creditor, number=1, amount_ore=3_200_00, booked_on=NOTE_ON, on=NOTE_ON, key="k1"
    )


def _dispute(office: Office) -> object:
    return open_dispute(creditor=office.creditor, number=1, on=NOTE_ON, reason="fel", amount_ore=500_00)


def _match(office: Office) -> object:
    found = office.rows(m.Payment, amount_ore=777_00)[0]
    return match_payment(creditor=office.creditor, payment=found.id, to=[To(number=2)], on=NOTE_ON)


def _refund(office: Office) -> int:
    return int(office.rows(m.Refund)[-1].id)


def _propose(office: Office) -> object:
    return propose_refund(creditor=office.creditor, number=1, on=NOTE_ON, actor="Bo")


def _approve_refund(office: Office) -> object:
    return approve_refund(creditor=office.creditor, refund=_refund(office), on=NOTE_ON, actor=OWNER)


def _order(office: Office) -> object:
    return order_refunds(creditor=office.creditor, on=NOTE_ON, at=datetime(2026, 2, 17, 9, tzinfo=STOCKHOLM))


def _plan_work(office: Office) -> object:
    window = Window(begun=True, late=True)
    return plan_work(on=NOTE_ON, at=morning(NOTE_ON), window=window, by_mail=True)


_READY = _after(_received(ASA, BO), _bank_checked(NOTE_ON))

SCENES: dict[str, Scene] = {
    "receive_invoices": Scene(
        prepare=lambda office: None,
        play=lambda office: receive_invoices(
            creditor=office.creditor, name="unpaid.csv", data=LIST, on=RECEIVED_ON, snapshot=True
        ),
    ),
    "release_batch": Scene(
        prepare=_received(ASA, BO, release=False),
        play=lambda office: release_batch(creditor=office.creditor, batch=office.rows(m.Import)[0].id),
    ),
    "run_day with mail": Scene(
        prepare=_after(_received(ASA, BO, NORDANVIK), _bank_checked(date(2026, 2, 16))), play=_run(NOTE_ON)
    ),
    "run_day with mail, paper and thanks": Scene(prepare=_reminded, play=_run(REMINDER_ON)),
    "run_day with a question": Scene(
        prepare=_after(
            _received(replace(PAPER, reminded="2026-02-22")), _bank_checked(date(2026, 3, 4))
        ),
        play=_run(ASKED_ON),
    ),
    "plan_work": Scene(prepare=_READY, play=_plan_work),
    "confirm_posted": Scene(
        prepare=_after(_asked, lambda office: office.approve(1, ASKED_ON), _days(DEMAND_ON, post=False)),
        play=lambda office: confirm_posted(creditor=office.creditor, bundle="2026-03-06-1", on=DEMAND_ON),
        done_before=(PostingUnclear,),
    ),
    "letter_returned": Scene(
        prepare=_demanded,
        play=lambda office: letter_returned(
            creditor=office.creditor, letter=office.rows(m.Letter)[-1].id, on=date(2026, 3, 10)
        ),
        done_before=(LetterUnknown,),
    ),
    "record_payment": Scene(prepare=_composed, play=_pay, done_before=(PaymentUnclear,)),
    "reverse_payment": Scene(
        prepare=_after(_composed, _pay),
        play=lambda office: reverse_payment(creditor=office.creditor, key="k1", on=date(2026, 2, 18)),
        done_before=(PaymentUnclear,),
    ),
    "receive_payments": Scene(
        prepare=_after(_received(ASA, BO, NORDANVIK), _days(date(2026, 2, 16))),
        play=_paid_file,
        tells_each_reading=True,
    ),
    "match_payment": Scene(
        prepare=_after(_received(ASA, BO, NORDANVIK), _paid_file), play=_match, done_before=(PaymentUnclear,)
    ),
    "credit_invoice": Scene(
        prepare=_composed,
        play=lambda office: credit_invoice(
            creditor=office.creditor, invoice="1002", amount_ore=3_000_00, on=NOTE_ON, ground="error", key="c1"
        ),
        done_before=(CreditUnclear,),
    ),
    "write_off": Scene(
        prepare=_composed,
        play=lambda office: write_off(creditor=office.creditor, number=1, on=NOTE_ON),
        done_before=(CaseClosed,),
    ),
    "approve_step": Scene(
        prepare=_asked,
        play=lambda office: approve_step(creditor=office.creditor, number=1, on=ASKED_ON, actor=OWNER),
        done_before=(NothingAsked,),
    ),
    "put_off": Scene(
        prepare=_asked,
        play=lambda office: put_off(
            creditor=office.creditor, number=1, on=ASKED_ON, until=date(2026, 3, 9), actor=OWNER
        ),
        done_before=(NothingAsked,),
    ),
    "open_dispute": Scene(prepare=_composed, play=_dispute, done_before=(Refused,)),
    "settle_dispute": Scene(
        prepare=_after(_composed, _dispute),
        play=lambda office: settle_dispute(
            creditor=office.creditor, number=1, on=date(2026, 2, 19), outcome="rejected", reason="nej"
        ),
        done_before=(Refused,),
    ),
    "pause_case": Scene(
        prepare=_composed,
        play=lambda office: pause_case(
            creditor=office.creditor, number=1, on=NOTE_ON, until=date(2026, 3, 1), reason="sjuk"
        ),
        done_before=(Refused,),
    ),
    "agree_plan": Scene(
        prepare=_composed,
        play=lambda office: agree_plan(
            creditor=office.creditor, number=1, on=NOTE_ON,
            instalments=[(date(2026, 3, 1), 1_500_00), (date(2026, 4, 1), 1_500_00)],
        ),
        done_before=(Refused,),
    ),
    "release_hold": Scene(
        prepare=_after(
            _composed,
            lambda office: pause_case(
                creditor=office.creditor, number=1, on=NOTE_ON, until=date(2026, 3, 1), reason="sjuk"
            ),
        ),
        play=lambda office: release_hold(creditor=office.creditor, number=1, on=date(2026, 2, 20)),
        done_before=(Refused,),
    ),
    "record_agreement": Scene(
        prepare=_composed,
        play=lambda office: record_agreement(
            creditor=office.creditor, customer="8", clause="interest", agreed_on=date(2026, 1, 1),
            how="avtal", on=NOTE_ON,
        ),
    ),
    "mark_customer": Scene(
        prepare=_composed,
        play=lambda office: mark_customer(
            creditor=office.creditor, number="8", flags={"protected": True}, on=NOTE_ON
        ),
    ),
    "use_credit": Scene(
        prepare=_overpaid,
        play=lambda office: use_credit(creditor=office.creditor, number=1, for_case=2, on=NOTE_ON, ore=450_00),
        done_before=(CreditUseUnclear, CaseClosed),
    ),
    "propose_refund": Scene(prepare=_overpaid, play=_propose, done_before=(RefundRefused,)),
    "approve_refund": Scene(
        prepare=_after(_overpaid, _propose), play=_approve_refund, done_before=(RefundRefused,)
    ),
    "order_refunds": Scene(prepare=_after(_overpaid, _propose, _approve_refund), play=_order),
    "confirm_refund_paid": Scene(
        prepare=_after(_overpaid, _propose, _approve_refund, _order),
        play=lambda office: confirm_refund_paid(
            creditor=office.creditor, refund=_refund(office), paid_on=NOTE_ON, on=NOTE_ON
        ),
        done_before=(RefundRefused,),
    ),
}  # fmt: skip
