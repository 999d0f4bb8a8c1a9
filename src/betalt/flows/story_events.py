"""What happens in the demo besides the passing of days: each kind of happening is one flow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from betalt.flows.agree import record_agreement
from betalt.flows.credit import credit_invoice, write_off
from betalt.flows.customer import mark_customer, move_customer
from betalt.flows.hold import agree_plan, open_dispute, pause_case, settle_dispute
from betalt.flows.inbox import To, match_payment
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.settle import record_payment
from betalt.flows.story_script import Happening
from betalt.flows.told_toml import FileUnclear
from betalt.flows.withdraw import letter_returned
from betalt.records.queries.cases import case_of_invoice, last_letter_to, unmatched_payment_from
from betalt.records.scope import acting_for
from betalt.values.money import parse_ore

_MARKS = ("protected", "estate", "bankrupt", "reconstruction", "guardian", "debt_relief")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a happening takes place: the creditor, the day, who acts, and where the files lie."""

    creditor: int
    on: date
    actor: str
    examples: Path

    def case(self, told: Mapping[str, Any]) -> int:
        """Find the case of the invoice that a happening names."""
        with acting_for([self.creditor]):
            number = case_of_invoice(creditor=self.creditor, invoice=told["invoice"])
        if number is None:
            raise FileUnclear(f"The script speaks of invoice {told['invoice']}, which nobody has.")
        return number


def happen(happening: Happening, *, scene: Scene) -> None:
    """Let one thing happen."""
    if happening.what in _MARKS:
        flags = {happening.what: True}
        mark_customer(creditor=scene.creditor, number=happening.told["customer"], flags=flags, on=scene.on)
    elif happening.what in _KINDS:
        _KINDS[happening.what](scene, happening.told)
    else:
        raise FileUnclear(f"The script knows no {happening.what}.")


def _import(scene: Scene, told: Mapping[str, Any]) -> None:
    path = scene.examples / told["file"]
    received = receive_invoices(creditor=scene.creditor, name=path.name, data=path.read_bytes(), on=scene.on)
    release_batch(creditor=scene.creditor, batch=received.batch)


def _agreement(scene: Scene, told: Mapping[str, Any]) -> None:
    for clause in told["clauses"]:
        record_agreement(
            creditor=scene.creditor,
            customer=told["customer"],
            clause=clause,
            agreed_on=scene.on,
            how=told["how"],
            on=scene.on,
        )


def _dispute(scene: Scene, told: Mapping[str, Any]) -> None:
    amount = parse_ore(told["amount"]) if "amount" in told else None
    open_dispute(
        creditor=scene.creditor, number=scene.case(told), on=scene.on, reason=told["why"], amount_ore=amount
    )


def _settle_dispute(scene: Scene, told: Mapping[str, Any]) -> None:
    number = scene.case(told)
    if "credit" in told:
        _credit(scene, {**told, "amount": told["credit"], "key": told["why"]})
    settle_dispute(
        creditor=scene.creditor, number=number, on=scene.on, outcome=told["outcome"], reason=told["why"]
    )


def _pause(scene: Scene, told: Mapping[str, Any]) -> None:
    number = scene.case(told)
    pause_case(creditor=scene.creditor, number=number, on=scene.on, until=told["until"], reason=told["why"])


def _plan(scene: Scene, told: Mapping[str, Any]) -> None:
    parts = [(date.fromisoformat(day), parse_ore(amount)) for day, amount in told["instalments"]]
    agree_plan(creditor=scene.creditor, number=scene.case(told), on=scene.on, instalments=parts)


def _pay(scene: Scene, told: Mapping[str, Any]) -> None:
    record_payment(
        creditor=scene.creditor,
        number=scene.case(told),
        amount_ore=parse_ore(told["amount"]),
        booked_on=scene.on,
        on=scene.on,
        key=told["key"],
    )


def _match(scene: Scene, told: Mapping[str, Any]) -> None:
    with acting_for([scene.creditor]):
        payment = unmatched_payment_from(creditor=scene.creditor, payer=told["payer"])
    if payment is not None:
        match_payment(
            creditor=scene.creditor,
            payment=payment,
            to=[To(scene.case(told))],
            on=scene.on,
            actor=scene.actor,
        )


def _credit(scene: Scene, told: Mapping[str, Any]) -> None:
    credit_invoice(
        creditor=scene.creditor,
        invoice=told["invoice"],
        amount_ore=parse_ore(told["amount"]),
        on=scene.on,
        ground=told["ground"],
        key=told["key"],
    )


def _write_off(scene: Scene, told: Mapping[str, Any]) -> None:
    write_off(creditor=scene.creditor, number=scene.case(told), on=scene.on, actor=scene.actor)


def _returned(scene: Scene, told: Mapping[str, Any]) -> None:
    with acting_for([scene.creditor]):
        letter = last_letter_to(creditor=scene.creditor, customer=told["customer"])
    if letter is not None:
        letter_returned(creditor=scene.creditor, letter=letter, on=scene.on)


def _address(scene: Scene, told: Mapping[str, Any]) -> None:
    address = tuple(told["address"])
    move_customer(creditor=scene.creditor, number=told["customer"], on=scene.on, address=address)


_KINDS: Mapping[str, Callable[[Scene, Mapping[str, Any]], None]] = {
    "import": _import,
    "agreement": _agreement,
    "dispute": _dispute,
    "settle_dispute": _settle_dispute,
    "pause": _pause,
    "plan": _plan,
    "pay": _pay,
    "match": _match,
    "credit": _credit,
    "write_off": _write_off,
    "returned": _returned,
    "address": _address,
}
