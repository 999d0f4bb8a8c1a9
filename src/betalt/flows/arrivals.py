"""Payments that are here find their claims: what their references say books itself, the rest waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from betalt.core.payment.incoming import Direction, IncomingPayment
from betalt.core.payment.matching import Match, match
from betalt.core.payment.sightings import Kind, checked, same_place
from betalt.core.payment.suggestions import Suggestion
from betalt.flows.aftermath import reckon
from betalt.flows.claims_open import Portfolio, portfolio
from betalt.flows.facts import know
from betalt.flows.held_money import book_money
from betalt.flows.shares import Gift, Share, give
from betalt.flows.stored_reason import as_json
from betalt.records import models as m
from betalt.records import payments
from betalt.records.bulk import Key
from betalt.records.payments import NewSuggestion, Reversible
from betalt.values.reason import Reason

CREDIT_UNFIT = Reason(code="money.credit_unfit")
REVERSAL_UNKNOWN = Reason(code="money.reversal_unknown")
REVERSAL_LIKELY = "money.reversal_likely"
_LIKENESSES = 5  # payments that a person may choose among; more are no help
PERHAPS_TOLD = "money.perhaps_told"
PARTED = Reason(code="money.parted")
_FOR_A_PERSON = (PERHAPS_TOLD, PARTED.code)
_OWN = {
    "in": (Direction.IN, False),
    "deduction": (Direction.OUT, True),
    "came_back": (Direction.REVERSAL, False),
}


@dataclass(slots=True, kw_only=True)
class Arrived:
    """A payment that is stored, with what it is for as far as its references say."""

    id: int
    told: IncomingPayment
    kind: Kind
    found: Match
    is_fresh: bool  # stored in this transaction: nothing of it is booked yet


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of some payments, by id, and the cases that they touched."""

    settled: list[int] = field(default_factory=list)
    open: list[Arrived] = field(default_factory=list)
    touched: set[Key] = field(default_factory=set)


def settle(*, creditor: int, arrived: Sequence[Arrived], on: date, actor: str = "") -> Outcome:
    """Give these payments to the claims that their references name; the others wait; the walls must be open."""
    outcome = Outcome()
    plain, netted, back = _sorted(arrived)
    _give(creditor, plain, on, actor, outcome)
    _give_netted(creditor, netted, on, actor, outcome)
    _take_back(creditor, back, on, actor, outcome)
    _let_wait(creditor, outcome, on)
    return outcome


def match_again(
    *, creditor: int, on: date, only: Iterable[str] = ("in", "deduction", "taken_back")
) -> Outcome:
    """Try the payments that wait once more: their invoice, or the payment they take back, may have come since.

    What may be the same money as another payment, or was parted from a case, is left to a person, unless a file has
    told of both since. The walls must be open.
    """
    waiting = m.Payment.objects.of(creditor).select_for_update().filter(state="open")
    two = payments.no_longer_doubtful(creditor=creditor, code=PERHAPS_TOLD)
    fit = Q(kind__in=list(only)) & ~Q(why__code__in=_FOR_A_PERSON) | Q(id__in=two)
    rows = list(waiting.filter(fit).order_by("booked_on", "id"))
    if not rows:
        return Outcome()
    told = [as_told(row) for row in rows]
    claims = portfolio(creditor=creditor, payments=told, on=on)
    arrived = [
        Arrived(
            id=row.id,
            told=payment,
            kind=Kind(row.kind),
            found=found_for(payment, claims=claims),
            is_fresh=False,
        )
        for row, payment in zip(rows, told, strict=True)
    ]
    return settle(creditor=creditor, arrived=arrived, on=on)


def found_for(payment: IncomingPayment, *, claims: Portfolio, perhaps: int | None = None) -> Match:
    """Find what a payment is for; what may be counted already books nothing by itself.

    `perhaps` is a payment that may be the same money. The list that an invoice came in may have counted a payment
    too, where it said that a part was settled and the payment is no younger.
    """
    assert payment.booked_on is not None
    found = match(payment, open_claims=claims.index(payment.booked_on))
    if perhaps is not None:
        why = Reason(code=PERHAPS_TOLD, params=(("payment", str(perhaps)),))
        return Match(suggestions=_as_suggestions(found) or found.suggestions, why=why)
    days = [claims.counted.get(part.claim.invoice) for part in found.allocations]
    counted_on = max((day for day in days if day is not None), default=None)
    if counted_on is None or payment.booked_on > counted_on:
        return found
    why = Reason(code="money.perhaps_counted", params=(("day", counted_on.isoformat()),))
    return Match(suggestions=_as_suggestions(found), why=why)


