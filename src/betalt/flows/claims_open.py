"""One creditor's open claims as a day's payments are matched against them: what is owed is worked out for that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from betalt.core.payment.incoming import IncomingPayment
from betalt.core.payment.open_claims import Index, OpenClaim, plain_number
from betalt.flows.claim_facts import claim_or_none
from betalt.flows.facts import Known, know
from betalt.records.queries import open_claims as queries
from betalt.records.queries.open_claims import Named

_CHUNK = 2_000  # cases read at a time


@dataclass(slots=True, kw_only=True)
class Portfolio:
    """What payments of some days may be for; read once, so that the payments of one file do not change it."""

    known: list[Known]
    named: list[Named]
    letters: dict[int, int]
    payers: dict[str, frozenset[int]]
    counted: dict[int, date] = field(
        default_factory=dict
    )  # by invoice: a part was settled when its list came
    _day: date | None = None
    _index: Index | None = None

    def index(self, on: date) -> Index:
        """Put the claims in order as they stood at the end of a day; the last day asked for is kept."""
        if self._index is None or self._day != on:
            self._day, self._index = on, Index.of(claims=self._claims(on), known_payers=self.payers)
        return self._index

    def _claims(self, on: date) -> Iterator[OpenClaim]:
        owed: dict[tuple[int, str], tuple[int, int]] = {}
        alone: dict[int, int] = {}
        for known in self.known:
            claim = claim_or_none(known.claim_facts, on=on)
            invoices = claim.invoices if claim is not None else ()
            for each in invoices:
                owed[known.row.case, each.id] = each.total, each.principal
            if len(invoices) == 1:
                alone[known.row.case] = self.letters.get(known.row.case, 0)
        for row in self.named:
            if row.is_credit:
                yield _claim(row, row.amount_ore, row.amount_ore, 0)
            else:
                total, principal = owed.get((row.case, row.number), (0, 0))
                yield _claim(row, total, principal, alone.get(row.case, 0) if total else 0)


def portfolio(*, creditor: int, payments: Sequence[IncomingPayment], on: date) -> Portfolio:
    """Read a creditor's open claims, and the closed ones that payments name; the walls must be open."""
    keys = [(creditor, case) for case in queries.open_cases(creditor=creditor)]
    known = [one for at in range(0, len(keys), _CHUNK) for one in know(keys[at : at + _CHUNK], on=on)]
    numbers = {plain_number(one.value) for payment in payments for one in payment.references} - {""}
    named = queries.named(creditor=creditor, numbers=numbers)
    return Portfolio(
        known=known,
        named=named,
        counted={row.invoice: row.counted_on for row in named if row.counted_on is not None},
        letters=dict(queries.letter_sums(creditor=creditor)),
        payers=dict(queries.known_payers(creditor=creditor)),
    )


def _claim(row: Named, owed_ore: int, principal_ore: int, letter_ore: int) -> OpenClaim:
    return OpenClaim(
        case=row.case,
        invoice=row.invoice,
        party=row.party,
        number=row.number,
        ocr=row.ocr,
        owed_ore=owed_ore,
        principal_ore=principal_ore,
        letter_ore=letter_ore,
        name=row.name,
        org_no=row.org_no,
        is_credit=row.is_credit,
    )
