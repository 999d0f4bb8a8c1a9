"""Money is given to the cases that it is for; cases that share a letter are paid by one sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.flows.facts import know
from betalt.records import bulk, lookup, settlement
from betalt.records import models as m
from betalt.records.bulk import Key

Share = tuple[int, int | None, int]  # case, invoice or None, öre


class Gift(NamedTuple):
    """A payment with the shares that it is to be parted into."""

    payment: int
    booked_on: date
    shares: Sequence[Share]
    why: str


def give(*, creditor: int, gifts: Sequence[Gift], on: date) -> list[Key]:
    """Give shares of payments to cases and return the cases; what one does not need flows on; the walls must be open.

    Cases that share a letter are paid by one sum: each gets what the letter asks for it, the oldest first.
    """
    if not gifts:
        return []
    named = sorted({case for gift in gifts for case, _, _ in gift.shares})
    mates = lookup.cases_in_same_letter(creditor=creditor, cases=named)
    bulk.lock(
        sorted({(creditor, case) for case in (*named, *(one for some in mates.values() for one in some))})
    )
    parting = _Parting(creditor=creditor, mates=mates)
    rows = [
        m.Match(
            creditor_id=creditor,
            payment_id=gift.payment,
            case_id=case,
            invoice_id=invoice,
            amount_ore=ore,
            on=on,
            why=gift.why,
        )
        for gift in sorted(gifts, key=lambda gift: (gift.booked_on, gift.payment))
        for (case, invoice), ore in parting.part(gift).items()
    ]
    m.Match.objects.bulk_create(rows)
    return sorted({(creditor, row.case_id) for row in rows})


class _Parting:
    """Parts payments one after the other: what one has filled, the next need not."""

    def __init__(self, *, creditor: int, mates: dict[int, list[int]]) -> None:
        self._creditor, self._mates = creditor, mates
        self._wanted: dict[date, dict[int, int]] = {}
        self._given: dict[int, int] = {}

    def part(self, gift: Gift) -> dict[tuple[int, int | None], int]:
        rows: dict[tuple[int, int | None], int] = {}
        for case, invoice, ore in gift.shares:
            others = self._mates.get(case, [])
            left = ore - min(ore, self._wants(case, gift.booked_on)) if others else 0
            kept = ore - left
            for other in others:
                share = min(left, self._wants(other, gift.booked_on))
                self._note(rows, (other, None), share)
                left -= share
            self._note(rows, (case, invoice), kept + left)
        return rows

    def _note(self, rows: dict[tuple[int, int | None], int], to: tuple[int, int | None], ore: int) -> None:
        if not ore:
            return
        rows[to] = rows.get(to, 0) + ore
        self._given[to[0]] = self._given.get(to[0], 0) + ore

    def _wants(self, case: int, on: date) -> int:
        """Tell the öre that a case needs on a day: what is owed, or the sum by which a letter lets it settle."""
        if on not in self._wanted:
            sharing = {*self._mates, *(one for some in self._mates.values() for one in some)}
            keys = [(self._creditor, each) for each in sorted(sharing)]
            asked = settlement.asked_by_letter(keys, on=on)
            owed = {
                known.key: known.claim.total if known.claim is not None else 0 for known in know(keys, on=on)
            }
            self._wanted[on] = {key[1]: min(ore, asked.get(key, ore)) for key, ore in owed.items()}
        return max(0, self._wanted[on][case] - self._given.get(case, 0))