def as_told(row: m.Payment) -> IncomingPayment:
    """Read a stored payment as its file told of it."""
    direction, is_debit = _OWN.get(row.kind, (Direction.REVERSAL, True))
    return IncomingPayment(
        line=0,
        amount_ore=row.amount_ore,
        currency="SEK",
        booked_on=row.booked_on,
        direction=direction,
        is_debit=is_debit,
        payee=row.payee,
        payer=row.payer,
        payer_name=row.payer_name,
        payer_org_no=row.payer_org_no,
        references=payments.references(row.references),
        text=tuple(row.text),
        bank_id=row.key.partition(":")[2].rsplit("|", 3)[0],
    )


def _sorted(arrived: Sequence[Arrived]) -> tuple[list[Arrived], list[Arrived], list[Arrived]]:
    """Sort payments into plain ones, those with something netted, and those that take one back."""
    plain, netted, back = [], [], []
    for one in arrived:
        if one.kind is Kind.TAKEN_BACK:
            back.append(one)
        elif any(ore < 0 for _, _, ore in _shares(one.found)):
            netted.append(one)
        else:
            plain.append(one)
    return plain, netted, back


def _shares(found: Match) -> list[Share]:
    """List what a payment is for, each case once: a credit note on an invoice that is paid with it is taken off."""
    parts: dict[int, list[Share]] = defaultdict(list)
    for part in found.allocations:
        parts[part.claim.case].append((part.claim.case, part.claim.invoice, part.amount_ore))
    shares = []
    for case, some in parts.items():
        if all(ore > 0 for _, _, ore in some):
            shares += some
        else:
            shares.append((case, None, sum(ore for _, _, ore in some)))
    return shares


def _gift(one: Arrived, shares: Sequence[Share]) -> Gift:
    assert one.told.booked_on is not None
    return Gift(one.id, one.told.booked_on, shares, one.found.why.code.partition(".")[2])


def _give(creditor: int, plain: Sequence[Arrived], on: date, actor: str, outcome: Outcome) -> None:
    gifts = []
    for one in plain:
        shares = [share for share in _shares(one.found) if share[2]]
        if shares:
            gifts.append(_gift(one, shares))
            outcome.settled.append(one.id)
        else:
            outcome.open.append(one)
    _note_settled(creditor, [one for one in plain if _shares(one.found)])
    touched = give(creditor=creditor, gifts=gifts, on=on)
    if touched:
        reckon(keys=touched, on=on, kind="paid", actor=actor)
        outcome.touched.update(touched)


def _give_netted(creditor: int, netted: Sequence[Arrived], on: date, actor: str, outcome: Outcome) -> None:
    """Let payers net their credit notes, as far as there is something to their credit in the case."""
    if not netted:
        return
    named = {case for one in netted for case, _, ore in _shares(one.found) if ore < 0}
    known = know([(creditor, case) for case in sorted(named)], on=on)
    credit = {each.row.case: each.credit_ore for each in known}
    gifts, fitting = [], []
    for one in netted:
        shares = _shares(one.found)
        taken = {case: -ore for case, _, ore in shares if ore < 0}
        if any(credit[case] < ore for case, ore in taken.items()):
            one.found = Match(suggestions=_as_suggestions(one.found), why=CREDIT_UNFIT)
            outcome.open.append(one)
            continue
        for case, ore in taken.items():
            credit[case] -= ore
        fitting.append(one)
        given = [share for share in shares if share[2] > 0]
        gifts += [_gift(one, given)] if given else []
    _note_settled(creditor, fitting)
    taken_from = _take_credit(creditor, fitting, on)
    touched = {*give(creditor=creditor, gifts=gifts, on=on), *taken_from}
    if touched:
        reckon(keys=touched, on=on, kind="paid", actor=actor)
    outcome.settled += [one.id for one in fitting]
    outcome.touched.update(touched)


def _take_credit(creditor: int, fitting: Sequence[Arrived], on: date) -> set[Key]:
    rows = [
        m.Refund(
            creditor_id=creditor,
            case_id=case,
            payment_id=one.id,
            way="deducted" if one.kind is Kind.DEDUCTION else "used",
            state="paid",
            amount_ore=-ore,
            proposed_on=on,
            paid_on=one.told.booked_on,
        )
        for one in fitting
        for case, _, ore in _shares(one.found)
        if ore < 0
    ]
    m.Refund.objects.bulk_create(rows)
    return {(creditor, row.case_id) for row in rows}


