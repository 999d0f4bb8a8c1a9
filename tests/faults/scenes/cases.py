"""Scenes of cases and customers: what a person does to one case, to many, and takes back again."""

from collections.abc import Callable
from datetime import date

from betalt.core.process.actions import Action
from betalt.core.process.refused import Refused
from betalt.flows.agree import record_agreement
from betalt.flows.answer import NothingAsked, approve_step, put_off
from betalt.flows.approvals import say_yes, say_yes_in_case
from betalt.flows.case_documents import NewDocument, add_document, add_note
from betalt.flows.credit import credit_invoice, write_off
from betalt.flows.customer import mark_customer, move_customer
from betalt.flows.hold import (
    agree_plan,
    keep_step,
    open_dispute,
    pause_case,
    release_hold,
    settle_dispute,
)
from betalt.flows.hurry import hurry_case
from betalt.flows.long_work import cancel_work, do_chunk
from betalt.flows.many_cases import act_on_many
from betalt.flows.one_case import CaseClosed
from betalt.flows.settle import record_payment
from betalt.flows.skip import skip_step
from betalt.flows.stop import reopen_case, stop_case
from betalt.flows.undo import undo_last
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from tests.faults.scenes.scene import (
    ASKED_ON,
    NOTE_ON,
    Act,
    Scene,
    after,
    asked,
    bank_checked,
    composed,
    person,
    received,
)
from tests.office import ASA, BO, OWNER, Office, morning

UNTIL = date(2026, 3, 1)
_LIVED = (composed, Refused)  # what most is done to, and what it says when it is done
DOCUMENT = NewDocument(name="brev.txt", content=b"Jag har betalat.")


def do(flow: Callable[..., object], **more: object) -> Act:
    """Do something to the first case, as its owner, on the day of the note."""
    said = {"number": 1, "on": NOTE_ON, "actor": OWNER, **more}
    return lambda office: flow(creditor=office.creditor, **said)


def _say_yes(office: Office) -> object:
    questions = [row.id for row in office.rows(m.Question)]
    return say_yes(
        creditor=office.creditor, questions=questions, on=ASKED_ON, at=morning(ASKED_ON), actor=OWNER
    )


def _work(office: Office) -> int:
    return int(office.rows(m.LongWork)[-1].id)


def _do_yes(office: Office) -> object:
    return do_chunk(creditor=office.creditor, work=_work(office), kinds=WORK_KINDS, on=ASKED_ON)


def _many(action: Action, **more: object) -> Act:
    return lambda office: act_on_many(
        creditor=office.creditor, numbers=[1, 2, 3], action=action, on=NOTE_ON, actor=OWNER, **more
    )  # type: ignore[arg-type]


_PAUSE = do(pause_case, until=UNTIL, reason="sjuk")
_KEEP = do(keep_step, until=UNTIL, reason="ringer först")
_DISPUTE = do(open_dispute, reason="fel", amount_ore=500_00, evidence=DOCUMENT)
_PLAN = do(agree_plan, instalments=[(UNTIL, 1_500_00), (date(2026, 4, 1), 1_500_00)])
_PLAN_WITH_FEE = do(agree_plan, instalments=[(UNTIL, 2_000_00), (date(2026, 4, 1), 2_000_00)], charged=True)
_SKIP = do(skip_step, reason="ringde")
_STOP = do(stop_case, reason="vän")
_WRITE_OFF = do(write_off)
_NOTE = do(add_note, text="ringde, inget svar")
_PAID = do(record_payment, amount_ore=1_000_00, booked_on=NOTE_ON, key="hand")


def _credit(office: Office) -> object:
    return credit_invoice(
        creditor=office.creditor, invoice="1002", amount_ore=1_000_00, on=NOTE_ON, ground="error", key="c1",
        actor=OWNER,
    )  # fmt: skip


def _undo(deed: Act) -> Scene:
    return person(do(undo_last), after(composed, deed), Refused, flows=("undo_last",))


CASES: dict[str, Scene] = {
    "approve_step": person(do(approve_step, on=ASKED_ON), asked, NothingAsked),
    "put_off": person(do(put_off, on=ASKED_ON, until=date(2026, 3, 9)), asked, NothingAsked),
    "say_yes": person(_say_yes, asked, NothingAsked),
    "say_yes_in_case": person(
        do(say_yes_in_case, on=ASKED_ON, at=morning(ASKED_ON)), asked, NothingAsked
    ),
    "do_chunk of a yes": Scene(prepare=after(asked, _say_yes), play=_do_yes, flows=("do_chunk",)),
    "cancel_work of a yes": person(
        lambda office: cancel_work(creditor=office.creditor, work=_work(office), on=ASKED_ON, actor=OWNER),
        after(asked, _say_yes), flows=("cancel_work",),
    ),
    "open_dispute": person(_DISPUTE, *_LIVED),
    "settle_dispute": person(
        do(settle_dispute, on=date(2026, 2, 19), outcome="rejected", reason="nej"),
        after(composed, _DISPUTE), Refused,
    ),
    "pause_case": person(_PAUSE, *_LIVED),
    "keep_step": person(_KEEP, *_LIVED),
    "agree_plan": person(_PLAN, *_LIVED),
    "agree_plan with its fee": person(_PLAN_WITH_FEE, *_LIVED, flows=("agree_plan",)),
    "release_hold": person(
        do(release_hold, on=date(2026, 2, 20)), after(composed, _PAUSE), Refused
    ),
    "skip_step": person(_SKIP, received(ASA, BO), Refused),
    "hurry_case": person(do(hurry_case, on=date(2026, 2, 18)), after(received(ASA), bank_checked(NOTE_ON)), Refused),
    "stop_case": person(_STOP, composed, Refused, CaseClosed),
    "reopen_case": person(do(reopen_case, on=date(2026, 2, 19)), after(composed, _STOP), Refused),
    "act_on_many pausing": person(
        _many(Action.PAUSE, until=UNTIL, reason="semester"), composed, flows=("act_on_many",)
    ),
    "act_on_many stopping": person(_many(Action.STOP, reason="konkurs"), composed, flows=("act_on_many",)),
    "add_note": person(_NOTE, received(ASA)),
    "add_document": person(
        do(add_document, document=DOCUMENT, note="brev"), received(ASA), Refused
    ),
    "undo_last of a pause": _undo(_PAUSE),
    "undo_last of a step that was kept": _undo(_KEEP),
    "undo_last of a plan with its fee": _undo(_PLAN_WITH_FEE),
    "undo_last of a skip": person(
        do(undo_last), after(received(ASA, BO), _SKIP), Refused, flows=("undo_last",)
    ),
    "undo_last of a stop": _undo(_STOP),
    "undo_last of a write-off": _undo(_WRITE_OFF),
    "undo_last of an objection": _undo(do(open_dispute, reason="")),
    "undo_last of a note": _undo(_NOTE),
    "undo_last of a payment": _undo(_PAID),
    "undo_last of a credit": _undo(_credit),
    "record_agreement": person(
        lambda office: record_agreement(
            creditor=office.creditor, customer="8", clause="interest", agreed_on=date(2026, 1, 1),
            how="avtal", on=NOTE_ON,
        ),
        composed,
    ),
    "mark_customer": person(
        lambda office: mark_customer(
            creditor=office.creditor, number="8", flags={"protected": True}, on=NOTE_ON
        ),
        composed,
    ),
    "move_customer": person(
        lambda office: move_customer(
            creditor=office.creditor, number="8", address=("Nygatan 2", "411 02 Göteborg"), on=NOTE_ON
        ),
        composed,
    ),
}  # fmt: skip
