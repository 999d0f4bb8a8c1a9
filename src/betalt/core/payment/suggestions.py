"""Claims that a payment may be for, ranked, each with the reasons that speak for it; a person decides."""

from dataclasses import dataclass
from itertools import combinations

from betalt.core.payment.incoming import IncomingPayment
from betalt.core.payment.open_claims import Index, OpenClaim, plain_name
from betalt.core.payment.written import numbers_written
from betalt.values import ocr
from betalt.values.reason import Reason

MOST = 10
_SUBSETS_OF = 10  # with more open claims than this, sums that fit by chance are too many to be of help
_WEIGHTS = {
    "payment.reference_given": 60,
    "payment.payer_known": 50,
    "payment.org_no": 40,
    "payment.number_in_text": 30,
    "payment.sum_owed": 25,
    "payment.sum_of_letter": 25,
    "payment.sum_without_costs": 20,
    "payment.name": 15,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One or several claims that the payment may be for."""

    claims: tuple[OpenClaim, ...]
    reasons: tuple[Reason, ...]
    weight: int


def suggest(
    payment: IncomingPayment, *, open_claims: Index, named: tuple[OpenClaim, ...] = ()
) -> tuple[Suggestion, ...]:
    """Rank the claims that something speaks for; `named` are those that the payment's references name."""
    evidence: dict[OpenClaim, dict[str, Reason]] = {}
    for claim in named:
        _note(evidence, claim, "reference_given", number=claim.number)
    _by_payer(evidence, payment, open_claims)
    _by_text(evidence, payment, open_claims)
    _by_sum(evidence, payment, open_claims)
    single = [_suggestion((claim,), reasons) for claim, reasons in evidence.items()]
    ranked = sorted([*single, *_together(evidence, payment)], key=_rank)
    return tuple(ranked[:MOST])


def _by_payer(evidence: dict[OpenClaim, dict[str, Reason]], payment: IncomingPayment, index: Index) -> None:
    known = index.known_payers.get(payment.payer, frozenset()) if payment.payer else frozenset()
    for claim in (claim for party in sorted(known) for claim in index.by_party.get(party, ())):
        _note(evidence, claim, "payer_known", account=payment.payer)
    for claim in index.by_org_no.get(payment.payer_org_no, ()) if payment.payer_org_no else ():
        _note(evidence, claim, "org_no")
    for claim in index.by_name.get(plain_name(payment.payer_name), ()) if payment.payer_name else ():
        _note(evidence, claim, "name", name=claim.name)


def _by_text(evidence: dict[OpenClaim, dict[str, Reason]], payment: IncomingPayment, index: Index) -> None:
    texts = (*(reference.value for reference in payment.references), *payment.text)
    # A short number of an invoice books nothing by itself, but its case gets no letter while a person looks.
    words = [number for text in texts for number in numbers_written(text)]
    numbers = dict.fromkeys((*ocr.find_in_text(" | ".join(texts), index.ocrs), *words))
    for number, claim in [(found, claim) for found in numbers for claim in index.named(found)]:
        if claim.owed_ore <= 0:
            continue
        if "payment.reference_given" not in evidence.get(claim, {}):
            _note(evidence, claim, "number_in_text", number=number)


def _by_sum(evidence: dict[OpenClaim, dict[str, Reason]], payment: IncomingPayment, index: Index) -> None:
    claims = index.by_sum.get(payment.amount_ore, [])
    for claim in claims:
        if len(claims) > MOST and claim not in evidence:
            continue  # a price that many have to pay points at none of them
        if payment.amount_ore == claim.owed_ore:
            code = "sum_owed"
        else:
            code = "sum_of_letter" if payment.amount_ore == claim.letter_ore else "sum_without_costs"
        _note(evidence, claim, code, sum_ore=payment.amount_ore)


def _together(evidence: dict[OpenClaim, dict[str, Reason]], payment: IncomingPayment) -> list[Suggestion]:
    # Several claims of one party, which something else than the sum speaks for, that make the sum together.
    parties: dict[int, list[OpenClaim]] = {}
    for claim in evidence:
        parties.setdefault(claim.party, []).append(claim)
    few = (claims for claims in parties.values() if len(claims) <= _SUBSETS_OF)
    groups = (
        group for claims in few for size in range(2, len(claims) + 1) for group in combinations(claims, size)
    )
    reason = Reason(code="payment.sum_together", params=(("sum_ore", str(payment.amount_ore)),))
    found: list[Suggestion] = []
    for group in groups:
        if agreeing_sums(group, payment.amount_ore) is not None:
            shared = {code: each for claim in group for code, each in evidence[claim].items()}
            found.append(_suggestion(group, {**shared, reason.code: reason}, extra=30))
    return found


def agreeing_sums(claims: tuple[OpenClaim, ...], amount_ore: int) -> tuple[int, ...] | None:
    """Find the parts that make a payment of claims: all with costs, all without, or all as their letters said.

    A credit note among them is taken off.
    """
    for parts in (
        [claim.owed_ore for claim in claims],
        [claim.principal_ore for claim in claims],
        [claim.letter_ore or claim.owed_ore for claim in claims],
    ):
        signed = [
            -claim.principal_ore if claim.is_credit else ore for claim, ore in zip(claims, parts, strict=True)
        ]
        if sum(signed) == amount_ore:
            return tuple(signed)
    return None


def _note(
    evidence: dict[OpenClaim, dict[str, Reason]], claim: OpenClaim, code: str, **params: object
) -> None:
    pairs = tuple((name, str(value)) for name, value in params.items())
    reason = Reason(code=f"payment.{code}", params=pairs)
    evidence.setdefault(claim, {})[reason.code] = reason


def _suggestion(claims: tuple[OpenClaim, ...], reasons: dict[str, Reason], *, extra: int = 0) -> Suggestion:
    ordered = sorted(reasons.values(), key=lambda reason: -_WEIGHTS.get(reason.code, 100))
    weight = extra + sum(_WEIGHTS.get(code, 0) for code in reasons)
    return Suggestion(claims=claims, reasons=tuple(ordered), weight=weight)


def _rank(suggestion: Suggestion) -> tuple[int, int, list[int]]:
    return -suggestion.weight, len(suggestion.claims), [claim.invoice for claim in suggestion.claims]
