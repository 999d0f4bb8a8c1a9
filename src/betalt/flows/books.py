"""Books what changed: the position that follows from each claim, less what stands in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.books.post import Position, entries, position
from betalt.flows.facts import Known
from betalt.records import ledger
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
    return len(rows)


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
