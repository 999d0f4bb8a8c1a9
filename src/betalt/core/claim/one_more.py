"""What one more measure adds to a claim that is worked out already, where that follows from the claim alone."""

from betalt.core.claim.claim import Claim
from betalt.core.claim.history import statutory_fee
from betalt.core.claim.terms import EventKind


def fee_to_come(claim: Claim, *, kind: EventKind) -> int | None:
    """Tell what one more measure on the claim's own day would add, in öre, without working the claim out again.

    None where only the whole claim can tell: several invoices, late compensation, anything cleared, or an event
    of the same day or later, with which the measure has a place in the order of R1.
    """
    facts, worked, today = claim.facts, claim.worked, claim.on.toordinal()
    steps = facts.history.steps
    if len(worked.accounts) > 1 or len(worked.touches) > 1 or facts.history.corrections:
        return None
    (account,) = worked.accounts
    if account.late or account.forgiven or (steps and steps[-1][0] >= today):
        return None
    refused = kind == "reminder" and not facts.terms.reminder_fee_agreed
    return None if refused or not claim.total or today <= account.due else statutory_fee(kind, claim.on)
