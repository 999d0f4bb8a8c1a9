"""What became of refunds that the bank was told of: its answer (pain.002), a person's word, or money that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.adapters.bank.pain002 import Status, StatusReport, read_pain002
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.sightings import Kind
from betalt.flows.aftermath import reckon
from betalt.flows.flow import flow
from betalt.flows.held_money import book_money
from betalt.flows.look import CannotRead
from betalt.flows.refund import RefundRefused, order_id, take_refund
from betalt.records import files
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import DayError, parse_day
from betalt.values.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a bank's answer said, by refund; `silent` are those that it has not decided, or does not name."""

    paid: tuple[int, ...]
    rejected: tuple[int, ...]
    silent: tuple[int, ...]
    unclear: tuple[Reason, ...]


@flow
def read_refund_answer(*, creditor: int, name: str, data: bytes, on: date, actor: str = "") -> Answered:
    """Read the bank's answer to a message of refunds; the file is kept. Raises CannotRead, RefundRefused."""
    with acting_for([creditor], finishes=False):
        files.keep_source(creditor=creditor, kind="refund_answer", name=name, content=data, on=on)
    try:
        report = read_pain002(data)
    except UntrustedFile as error:
        raise CannotRead(error.reason, line=error.line) from error
    with acting_for([creditor]):
        payout = m.Payout.objects.of(creditor).filter(message_id=report.original_id).first()
        if payout is None:
            raise RefundRefused(f"no message {report.original_id[:40]!r} was sent to the bank")
        ours = list(m.Refund.objects.of(creditor).select_for_update().filter(payout=payout).order_by("id"))
        if report.original_ore not in {None, sum(row.amount_ore for row in ours)}:
            raise RefundRefused(f"the answer is to another sum than that of {payout.message_id}")
        rows = [row for row in ours if row.state == "ordered"]
        paid = [row for row in rows if _note(row, report, payout, on)]
        m.Refund.objects.bulk_update(rows, ["state", "paid_on", "detail"])
        for kind, state in (("refund_paid", "paid"), ("refund_rejected", "rejected")):
            keys = [(creditor, row.case_id) for row in rows if row.state == state]
            if keys:
                reckon(keys=keys, on=on, kind=kind, actor=actor)
    return Answered(
        paid=tuple(row.id for row in paid),
        rejected=tuple(row.id for row in rows if row.state == "rejected"),
        silent=tuple(row.id for row in rows if row.state == "ordered"),
        unclear=tuple(entry.reason for entry in report.refused),
    )


@flow
def confirm_refund_paid(*, creditor: int, refund: int, paid_on: date, on: date, actor: str = "") -> None:
    """Note that a refund has left the account, because a person saw it there; raises RefundRefused."""
    if paid_on > on:
        raise RefundRefused(f"{paid_on} has not come yet")
    with acting_for([creditor]):
        row = take_refund(creditor, refund, "ordered")
        row.state, row.paid_on = "paid", paid_on
        row.save(update_fields=["state", "paid_on"])
        reckon(keys=[(creditor, row.case_id)], on=on, kind="refund_paid", actor=actor)


@flow
def refund_returned(
    *, creditor: int, refund: int, on: date, payment: int | None = None, actor: str = ""
) -> None:
    """Note that a refund came back: it stands to the party's credit again. `payment` is how the bank told of it."""
    with acting_for([creditor]):
        row = take_refund(creditor, refund, "paid", "ordered")
        if payment is not None:
            _take_trace(creditor, payment, row, on)
        row.state, row.detail = "rejected", "returned"
        row.save(update_fields=["state", "detail"])
        reckon(keys=[(creditor, row.case_id)], on=on, kind="refund_returned", actor=actor)


def _take_trace(creditor: int, payment: int, row: m.Refund, on: date) -> None:
    told = m.Payment.objects.of(creditor).select_for_update().filter(id=payment, state="open").first()
    if told is None or told.kind != Kind.CAME_BACK.value or told.amount_ore != row.amount_ore:
        raise RefundRefused(f"payment {payment} is not refund {row.id} that came back")
    told.state = "settled"
    told.save(update_fields=["state"])
    book_money(creditor=creditor, payments=[told.id], on=on, why="refund_returned")


def _note(row: m.Refund, report: StatusReport, payout: m.Payout, on: date) -> bool:
    """Note what the bank says of one refund; tell whether it is paid."""
    answer = report.answer_to(order_id(row), batch=payout.message_id)
    if answer is None:
        return False
    if answer.status is Status.REJECTED:
        row.state, row.detail = "rejected", " ".join((answer.code, *answer.reasons))[:200]
    if answer.status is not Status.SETTLED:
        return False
    row.state, row.paid_on = "paid", min(_day(report.created_at) or payout.pay_on, on)
    return True


def _day(written: str) -> date | None:
    try:
        return parse_day(written[:10])
    except DayError:
        return None
