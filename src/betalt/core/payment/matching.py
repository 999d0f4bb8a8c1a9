"""Which claims a payment is for: only what its references say books itself; everything else is a suggestion.

The order is that of the bank formats: a reference that the bank or the payer gives, several references with their
own sums or with a sum that agrees, numbers in free text among open claims; then a person is asked. How the
money clears within a claim is decided by `core.claim`.
"""

from dataclasses import dataclass

from betalt.core.payment.incoming import Direction, IncomingPayment, Reference, ReferenceKind
from betalt.core.payment.open_claims import Index, OpenClaim
from betalt.core.payment.suggestions import Suggestion, agreeing_sums, suggest
from betalt.core.payment.written import numbers_written
from betalt.values.reason import Reason

_SPEAKS_FOR_ITSELF = 6  # digits: a shorter number in free text may as well be a day, a street or a sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A part of the payment for one claim; negative for a credit note that the payer has deducted."""

    claim: OpenClaim
    amount_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What follows for a payment: parts that book themselves, or suggestions, and why."""

    allocations: tuple[Allocation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    why: Reason


@dataclass(frozen=True, slots=True)
class _Named:
    """One reference with the claims that it names."""

    claims: tuple[OpenClaim, ...]
    amount_ore: int | None
    is_credit: bool

    @property
    def is_clear(self) -> bool:
        """Tell whether the reference names one case only."""
        return len({(claim.case, claim.invoice) for claim in self.claims}) == 1


def match(payment: IncomingPayment, *, open_claims: Index) -> Match:
    """Decide what a payment is for; the allocations, if any, sum to the payment."""
    if payment.currency != "SEK":
        return Match(why=_why("currency", currency=payment.currency))
    if payment.direction == Direction.REVERSAL:
        return Match(why=_why("reversal"))
    if payment.is_debit:
        return _deduction(payment, open_claims)
    named = _named(payment, open_claims)
    if named:
        return _by_references(payment, named, open_claims)
    return _unmatched(payment, open_claims, "unmatched")


def _deduction(payment: IncomingPayment, index: Index) -> Match:
    # Money out is ours to suppliers and others, save a credit note that a customer has netted.
    credits_ = [claim for claim in _values(payment, index, ReferenceKind.CREDIT) if claim.is_credit]
    if len(credits_) == 1:
        part = Allocation(claim=credits_[0], amount_ore=-payment.amount_ore)
        return Match(allocations=(part,), why=_why("credit_deducted", number=credits_[0].number))
    if any(reference.kind == ReferenceKind.CREDIT for reference in payment.references):
        return _unmatched(payment, index, "deduction_unknown")
    return Match(why=_why("money_out"))


def _values(payment: IncomingPayment, index: Index, kind: ReferenceKind) -> list[OpenClaim]:
    named = (
        index.named(reference.value, credit=True)
        for reference in payment.references
        if reference.kind == kind
    )
    return [claim for claims in named for claim in claims]


def _named(payment: IncomingPayment, index: Index) -> list[_Named]:
    found: dict[tuple[OpenClaim, ...], _Named] = {}
    for reference in payment.references:
        for named in _one_reference(payment, reference, index):
            known = found.get(named.claims)
            if known is None or known.amount_ore is None:
                found[named.claims] = named
    return list(found.values()) or _in_text(payment, payment.text, None, index)


def _one_reference(payment: IncomingPayment, reference: Reference, index: Index) -> list[_Named]:
    is_credit = reference.kind == ReferenceKind.CREDIT
    whole = tuple(index.named(reference.value, credit=is_credit))
    if reference.kind != ReferenceKind.FREE:
        # A credit note that we never issued is kept, so that its sum is not overlooked.
        return [_Named(whole, reference.amount_ore, is_credit)] if whole or is_credit else []
    return _in_text(payment, (reference.value,), reference.amount_ore, index)


def _in_text(
    payment: IncomingPayment, texts: tuple[str, ...], amount_ore: int | None, index: Index
) -> list[_Named]:
    found: dict[tuple[OpenClaim, ...], _Named] = {}
    for number in dict.fromkeys(number for text in texts for number in numbers_written(text)):
        claims = tuple(claim for claim in index.named(number) if claim.owed_ore > 0)
        if claims and _is_sure(payment, number, claims, index):
            found.setdefault(claims, _Named(claims, amount_ore, is_credit=False))
    return list(found.values())


def _is_sure(payment: IncomingPayment, number: str, claims: tuple[OpenClaim, ...], index: Index) -> bool:
    """Tell whether a number that the bank has not checked is backed by its length, the sum or the payer."""
    if sum(letter.isdigit() for letter in number) >= _SPEAKS_FOR_ITSELF:
        return True
    known = index.known_payers.get(payment.payer, frozenset()) if payment.payer else frozenset()
    return any(
        payment.amount_ore in claim.sums
        or claim.party in known
        or (claim.org_no != "" and claim.org_no[-10:] == payment.payer_org_no)
        for claim in claims
    )


def _by_references(payment: IncomingPayment, named: list[_Named], index: Index) -> Match:
    all_claims = tuple(claim for one in named for claim in one.claims)
    if not all(one.is_clear for one in named if one.claims):
        return _unmatched(payment, index, "reference_shared", all_claims)
    if any(not one.claims for one in named):
        return _with_unknown_credit(payment, named, index)
    if len(named) == 1 and not named[0].is_credit:
        return _whole(payment, named[0].claims[0])
    if all(one.amount_ore is not None for one in named):
        return _by_own_sums(payment, named, index)
    claims = tuple(one.claims[0] for one in named)
    parts = agreeing_sums(claims, payment.amount_ore)
    if parts is None:
        return _unmatched(payment, index, "sum_differs", claims)
    return _allocated(claims, parts, _why("sum_agrees", count=len(claims)))


def _whole(payment: IncomingPayment, claim: OpenClaim) -> Match:
    part = Allocation(claim=claim, amount_ore=payment.amount_ore)
    return Match(allocations=(part,), why=_why("reference", number=claim.number))


def _with_unknown_credit(payment: IncomingPayment, named: list[_Named], index: Index) -> Match:
    # The payer has deducted something that we never credited: what came is for the invoice, the rest stays owed.
    invoices = [one for one in named if one.claims and not one.is_credit]
    if len(invoices) == 1 and len(invoices) == sum(bool(one.claims) for one in named):
        part = Allocation(claim=invoices[0].claims[0], amount_ore=payment.amount_ore)
        return Match(allocations=(part,), why=_why("deduction_unknown"))
    claims = tuple(claim for one in named for claim in one.claims)
    return _unmatched(payment, index, "deduction_unknown", claims)


def _by_own_sums(payment: IncomingPayment, named: list[_Named], index: Index) -> Match:
    claims = tuple(one.claims[0] for one in named)
    parts = tuple((-1 if one.is_credit else 1) * (one.amount_ore or 0) for one in named)
    if sum(parts) != payment.amount_ore:
        return _unmatched(payment, index, "sum_differs", claims)
    return _allocated(claims, parts, _why("own_sums", count=len(claims)))


def _allocated(claims: tuple[OpenClaim, ...], parts: tuple[int, ...], why: Reason) -> Match:
    pairs = zip(claims, parts, strict=True)
    return Match(
        allocations=tuple(Allocation(claim=claim, amount_ore=ore) for claim, ore in pairs if ore), why=why
    )


def _unmatched(payment: IncomingPayment, index: Index, code: str, named: tuple[OpenClaim, ...] = ()) -> Match:
    return Match(suggestions=suggest(payment, open_claims=index, named=named), why=_why(code))


def _why(code: str, **params: object) -> Reason:
    return Reason(code=f"payment.{code}", params=tuple((name, str(value)) for name, value in params.items()))
