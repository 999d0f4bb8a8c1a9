"""Carries out an action on a case: the one flow that each form leads to, and the sentence on the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from betalt.core.process.actions import Action
from betalt.flows.case_documents import add_document, add_note
from betalt.flows.credit import credit_invoice, write_off
from betalt.flows.customer import move_customer
from betalt.flows.hold import agree_plan, keep_step, open_dispute, pause_case, release_hold, settle_dispute
from betalt.flows.hurry import hurry_case
from betalt.flows.settle import record_payment
from betalt.flows.skip import skip_step
from betalt.flows.stop import reopen_case, stop_case
from betalt.web.cases.forms import document_of
from betalt.web.office import Office

Typed = Mapping[str, Any]
_Deed = Callable[[Office, int, Typed], None]


def do(*, office: Office, number: int, action: Action, typed: Typed) -> None:
    """Let the action's flow do what was typed; it raises what it refuses."""
    _DEEDS[action](office, number, typed)


def _of(office: Office, number: int) -> dict[str, Any]:
    return {"creditor": office.id, "number": number, "on": office.on, "actor": office.actor}


def _dispute(office: Office, number: int, typed: Typed) -> None:
    open_dispute(
        **_of(office, number),
        reason=typed["reason"],
        amount_ore=typed["amount"],
        deadline_on=typed["deadline_on"],
        evidence=document_of(typed),
    )


def _answer(office: Office, number: int, typed: Typed) -> None:
    settle_dispute(**_of(office, number), outcome=typed["outcome"], reason=typed["reason"])


def _pause(office: Office, number: int, typed: Typed) -> None:
    pause_case(**_of(office, number), until=typed["until"], reason=typed["reason"])


def _keep(office: Office, number: int, typed: Typed) -> None:
    keep_step(**_of(office, number), until=typed["until"], reason=typed["reason"])


def _plan(office: Office, number: int, typed: Typed) -> None:
    agree_plan(
        **_of(office, number),
        instalments=[(part.due_on, part.amount_ore) for part in typed["built"].parts],
        charged=typed["charged"],
        reason=typed["reason"],
    )


def _pay(office: Office, number: int, typed: Typed) -> None:
    record_payment(
        **_of(office, number),
        amount_ore=typed["amount"],
        booked_on=typed["booked_on"],
        invoice=typed["invoice"],
        key=f"hand:{typed['once']}",
    )


def _credit(office: Office, _number: int, typed: Typed) -> None:
    credit_invoice(
        creditor=office.id,
        invoice=typed["invoice"],
        amount_ore=typed["amount"],
        on=office.on,
        ground=typed["ground"],
        key=typed["key"],
        actor=office.actor,
    )


def _address(office: Office, _number: int, typed: Typed) -> None:
    move_customer(
        creditor=office.id,
        number=typed["customer"],
        on=office.on,
        address=typed["lines"],
        email=typed["email"],
        source=typed["source"],
        actor=office.actor,
    )


def _note(office: Office, number: int, typed: Typed) -> None:
    add_note(**_of(office, number), text=typed["text"])


def _document(office: Office, number: int, typed: Typed) -> None:
    document = document_of(typed)
    assert document is not None  # the form asks for it
    add_document(**_of(office, number), document=document, note=typed["reason"])


def _with_reason(flow: Callable[..., object]) -> _Deed:
    def deed(office: Office, number: int, typed: Typed) -> None:
        flow(**_of(office, number), reason=typed["reason"])

    return deed


def _hurry(office: Office, number: int, _typed: Typed) -> None:
    hurry_case(**_of(office, number))


_DEEDS: Mapping[Action, _Deed] = {
    Action.SEND_NOW: _hurry,
    Action.ANSWER_DISPUTE: _answer,
    Action.PAYMENT: _pay,
    Action.PAUSE: _pause,
    Action.PLAN: _plan,
    Action.DISPUTE: _dispute,
    Action.CREDIT: _credit,
    Action.SKIP: _with_reason(skip_step),
    Action.KEEP: _keep,
    Action.RELEASE: _with_reason(release_hold),
    Action.ADDRESS: _address,
    Action.NOTE: _note,
    Action.DOCUMENT: _document,
    Action.REOPEN: _with_reason(reopen_case),
    Action.STOP: _with_reason(stop_case),
    Action.WRITE_OFF: _with_reason(write_off),
}
