"""What a party has paid too much: found, and used for its other claims that are due, when it wants that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.process.stages import Stage
from betalt.flows.aftermath import reckon
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.held_money import accounts_of
from betalt.flows.one_case import take_case
from betalt.records import bulk, ledger
from betalt.records import models as m
from betalt.records.queries.overpaid import Payee, last_payers, promised_back
from betalt.records.scope import acting_for


class CreditUseUnclear(ValueError):
    """What was paid too much cannot be used like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What stands to a party's credit in a case, in öre, and what may be done with it."""

    case: int  # its number
    party: str
    ore: int
    payee: Payee  # the account that the last money came from
    promised_by: date | None  # a letter said that it goes back by then
    claims: tuple[tuple[int, int], ...]  # other due claims of the party: case number, öre owed


def credits_of(*, creditor: int, on: date) -> tuple[Credit, ...]:
    """List what was paid too much and is neither given back nor used, case by case."""
    with acting_for([creditor]):
        return standing_credits(creditor=creditor, on=on)


def standing_credits(*, creditor: int, on: date) -> tuple[Credit, ...]:
    """List the same where the walls are open already."""
    keys = ledger.cases_with_balance(creditor=creditor, account=accounts_of(creditor).overpayment)
    rich = [known for known in know(keys, on=on) if known.credit_ore > 0]
    cases = [known.row.case for known in rich]
    payees = last_payers(creditor=creditor, cases=cases)
    promised = promised_back(creditor=creditor, cases=cases)
    others = _due_claims(creditor, rich, on)
    return tuple(
        Credit(
            case=known.row.number,
            party=payees[known.row.case].party,
            ore=known.credit_ore,
            payee=payees[known.row.case],
            promised_by=promised.get(known.row.case),
            claims=tuple(
                (each.row.number, each.claim.total if each.claim else 0)
                for each in others
                if each.row.party == known.row.party and each.row.case != known.row.case
            ),
        )
        for known in rich
    )


@flow
def use_credit(
    *, creditor: int, number: int, for_case: int, on: date, ore: int | None = None, actor: str = ""
) -> int:
    """Use what was paid too much in one case for another claim of the same party that is due; return the öre.

    Only when a person says so: the debtor chooses what its money is for, among what is due (handelsbalken 9:5;
    ALL-1). Raises CreditUseUnclear, CaseUnknown.
    """
    with acting_for([creditor]):
        giver = take_case(creditor=creditor, number=number, closed_too=True)
        taker = take_case(creditor=creditor, number=for_case)
        keys = [(creditor, giver.id), (creditor, taker.id)]
        bulk.lock(sorted(keys))
        known = {one.row.case: one for one in know(keys, on=on)}
        used = _usable(known[giver.id], known[taker.id], ore, on)
        moved = m.Payment.objects.create(
            creditor_id=creditor, kind="credit", held=True, booked_on=on, read_on=on, amount_ore=used,
            key=f"credit:{giver.id}:{m.Refund.objects.of(creditor).filter(case=giver).count() + 1}",
        )  # fmt: skip
        m.Refund.objects.create(
            creditor_id=creditor, case=giver, payment=moved, way="used", state="paid", amount_ore=used,
            proposed_on=on, proposed_by=actor, paid_on=on,
        )  # fmt: skip
        m.Match.objects.create(
            creditor_id=creditor, payment=moved, case=taker, amount_ore=used, on=on, why="credit"
        )
        reckon(keys=keys, on=on, kind="credit_used", actor=actor)
        return used


@flow
def take_credit_back(*, creditor: int, payment: int, on: date, actor: str = "") -> None:
    """Undo the use of what was paid too much, as when the money that it came from was taken back by the bank."""
    with acting_for([creditor]):
        moved = m.Payment.objects.of(creditor).select_for_update().filter(id=payment, kind="credit").first()
        if moved is None or moved.reversed_on is not None:
            raise CreditUseUnclear(f"payment {payment} is no credit that is in use")
        refund = m.Refund.objects.of(creditor).get(payment=moved)
        refund.state = "withdrawn"
        refund.save(update_fields=["state"])
        moved.reversed_on = on
        moved.save(update_fields=["reversed_on"])
        cases = m.Match.objects.of(creditor).filter(payment=moved).values_list("case_id", flat=True)
        keys = [(creditor, case) for case in {refund.case_id, *cases}]
        reckon(keys=keys, on=on, kind="credit_used", actor=actor)


def _usable(giver: Known, taker: Known, ore: int | None, on: date) -> int:
    if giver.row.case == taker.row.case or giver.row.party != taker.row.party:
        raise CreditUseUnclear("credit is used for another case of the same customer")
    owed = taker.claim.total if taker.claim is not None else 0
    if taker.facts.due_on > on:
        raise CreditUseUnclear(f"case {taker.row.number} is not due before {taker.facts.due_on}")
    most = min(giver.credit_ore, owed)
    used = most if ore is None else ore
    if not 0 < used <= most:
        raise CreditUseUnclear(f"{most} öre can be used, not {used}")
    return used


def _due_claims(creditor: int, rich: Sequence[Known], on: date) -> list[Known]:
    parties = {known.row.party for known in rich}
    open_cases = m.Case.objects.of(creditor).exclude(stage=Stage.CLOSED.value).filter(party_id__in=parties)
    keys = [(creditor, case) for case in open_cases.order_by("id").values_list("id", flat=True)]
    return [
        known
        for known in (know(keys, on=on) if keys else [])
        if known.claim is not None and known.claim.total > 0 and known.facts.due_on <= on
    ]