def _as_suggestions(found: Match) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(claims=(part.claim,), reasons=(found.why,), weight=100) for part in found.allocations
    )


def _take_back(creditor: int, back: Sequence[Arrived], on: date, actor: str, outcome: Outcome) -> None:
    """Take back the payments that the bank has reversed; one that cannot be told for sure waits."""
    if not back:
        return
    candidates = payments.reversible({one.told.amount_ore for one in back}, creditor=creditor)
    taken: dict[int, date] = {}
    known = []
    for one in back:
        assert one.told.booked_on is not None
        some = [each for each in candidates[one.told.amount_ore] if each.payment not in taken]
        target = _reversed(one.told, some)
        if target is None:
            one.found = Match(why=_perhaps_reversed(one.told, some))
            outcome.open.append(one)
        else:
            taken[target] = one.told.booked_on
            known.append(one)
    _note_settled(creditor, known)
    outcome.settled += [one.id for one in known]
    outcome.touched.update(reverse(creditor=creditor, taken=taken, on=on, actor=actor))


def reverse(*, creditor: int, taken: dict[int, date], on: date, actor: str = "") -> set[Key]:
    """Take payments back, by id and the day the bank did it: their cases owe again and go on where they stood."""
    for payment, day in taken.items():
        row = m.Payment.objects.of(creditor).select_for_update().get(id=payment)
        m.Payment.objects.of(creditor).filter(id=payment).update(
            reversed_on=max(day, row.booked_on), state="settled"
        )
    cases = m.Match.objects.of(creditor).filter(payment_id__in=list(taken)).values_list("case_id", flat=True)
    touched = {(creditor, case) for case in cases}
    if touched:
        reckon(keys=touched, on=on, kind="payment_reversed", actor=actor)
    book_money(creditor=creditor, payments=list(taken), on=on, why="payment_reversed")
    return touched


def _reversed(told: IncomingPayment, candidates: Sequence[Reversible]) -> int | None:
    """Find the payment that is taken back, by the number that the bank gave both."""
    number = told.bank_id.removesuffix("/reversal")
    by_number = [one.payment for one in _before(told, candidates) if number in one.bank_ids]
    return by_number[0] if len(by_number) == 1 else None


def _perhaps_reversed(told: IncomingPayment, candidates: Sequence[Reversible]) -> Reason:
    # Likeness alone takes nothing back: an equal payment may come with the next file, and it may be that one.
    numbers = checked(told.references)
    alike = [
        str(one.payment)
        for one in _before(told, candidates)
        if (not numbers or one.checked == numbers) and same_place(one.payee, told.payee)
    ]
    if not 0 < len(alike) <= _LIKENESSES:
        return REVERSAL_UNKNOWN
    return Reason(code=REVERSAL_LIKELY, params=(("payments", ", ".join(sorted(alike, key=int))),))


def _before(told: IncomingPayment, candidates: Sequence[Reversible]) -> list[Reversible]:
    assert told.booked_on is not None
    return [one for one in candidates if one.booked_on <= told.booked_on]


def _note_settled(creditor: int, some: Sequence[Arrived]) -> None:
    payments.note_states(
        [(one.id, "settled", as_json(one.found.why), not one.is_fresh) for one in some], creditor=creditor
    )
    payments.forget_suggestions([one.id for one in some if not one.is_fresh], creditor=creditor)


def _let_wait(creditor: int, outcome: Outcome, on: date) -> None:
    """Keep what waits on its own account, with what it may be for."""
    waiting = outcome.open
    payments.note_states(
        [(one.id, "open", as_json(one.found.why), True) for one in waiting], creditor=creditor
    )
    payments.forget_suggestions([one.id for one in waiting if not one.is_fresh], creditor=creditor)
    payments.suggest([row for one in waiting for row in suggestions_of(one.id, one.found)], creditor=creditor)
    moved = [*outcome.settled, *(one.id for one in waiting)]
    book_money(creditor=creditor, payments=moved, on=on)


def suggestions_of(payment: int, found: Match) -> list[NewSuggestion]:
    """List what a payment may be for as rows to be stored."""
    return [
        NewSuggestion(
            payment=payment,
            rank=rank,
            case=claim.case,
            invoice=None if claim.is_credit else claim.invoice,
            weight=suggestion.weight,
            reasons=[as_json(reason) for reason in suggestion.reasons],
        )
        for rank, suggestion in enumerate(found.suggestions)
        for claim in suggestion.claims
    ]
