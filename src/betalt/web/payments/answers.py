"""Does what a person says of a payment and tells how it went, in the words of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from betalt.flows.one_case import CaseUnknown
from betalt.flows.refund import RefundRefused
from betalt.flows.settle import PaymentUnclear
from betalt.web.wording import reason_text, sentence

REFUSED = (PaymentUnclear, RefundRefused, CaseUnknown)


def refusal(error: Exception) -> str:
    """Say why a payment or a refund cannot be dealt with like this."""
    why = getattr(error, "why", None)
    if why is not None:
        return reason_text(why)
    return sentence(
        "office_payments.no_case" if isinstance(error, CaseUnknown) else "office_payments.refused"
    )


def tried(act: Callable[[], Any]) -> str:
    """Do something; return why it was refused, or nothing."""
    try:
        act()
    except REFUSED as error:
        return refusal(error)
    return ""
