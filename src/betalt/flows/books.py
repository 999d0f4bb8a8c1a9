"""Books what changed: the position that follows from each claim, less what stands in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.books.post import Position, entries, position
from betalt.flows.facts import Known
from betalt.records import case_sums, ledger
from betalt.records.ledger import NewPosting


def book(cases: Sequence[Known], *, on: date, why: str) -> int:
    """Book on a day what the claims of these cases have come to; return the number of postings.

    A claim that cannot be computed (an unpublished rate) is booked when it can.
    """
    computed = [known for known in cases if known.claim is not None]
    booked = ledger.booked([known.key for known in computed])
    rows: list[NewPosting] = []
    for known in computed:
        made = entries(before=booked.get(known.key, {}), after=shown(known))
        rows += [NewPosting(*known.key, entry.debit, entry.credit, entry.ore) for entry in made]
    ledger.post(rows, on=on, why=why)
    keep_sums(cases)
    return len(rows)


def keep_sums(cases: Sequence[Known]) -> None:
    """Keep what is left of the invoices of these cases, by which lists are sorted and summed (decision 0180)."""
    left = [(known.key, left_ore(known)) for known in cases]
    moved = [(key, ore) for (key, ore), known in zip(left, cases, strict=True) if ore != known.row.left_ore]
    case_sums.keep_left(moved)


def left_ore(known: Known) -> int:
    """Tell what is left of a case's invoices, in öre; no rate and no passing of time moves it."""
    owed = known.claim if known.claim is not None else known.without_interest
    return owed.principal if owed is not None else known.row.left_ore


def shown(known: Known) -> Position:
    """Tell what the ledger of a case must show; the sale of an imported invoice is booked where it was made."""
    if known.claim is None:
        return {}
    paid = [refund for refund in known.refunds if refund.is_paid]
    return position(
        known.claim,
        accounts=known.accounts,
        vat_ore={},
        refunded_ore=sum(refund.amount_ore for refund in paid if refund.is_bank),
        used_ore=sum(refund.amount_ore for refund in paid if not refund.is_bank),
        matched_later=known.matched_later,
    )
