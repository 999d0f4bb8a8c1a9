"""What a letter charges, and why it leaves a fee out."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from betalt import law
from betalt.core.process.facts import CaseFacts
from betalt.core.process.procedure import Kind, Procedure, Step
from betalt.values.reason import Reason

_NO_CLAUSE: Final = Reason(code="process.clause_unproved", ground="lag (1981:739) 2 §")
_UNKNOWN_CLAUSE: Final = Reason(code="process.clause_unknown", ground="lag (1981:739) 2 §")
_CHARGED_BEFORE: Final = Reason(code="process.charged_before", ground="lag (1981:739) 4 §")
FEE_REASONS: Final = {why.code: why.ground for why in (_NO_CLAUSE, _UNKNOWN_CLAUSE, _CHARGED_BEFORE)}


_MOST: Final = {Kind.REMINDER: "charged_reminders_per_claim", Kind.DEMAND: "charged_demands_per_claim"}


def charges(
    facts: CaseFacts, *, step: Step, procedure: Procedure, on: date
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """List what the letter charges, in the order the claim counts it, and the reasons for what it leaves out.

    60 kr only with proof (FEE-1), each fee once a claim (FEE-11), 450 kr for late business claims (FEE-4).
    """
    left_out = _why_without_fee(facts, step, on) if step.charged else None
    fee = (step.kind.value,) if step.charged and left_out is None else ()
    compensation = ("late_compensation",) if _claims_compensation(facts, step, procedure) else ()
    return compensation + fee, () if left_out is None else (left_out,)


def fee_bearer(charged: Sequence[tuple[str, ...]], *, kind: Kind) -> int | None:
    """Find which claim of a letter bears its one fee: the first, as they stand, that may (FEE-9, FEE-13)."""
    return next((place for place, kinds in enumerate(charged) if kind.value in kinds), None)


def _why_without_fee(facts: CaseFacts, step: Step, on: date) -> Reason | None:
    if facts.charged and facts.charged.count(step.kind) >= law.value(_MOST[step.kind], on):
        return _CHARGED_BEFORE
    if step.kind is not Kind.REMINDER or facts.reminder_fee_agreed:
        return None
    return _NO_CLAUSE if facts.clause_known else _UNKNOWN_CLAUSE


def _claims_compensation(facts: CaseFacts, step: Step, procedure: Procedure) -> bool:
    return (
        step.kind is procedure.late_compensation_at
        and facts.debtor_kind != "consumer"
        and facts.creditor_kind == "business"
        and "late_compensation" not in facts.charged
    )
