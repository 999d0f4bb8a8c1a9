"""Letters keep what they promised: their sum settles, and what was paid before they left costs nothing for them.

What follows is worked out anew whenever the facts of a case change, so a payment that is reversed brings back what
it had saved (docs/decisions/0090-what-letters-promise.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.rows import rows
from betalt.flows.claim_facts import claim_or_none
from betalt.flows.facts import Known, know
from betalt.law import LawUnknown
from betalt.records import effects, settlement
from betalt.records import models as m
from betalt.records.bulk import Key
from betalt.records.effects import Happened
from betalt.records.settlement import Forgiven, PaidLetter
from betalt.values.days import add_days


class _Settling(NamedTuple):
    """The letter whose promise settles a case, and the day from which nothing more is owed."""

    letter: PaidLetter
    on: date


def keep_promises(*, keys: Sequence[Key], on: date) -> None:
    """Take back fees and forgive what is left where a letter promised it (FEE-15); the walls must be open."""
    before = settlement.take_promises_back(keys, on=on)
    paid = settlement.paid_letters(keys)
    if not paid:
        return
    _tell_crossed([one for letters in paid.values() for one in letters], on)
    settling: dict[Key, _Settling] = {}
    for known in know(sorted(paid), on=on):
        try:
            found = _settling(known, paid[known.key], on)
        except LawUnknown:
            _restore([one for one in before if (one.creditor, one.case) == known.key])
            continue
        if found is not None:
            settling[known.key] = found
    for known in know(sorted(settling), on=on) if settling else ():
        _forgive(known, settling[known.key], before)


def _settling(known: Known, letters: Sequence[PaidLetter], on: date) -> _Settling | None:
    """Find the first day on which a letter's promise settles the case; take back the fees of uncalled letters."""
    found: list[_Settling] = []
    for letter in letters:
        if letter.paid_on is not None:
            found.append(_Settling(letter, letter.paid_on))
        if letter.crossed_on is None:
            continue
        left = claim(known.claim_facts, on=add_days(letter.letter_on, -1))
        interest, costs = _ever(left)
        if left.total <= interest + costs:
            _take_fees_back(letter, on)
        if left.total <= interest:
            found.append(_Settling(letter, letter.crossed_on))
    return min(found, key=lambda one: one.on, default=None)


def _tell_crossed(letters: Sequence[PaidLetter], on: date) -> None:
    """Note in the journal, once for each letter, that it crossed money which had come before it."""
    crossed = {(one.creditor, one.case, one.letter): one.crossed_on for one in letters if one.crossed_on}
    told = settlement.told_crossed([(creditor, case) for creditor, case, _ in crossed])
    effects.happen(
        [
            Happened(creditor, case, "crossed", "", "", "", {"letter": letter, "money_on": day.isoformat()})
            for (creditor, case, letter), day in crossed.items()
            if (creditor, case, letter) not in told
        ],
        on=on,
    )


def _ever(owed: Claim) -> tuple[int, int]:
    """Add up all interest and all costs that a claim has ever borne, in öre."""
    shown = rows(owed)
    return sum(row.amount_ore for row in shown.interest), sum(row.amount_ore for row in shown.costs)


def _take_fees_back(letter: PaidLetter, on: date) -> None:
    measures = m.Measure.objects.of(letter.creditor).exclude(kind="write_off")
    measures.filter(letter_id=letter.letter, case_id=letter.case, withdrawn_on=None).update(withdrawn_on=on)


def _forgive(known: Known, settling: _Settling, before: Sequence[Forgiven]) -> None:
    letter = settling.letter
    owed = claim_or_none(known.claim_facts, on=settling.on)
    left = owed.total if owed is not None else None  # None: all, whatever the rate turns out to be
    if left == 0:
        return
    wanted = (letter.creditor, letter.case, letter.letter, settling.on, left)
    same = [one for one in before if one[1:] == wanted]
    if same:
        _restore(same)
        return
    m.Measure.objects.create(
        creditor_id=letter.creditor, case_id=letter.case, invoice_id=known.invoices[0].id, letter_id=letter.letter,
        kind="write_off", taken_on=settling.on, amount_ore=left, round=known.row.round, step=letter.step,
    )  # fmt: skip


def _restore(forgiven: Sequence[Forgiven]) -> None:
    for one in forgiven:
        m.Measure.objects.of(one.creditor).filter(id=one.id).update(withdrawn_on=None)
