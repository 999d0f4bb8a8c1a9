"""The answer of the contract: a claim as the JSON that programs read."""

from collections.abc import Callable
from typing import Any

from betalt.core.claim.claim import Claim
from betalt.core.claim.rows import ClearingRow, InterestRow, Rows, rows
from betalt.values.money import half_up, percent, plain
from betalt.values.reason import Reason

_MILLIONTHS = 10_000  # of a krona in an öre


def answer(claim: Claim, *, say: Callable[[Reason], str], document_id: str | None = None) -> dict[str, Any]:
    """Lay a claim out as the contract's answer; `say` turns a reason into its English sentence (R5, R11)."""
    found = rows(claim)
    return {
        **({} if document_id is None else {"id": document_id}),
        "on": claim.on.isoformat(),
        "currency": "SEK",
        "principal": plain(claim.principal),
        "interest": plain(claim.interest),
        "costs": plain(claim.costs),
        "total": plain(claim.total),
        "overpaid": plain(claim.overpaid),
        "daily_interest": daily_interest(claim),
        "invoices": _invoices(claim, found),
        "costs_rows": [
            {
                "on": row.on.isoformat(),
                "invoice": row.invoice,
                "what": row.what,
                "amount": plain(row.amount_ore),
                "ground": row.ground,
            }
            for row in found.costs
        ],
        "payments": [_payment(row) for row in found.payments],
        "refused": [
            {"on": row.on.isoformat(), "what": row.what, "why": say(row.why), "ground": row.why.ground}
            for row in found.refused
        ],
    }


def daily_interest(claim: Claim) -> str:
    """Print the kronor that each further day adds, with six decimals, rounded half-up (R5)."""
    exact = claim.daily_interest
    whole, millionths = divmod(half_up(exact.numerator * _MILLIONTHS, exact.denominator), 100 * _MILLIONTHS)
    return f"{whole}.{millionths:06d}"


def _invoices(claim: Claim, found: Rows) -> list[dict[str, Any]]:
    interest: dict[str, list[dict[str, Any]]] = {owed.id: [] for owed in claim.invoices}
    for row in found.interest:
        interest[row.invoice].append(_interest_row(row))
    return [
        {
            "id": owed.id,
            "effective_due_on": owed.effective_due_on.isoformat(),
            "principal": plain(owed.principal),
            "interest": plain(owed.interest),
            "costs": plain(owed.costs),
            "total": plain(owed.total),
            "interest_rows": interest[owed.id],
        }
        for owed in claim.invoices
    ]


def _interest_row(row: InterestRow) -> dict[str, Any]:
    return {
        "from": row.from_on.isoformat(),
        "to": row.to_on.isoformat(),
        "days": row.days,
        "percent": percent(row.bps),
        "base": plain(row.base_ore),
        "year_days": row.year_days,
        "amount": plain(row.amount_ore),
        "ground": row.ground,
    }


def _payment(row: ClearingRow) -> dict[str, Any]:
    return {
        "on": row.on.isoformat(),
        "amount": plain(row.amount_ore),
        "allocated": [
            {
                "invoice": part.invoice,
                "costs": plain(part.costs_ore),
                "interest": plain(part.interest_ore),
                "principal": plain(part.principal_ore),
            }
            for part in row.allocated
        ],
        "overpaid": plain(row.overpaid_ore),
    }
