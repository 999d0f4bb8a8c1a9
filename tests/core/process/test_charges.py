"""What a letter charges: the reminder fee only with proof, each fee once a claim, 450 kr from businesses."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from betalt.core.process.charges import charges
from betalt.core.process.procedure import BUSINESS, CONSUMER, PUBLIC, Kind, Procedure
from tests.core.process.cases import before, step_of

COMPANY: dict[str, Any] = {"debtor_kind": "business", "natural_person": False}
BODY: dict[str, Any] = {"debtor_kind": "public", "natural_person": False}


@pytest.mark.parametrize(
    ("procedure", "kind", "changes", "charged", "why_not"),
    [
        (CONSUMER, Kind.NOTE, {}, (), ()),  # FEE-5
        (CONSUMER, Kind.REMINDER, {}, ("reminder",), ()),  # FEE-1
        (CONSUMER, Kind.REMINDER, {"reminder_fee_agreed": False}, (), ("clause_unproved",)),
        (
            CONSUMER,
            Kind.REMINDER,
            {"reminder_fee_agreed": False, "clause_known": False},
            (),
            ("clause_unknown",),
        ),
        (CONSUMER, Kind.REMINDER, {"charged": ("reminder",)}, (), ("charged_before",)),  # FEE-11
        (CONSUMER, Kind.DEMAND, {}, ("demand",), ()),  # FEE-2 needs no agreement
        (CONSUMER, Kind.DEMAND, {"reminder_fee_agreed": False}, ("demand",), ()),
        (CONSUMER, Kind.DEMAND, {"charged": ("reminder", "demand")}, (), ("charged_before",)),  # FEE-11
        (CONSUMER, Kind.FINAL_NOTICE, {}, (), ()),  # FEE-5
        (BUSINESS, Kind.REMINDER, COMPANY, ("reminder",), ()),
        (BUSINESS, Kind.DEMAND, COMPANY, ("late_compensation", "demand"), ()),  # FEE-4
        (BUSINESS, Kind.DEMAND, {**COMPANY, "charged": ("late_compensation",)}, ("demand",), ()),  # FEE-13
        (BUSINESS, Kind.DEMAND, {**COMPANY, "creditor_kind": "private"}, ("demand",), ()),  # FEE-4
        (BUSINESS, Kind.DEMAND, {"debtor_kind": "consumer"}, ("demand",), ()),  # FEE-4
        (PUBLIC, Kind.DEMAND, BODY, ("late_compensation", "demand"), ()),  # FEE-4
        (replace(BUSINESS, late_compensation_at=None), Kind.DEMAND, COMPANY, ("demand",), ()),
        (
            replace(BUSINESS, late_compensation_at=Kind.REMINDER),
            Kind.REMINDER,
            {**COMPANY, "reminder_fee_agreed": False},
            ("late_compensation",),
            ("clause_unproved",),
        ),
    ],
)
def test_a_letter_charges_what_the_debtor_owes_for_it(
    procedure: Procedure,
    kind: Kind,
    changes: dict[str, Any],
    charged: tuple[str, ...],
    why_not: tuple[str, ...],
) -> None:
    taken, left_out = charges(
        before(kind, **changes), step=step_of(procedure, kind), procedure=procedure, on=date(2026, 3, 6)
    )

    assert taken == charged
    assert [reason.code for reason in left_out] == [f"process.{name}" for name in why_not]
