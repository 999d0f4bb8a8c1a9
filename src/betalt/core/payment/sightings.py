"""Tells whether a payment in a file is here already: by what its bank calls it, else by a twin in another kind of file.

Nothing is guessed: what may be the same and may be another is left for a person, and counts once until then.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from betalt.core.payment.incoming import Direction, IncomingPayment, Reference, ReferenceKind
from betalt.core.payment.open_claims import plain_number

_SAME_NUMBER_DAYS: Final = 60  # a bank uses a number again at the earliest after two years
_ACCOUNTS: Final = ("iban", "bban")  # giro money lands on one of them, and a statement may say only that


class Kind(StrEnum):
    """What a payment is to us; the word tells its sign."""

    IN = "in"
    CAME_BACK = "came_back"  # a payout that the bank returned
    DEDUCTION = "deduction"  # a credit note that the payer netted
    TAKEN_BACK = "taken_back"

    @property
    def is_money_in(self) -> bool:
        """Tell whether the account grew by it."""
        return self in {Kind.IN, Kind.CAME_BACK}


class Seen(NamedTuple):
    """A payment that is here, as one kind of file told of it."""

    payment: int
    told_by: str  # the kind of file: bgmax, camt.054 …
    bank_id: str
    booked_on: date
    amount_ore: int
    kind: str
    payee: str


class Held(NamedTuple):
    """A payment that is here, with the kinds of file that have told of it."""

    payment: int
    told_by: frozenset[str]
    booked_on: date
    amount_ore: int
    kind: str
    payee: str
    twin: str
    checked: frozenset[str]  # plain numbers of its references
    is_given: bool  # a claim has got it; one that waits for a person counts in none


class Verdict(NamedTuple):
    """What a payment in a file is: new, one that is here, one that the bank tells differently, or nobody knows."""

    told: IncomingPayment
    kind: Kind
    here: int | None = None
    is_repeat: bool = False  # it stood in the file before
    differs_from: int | None = None  # the bank's number is known with another sum
    perhaps: int | None = None  # the same sum on the same day, told by another kind of file


def kind_of(payment: IncomingPayment) -> Kind | None:
    """Tell what a payment is to us, or None for money that went out to others."""
    if payment.direction == Direction.REVERSAL:
        return Kind.TAKEN_BACK if payment.is_debit else Kind.CAME_BACK
    if not payment.is_debit and payment.direction == Direction.IN:
        return Kind.IN
    is_netted = any(reference.kind == ReferenceKind.CREDIT for reference in payment.references)
    return Kind.DEDUCTION if is_netted else None


def key_of(payment: IncomingPayment, *, told_by: str) -> str:
    """Write what makes it one payment for ever."""
    kind = kind_of(payment) or ""
    return f"{_family(told_by)}:{payment.bank_id}|{payment.booked_on}|{payment.amount_ore}|{kind}"


def twin_of(payment: IncomingPayment) -> str:
    """Write what is the same about a payment in every kind of file: when, how much, which way and what for.

    Its place is compared apart (`same_place`).
    """
    what_for = ",".join(sorted(checked(payment.references))) or payment.payer
    return "|".join((
        "", str(payment.booked_on), str(payment.amount_ore), payment.currency, payment.direction,
        what_for or plain_number("".join(payment.text)),
    ))  # fmt: skip


def checked(references: Sequence[Reference]) -> frozenset[str]:
    """List the plain numbers that a payment's references name for sure."""
    return frozenset(
        plain_number(one.value) for one in map(_spoken, references) if one.kind != ReferenceKind.FREE
    )


def sort_out(
    payments: Sequence[tuple[IncomingPayment, Kind]],
    *,
    told_by: str,
    seen: Mapping[str, Sequence[Seen]],
    held: Mapping[tuple[date, int], Sequence[Held]],
) -> list[Verdict]:
    """Judge each payment of a file; `seen` is by the bank's number, `held` by day and öre."""
    told: set[str] = set()
    taken: set[int] = set()
    verdicts = []
    for payment, kind in payments:
        verdict = _by_number(payment, kind, told_by, seen.get(payment.bank_id, ()))
        key = key_of(payment, told_by=told_by)
        if key in told:
            verdict = verdict._replace(is_repeat=True)
        told.add(key)
        if verdict.here is not None:
            taken.add(verdict.here)
        verdicts.append(verdict)
    # A twin is looked for only when all that have a number here are known, so that none is taken from them.
    return [_by_twin(verdict, told_by, held, taken) if _is_open(verdict) else verdict for verdict in verdicts]


def same_place(first: str, second: str) -> bool:
    """Tell whether two payees may be one: a giro number, or the account that its money lands on."""
    kinds = first.partition(":")[0], second.partition(":")[0]
    return (
        not (first and second)
        or first == second
        or (kinds[0] != kinds[1] and not {*kinds}.isdisjoint(_ACCOUNTS))
    )


def _by_number(payment: IncomingPayment, kind: Kind, told_by: str, seen: Sequence[Seen]) -> Verdict:
    verdict = Verdict(payment, kind)
    for one in seen:
        if _family(one.told_by) != _family(told_by) or not _is_near(one.booked_on, payment.booked_on):
            continue
        if (one.amount_ore, one.kind) == (payment.amount_ore, kind) and same_place(one.payee, payment.payee):
            return Verdict(payment, kind, here=one.payment)
        verdict = Verdict(payment, kind, differs_from=one.payment)
    return verdict


def _by_twin(
    verdict: Verdict, told_by: str, held: Mapping[tuple[date, int], Sequence[Held]], taken: set[int]
) -> Verdict:
    payment = verdict.told
    assert payment.booked_on is not None
    left = [
        one
        for one in held.get((payment.booked_on, payment.amount_ore), ())
        if one.payment not in taken
        and told_by not in one.told_by
        and one.kind == verdict.kind
        and same_place(one.payee, payment.payee)
    ]
    twin = twin_of(payment)
    for one in left:
        if one.twin == twin:
            taken.add(one.payment)
            return verdict._replace(here=one.payment)
    numbers = checked(payment.references)
    doubtful = [one for one in left if one.is_given and not _differ(numbers, one.checked)]
    return verdict._replace(perhaps=doubtful[0].payment if doubtful else None)


def _differ(numbers: frozenset[str], others: frozenset[str]) -> bool:
    return bool(numbers and others) and numbers.isdisjoint(others)


def _is_open(verdict: Verdict) -> bool:
    return verdict.here is None and verdict.differs_from is None and not verdict.is_repeat


def _is_near(first: date, second: date | None) -> bool:
    return second is not None and abs((first - second).days) <= _SAME_NUMBER_DAYS


def _family(told_by: str) -> str:
    return told_by.partition(".")[0]


def _spoken(reference: Reference) -> Reference:
    # A bank's list for people writes an OCR among free texts: digits alone are taken at their word here.
    is_number = reference.kind == ReferenceKind.FREE and plain_number(reference.value).isdigit()
    return reference._replace(kind=ReferenceKind.OCR) if is_number else reference
