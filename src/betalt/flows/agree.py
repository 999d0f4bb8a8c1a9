"""Proof is recorded that a customer agreed to a clause: it counts for debts that arise from that day on."""

from __future__ import annotations

from datetime import date

from betalt.flows.aftermath import reckon
from betalt.flows.customer import take_customer
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.personnummer import masked

CLAUSES = ("due_day", "interest", "reminder_fee")
INTEREST_KINDS = ("statutory", "margin", "fixed", "none")


class AgreementUnclear(ValueError):
    """An agreement cannot be recorded like this; the message says why."""


@flow
def record_agreement(
    *,
    creditor: int,
    customer: str,
    clause: str,
    agreed_on: date,
    how: str,
    on: date,
    interest_kind: str = "statutory",
    interest_bps: int = 0,
    actor: str = "",
) -> int:
    """Record that a customer agreed to a clause on a day, and how that can be proved (FEE-1, INT-3).

    The clause reaches no debt that is older. Returns the number of open cases whose claims were worked out anew.
    Raises AgreementUnclear, CustomerUnknown.
    """
    if clause not in CLAUSES:
        raise AgreementUnclear(f"a clause is one of {', '.join(CLAUSES)}, not {clause}")
    if interest_kind not in INTEREST_KINDS:
        raise AgreementUnclear(f"interest is one of {', '.join(INTEREST_KINDS)}, not {interest_kind}")
    if not how.strip():
        raise AgreementUnclear("say how the agreement can be proved: without proof it is none")
    if agreed_on > on:
        raise AgreementUnclear(f"the clause was agreed on {agreed_on}, which is after {on}")
    with acting_for([creditor]):
        party = take_customer(creditor=creditor, number=customer)
        _, new = m.Agreement.objects.get_or_create(
            creditor_id=creditor,
            party=party,
            clause=clause,
            agreed_on=agreed_on,
            defaults={
                "how": masked(how.strip()),
                "interest_kind": interest_kind,
                "interest_bps": interest_bps,
            },
        )
        if not new:
            return 0
        cases = m.Case.objects.of(creditor).filter(party=party, next_look_on__isnull=False)
        keys = [(creditor, case) for case in cases.values_list("id", flat=True)]
        reckon(keys=keys, on=on, kind="agreed", actor=actor)
        return len(keys)
