"""Puts facts in order once: invoices oldest first, events as R1 says; a claim then only walks through."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from betalt.core.claim.interest import Policy, Rates, rates
from betalt.core.claim.terms import Basis, CreditorKind, DebtorKind, Event, EventKind, Invoice, Terms
from betalt.law import LawUnknown, fee_ore, table
from betalt.law.book import forget_when_changed
from betalt.values.days import effective_due

NOWHERE = -1  # the event names no invoice
NEVER = date.max.toordinal() + 1  # interest that has not begun to run
_REMEMBERED_DAYS = 16_384

# R1: the order of one day. Within a kind those naming an invoice first, then as they were given.
ORDER: tuple[EventKind, ...] = (
    "payment_reversed",
    "credit",
    "late_compensation",
    "reminder",
    "demand",
    "plan",
    "application",
    "court_cost",
    "judgment",
    "payment",
    "write_off",
)
MEASURES = frozenset({"late_compensation", "reminder", "demand", "plan"})  # they carry a statutory fee
_RANK = {kind: rank for rank, kind in enumerate(ORDER)}


class FactsError(ValueError):
    """The facts contradict themselves; `path` says where, as in events[3].invoice."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


# One event in its place: its day (an ordinal), its rank in R1, whether it names no invoice, its place in
# Facts.events; then its öre (a measure's: the statutory fee of its day) and its invoice's place in the queue.
# A plain tuple, since a claim walks over it: sorts as R1 says, for no two have the same place in Facts.events.
Step = tuple[int, int, bool, int, int, int]

# How the account of one invoice is opened: its place in the queue; its effective due day and the day before its
# first interest day (ordinals; the latter may be NEVER); the öre of its principal. A plain tuple, as Step is.
Opening = tuple[int, int, int, int]


# Not frozen, which would double the time it takes: it is made for every case of a day's run. Nobody writes to it.
@dataclass(slots=True, kw_only=True)
class History:
    """The facts in order: what a claim needs whatever the day it is asked for."""

    queue: tuple[Invoice, ...]  # oldest first: effective due day, then document order (R7)
    openings: tuple[Opening, ...]  # in the order of the queue
    steps: tuple[Step, ...]
    corrections: tuple[Step, ...]  # error credits and reversed payments: they rewrite history (R8)
    rates: Rates
    by_document: tuple[int, ...]  # places in the queue in the order of the document

    @property
    def last_due_on(self) -> date:
        """Tell the effective due day of the invoice that fell due last."""
        return date.fromordinal(self.openings[-1][1])


def arrange(
    *,
    creditor_kind: CreditorKind,
    debtor_kind: DebtorKind,
    basis: Basis,
    terms: Terms,
    invoices: tuple[Invoice, ...],
    events: tuple[Event, ...],
) -> History:
    """Put facts in order, or raise FactsError; interest begins as INT-2 to INT-5 say (INT-3, INT-4, R10)."""
    agreed = terms.due_agreed
    dues = [
        effective_due_on(invoice.due_on, invoice.sent_on or invoice.invoiced_on, agreed).toordinal()
        for invoice in invoices
    ]
    order = sorted(range(len(invoices)), key=dues.__getitem__)
    places = {invoices[number].id: place for place, number in enumerate(order)}
    if len(places) < len(invoices):
        raise _repeated([invoice.id for invoice in invoices])
    steps: list[Step] = []
    corrections: list[Step] = []
    for at, event in enumerate(events):
        step = _step(at, event, places)
        if event.kind == "payment_reversed" or event.ground == "error":
            corrections.append(step)
        elif event.charged:  # a measure taken without its fee moves nothing
            steps.append(step)
    if corrections:
        _check_reversals(events)
    steps.sort()
    floored = debtor_kind == "public" and creditor_kind == "business"
    # Lists inside of tuple(): for the one or two invoices of most claims a generator costs more than they do.
    return History(
        queue=tuple([invoices[number] for number in order]),
        openings=tuple(
            [
                _opening(place, dues[number], invoices[number], terms, debtor_kind)
                for place, number in enumerate(order)
            ]
        ),
        steps=tuple(steps),
        corrections=tuple(corrections),
        rates=rates(Policy(terms.interest_kind, terms.interest_bps, floored, terms.consumer_credit, basis)),
        by_document=tuple([places[invoice.id] for invoice in invoices]),
    )


def statutory_fee(kind: str, on: date) -> int:
    """Tell the fee of a measure's day in öre; a day older than its table takes the first fee in it (R5)."""
    try:
        return fee_ore(kind, on)
    except LawUnknown:
        return table(f"fee_{kind}").values[0].value


@lru_cache(maxsize=_REMEMBERED_DAYS)
def effective_due_on(due_on: date, sent_on: date, due_agreed: bool) -> date:
    """Find the day after which an invoice is late: moved to a business day (INT-3, R10).

    Without an agreed due day it is not before the 30th day after sending, which is not moved.
    """
    moved = effective_due(due_on)
    return moved if due_agreed else max(moved, _after_demand(sent_on))


def _opening(place: int, due: int, invoice: Invoice, terms: Terms, debtor_kind: DebtorKind) -> Opening:
    principal = invoice.amount_ore - invoice.tax_office_share_ore
    if terms.interest_kind == "none":
        return place, due, NEVER, principal
    if terms.due_agreed or debtor_kind != "consumer" or invoice.interest_notice:
        return place, due, due, principal
    if invoice.noticed_on is None:
        return place, due, NEVER, principal
    return place, due, max(due, _after_demand(invoice.noticed_on).toordinal()), principal


@lru_cache(maxsize=_REMEMBERED_DAYS)
def _after_demand(sent_on: date) -> date:
    """Find the 30th day after a demand that says that non-payment leads to interest (räntelagen 4 §, INT-4)."""
    waiting = table("interest_start_days")
    # Older than the table: interest at an agreed rate needs no reference rate, so it must not stop here (R5).
    return sent_on + timedelta(days=waiting.value(max(sent_on, waiting.values[0].from_on)))


def _step(at: int, event: Event, places: dict[str, int]) -> Step:
    named = event.invoice
    place = NOWHERE if named is None else places.get(named, NOWHERE)
    if named is not None and place == NOWHERE:
        raise FactsError(f"events[{at}].invoice", f"there is no invoice {named!r:.60}")
    if event.kind == "credit" and named is None:
        raise FactsError(f"events[{at}].invoice", "a credit names its invoice")
    amount = statutory_fee(event.kind, event.on) if event.kind in MEASURES else event.amount_ore or 0
    return event.on.toordinal(), _RANK[event.kind], named is None, at, amount, place


def _check_reversals(events: tuple[Event, ...]) -> None:
    paid = {event.id: event.on for event in events if event.kind == "payment" and event.id is not None}
    for at, event in enumerate(events):
        if event.kind == "payment_reversed":
            paid_on = paid.pop(event.payment or "", None)
            if paid_on is None:
                raise FactsError(
                    f"events[{at}].payment", f"no payment {event.payment!r:.60} is left to reverse"
                )
            if event.on < paid_on:
                raise FactsError(f"events[{at}].on", f"reversed before it was paid on {paid_on}")


def _repeated(ids: list[str]) -> FactsError:
    number = next(number for number, invoice in enumerate(ids) if invoice in ids[:number])
    return FactsError(f"invoices[{number}].id", f"another invoice has the id {ids[number]!r:.60}")


forget_when_changed(forget=_after_demand.cache_clear)
forget_when_changed(forget=effective_due_on.cache_clear)
