"""What the ledger of a case must show on a day, and the postings that take it there from what is booked.

Books are a difference: the position that follows from the claim less what stands in the ledger. Posting twice
adds nothing, and when history changes, the change is booked and the past stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from betalt.core.books.accounts import Accounts
from betalt.core.books.sale import sale_rows
from betalt.core.claim.account import COSTS, INTEREST, NO_EVENT, ORDERS, PRINCIPAL
from betalt.core.claim.claim import Claim
from betalt.core.claim.history import MEASURES, NOWHERE
from betalt.core.claim.terms import Event

Position = dict[str, int]  # account -> öre, debit as plus; sums to zero
_Ledger = defaultdict[str, int]


class UnbalancedError(ValueError):
    """Two positions differ by more than postings can move: one of them does not sum to zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One posting: öre, more than zero, moved from the credited account to the debited one."""

    debit: str
    credit: str
    ore: int


def position(
    claim: Claim,
    *,
    accounts: Accounts,
    vat_ore: Mapping[str, int | None],
    refunded_ore: int = 0,
    used_ore: int = 0,
    matched_later: Set[str] = frozenset(),
) -> Position:
    """Work out what the ledger of a case must show at the end of the claim's day.

    `vat_ore` gives each invoice's VAT by its id; None or nothing opens it against the clearing account. Fees
    are booked when charged and interest when paid, both without VAT (VAT-1). Of what was paid too much,
    `refunded_ore` has left the bank and `used_ore` has gone to another case. Payments `matched_later`, by id,
    come from the account of unmatched money, where they stood since the day that they came.
    """
    ledger: _Ledger = defaultdict(int)
    _book_invoices(ledger, claim, accounts, vat_ore)
    _book_charges(ledger, claim, accounts)
    _book_cleared(ledger, claim, accounts, matched_later)
    ledger[accounts.overpayment] += refunded_ore + used_ore
    ledger[accounts.bank] -= refunded_ore
    ledger[accounts.unmatched] -= used_ore
    return _shown(ledger)


def unmatched_position(ore: int, *, accounts: Accounts) -> Position:
    """Work out what the ledger must show of money whose claim was not known when it came; below 0: money out."""
    return {accounts.bank: ore, accounts.unmatched: -ore} if ore else {}


def entries(*, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Entry, ...]:
    """Find the postings that take a ledger from one position to another; none if they are equal."""
    if before == after:
        return ()
    moved = {account: after.get(account, 0) - before.get(account, 0) for account in sorted({*before, *after})}
    if sum(moved.values()):
        raise UnbalancedError(f"the positions differ by {sum(moved.values())} öre")
    debited = [(account, ore) for account, ore in moved.items() if ore > 0]
    credited = [(account, -ore) for account, ore in moved.items() if ore < 0]
    return tuple(_pair(debited, credited))


def add(*, to: Mapping[str, int], posted: Iterable[Entry]) -> Position:
    """Add postings to a position: what the ledger shows once they are booked."""
    ledger: _Ledger = defaultdict(int, to)
    for entry in posted:
        ledger[entry.debit] += entry.ore
        ledger[entry.credit] -= entry.ore
    return _shown(ledger)


def _shown(ledger: _Ledger) -> Position:
    return {account: ledger[account] for account in sorted(ledger) if ledger[account]}


def _book_invoices(
    ledger: _Ledger, claim: Claim, accounts: Accounts, vat_ore: Mapping[str, int | None]
) -> None:
    credited: _Ledger = defaultdict(int)
    for event in claim.facts.events:
        if event.kind == "credit" and event.invoice is not None and event.on <= claim.on:
            credited[event.invoice] += event.amount_ore or 0
            # By error: it was never owed. By goodwill it clears like a payment, below.
            ledger[accounts.receivable] -= (event.amount_ore or 0) if event.ground == "error" else 0
    for invoice in claim.facts.invoices:
        ledger[accounts.receivable_tax_office] += invoice.tax_office_share_ore
        ledger[accounts.receivable] += invoice.amount_ore - invoice.tax_office_share_ore
        rows = sale_rows(
            amount_ore=invoice.amount_ore,
            credited_ore=credited[invoice.id],
            vat_ore=vat_ore.get(invoice.id),
            invoiced_on=invoice.invoiced_on,
            accounts=accounts,
        )
        for account, ore in rows:
            ledger[account] += ore


def _book_charges(ledger: _Ledger, claim: Claim, accounts: Accounts) -> None:
    for _at, _place, what, ore, _why in claim.worked.measures:
        ledger[accounts.receivable] += ore
        ledger[accounts.fees if what in MEASURES else accounts.public_fees] -= ore


def _book_cleared(ledger: _Ledger, claim: Claim, accounts: Accounts, matched_later: Set[str]) -> None:
    events = claim.facts.events
    for at, place, _since, _to, _base, _interest, *cleared in claim.worked.touches:
        if at == NO_EVENT:
            continue
        event = events[at]
        _book_source(ledger, accounts, event, sum(cleared), matched_later)
        if place == NOWHERE:
            ledger[accounts.overpayment] -= cleared[0]
            continue
        order = ORDERS["PIC"] if event.kind == "credit" else claim.worked.order
        parts = dict(zip(order, cleared, strict=True))
        ledger[accounts.receivable] -= parts[COSTS] + parts[PRINCIPAL]
        if event.kind == "write_off":
            # A fee that is forgiven was never earned; unpaid interest was never booked.
            ledger[accounts.fees] += parts[COSTS]
            ledger[accounts.loss] += parts[PRINCIPAL]
        else:
            ledger[accounts.interest] -= parts[INTEREST]


def _book_source(
    ledger: _Ledger, accounts: Accounts, event: Event, ore: int, matched_later: Set[str]
) -> None:
    if event.kind == "payment":
        ledger[accounts.unmatched if event.id in matched_later else accounts.bank] += ore
    elif event.kind == "judgment" or event.ground == "error":
        # Paid above the costs awarded, or for what was never owed: the receivable had gone below nothing.
        ledger[accounts.receivable] += ore


def _pair(debited: list[tuple[str, int]], credited: list[tuple[str, int]]) -> Iterator[Entry]:
    """Pair the accounts off from the front; both sides hold the same öre in all."""
    while debited:
        (debit, owing), (credit, giving) = debited.pop(0), credited.pop(0)
        yield Entry(debit=debit, credit=credit, ore=min(owing, giving))
        if owing > giving:
            debited.insert(0, (debit, owing - giving))
        elif giving > owing:
            credited.insert(0, (credit, giving - owing))
