"""How sure a suggestion is, in a word that a person can act on."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from betalt.values.reason import Reason

_WHO: Final = frozenset(
    {"payment.payer_known", "payment.org_no", "payment.reference_given", "payment.number_in_text"}
)
_SUM: Final = frozenset(
    {"payment.sum_owed", "payment.sum_of_letter", "payment.sum_without_costs", "payment.sum_together"}
)


class Certainty(StrEnum):
    """How sure it is that a payment is for what is suggested."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


def certainty(*, reasons: Collection[Reason], rivals: int) -> Certainty:
    """Weigh what speaks for a suggestion beside `rivals` others.

    Sure is what both the payer and the sum speak for, and nothing else was suggested; one of them alone is
    likely at best. Nothing is booked by it: it orders what a person looks at.
    """
    codes = {reason.code for reason in reasons}
    who, agrees = bool(codes & _WHO), bool(codes & _SUM)
    if who and agrees and not rivals:
        return Certainty.SURE
    if (who and agrees) or (agrees and not rivals):
        return Certainty.LIKELY
    return Certainty.DOUBTFUL
