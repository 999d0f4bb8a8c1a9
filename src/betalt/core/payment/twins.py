"""The same payment told by two kinds of file, BgMax and camt, whose banks call it by different numbers.

Within one kind a payment is known by `bank_id`. Across kinds nothing but what was paid is the same, so payments
are paired one to one: two equal payments in both files are two payments, not one and not four.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from betalt.core.payment.incoming import Direction, IncomingPayment, ReferenceKind
from betalt.core.payment.open_claims import plain_number


def payment_key(payment: IncomingPayment, *, format: str) -> str:  # noqa: A002 -- the word of the contract
    """Write what makes a payment the same one when it comes again in a file of the same family.

    Bankgirot's serials come round after two years, so there the day belongs to the key.
    """
    family = "camt" if format.startswith("camt") else format
    day = f"{payment.booked_on}/" if family in {"bgmax", "plusgiro"} else ""
    way = "" if payment.direction == Direction.IN else f"{payment.direction}/"
    return f"{family}:{payment.payee or payment.payer}/{day}{way}{payment.bank_id}"


def twin_key(payment: IncomingPayment) -> str:
    """Write what is the same about a payment in every file: where, when, how much, which way, and what for."""
    checked = {plain_number(one.value) for one in payment.references if one.kind != ReferenceKind.FREE}
    what_for = ",".join(sorted(checked)) or payment.payer or plain_number("".join(payment.text))
    return f"{payment.payee}|{payment.booked_on}|{payment.amount_ore}|{payment.currency}|{payment.direction}|{what_for}"


def set_twins_apart(
    *, payments: Iterable[IncomingPayment], known: Mapping[str, int]
) -> tuple[list[IncomingPayment], list[IncomingPayment]]:
    """Part payments into new ones and twins of those held from files of another kind (key -> how many)."""
    left = Counter(known)
    new: list[IncomingPayment] = []
    twins: list[IncomingPayment] = []
    for payment in payments:
        key = twin_key(payment)
        if left[key] > 0:
            left[key] -= 1
            twins.append(payment)
        else:
            new.append(payment)
    return new, twins
