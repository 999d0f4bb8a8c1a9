"""A day's letters are printed: those that are alike from a pattern, all others one by one.

The first and the last of the letters that are alike are composed and checked as any other, and the pattern must give
the last to the byte. Of those between, everything that differs is checked; whatever is not surely right is composed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from betalt.core.claim.claim import Claim
from betalt.core.claim.one_more import fee_to_come
from betalt.core.claim.rows import Stretch, stretches
from betalt.core.claim.terms import EventKind
from betalt.core.letter.forbidden import seem_clean
from betalt.core.letter.items import Particulars
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.pattern import Own, Pattern, find_pattern, fits, own_of, stored, structure
from betalt.core.process.decision import Take
from betalt.core.process.procedure import Kind
from betalt.flows.compose import (
    Batch,
    Charge,
    Draft,
    People,
    Printed,
    Undrafted,
    draft,
    draft_or_fail,
    letter_facts,
    people_of,
)
from betalt.flows.facts import Known
from betalt.flows.letterhead import particulars
from betalt.records.correspondence import PartyRow
from betalt.values.money import half_up
from betalt.values.personnummer import mentions

FEWEST_ALIKE = 8  # below it the pattern costs more than it saves
_FEES: Mapping[Kind, EventKind] = {Kind.REMINDER: "reminder", Kind.DEMAND: "demand"}

Made = Draft | Printed | Undrafted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blank:
    """A letter that may be printed from a pattern: its place among the batches, and all that is its own."""

    place: int
    own: Own
    charges: tuple[Charge, ...]


def print_letters(*, batches: Sequence[Batch], on: date) -> list[Made]:
    """Make the letters of a day's decisions, without storing them; one that fails does not stop the others."""
    people = people_of(batches)
    alike: dict[Any, list[_Blank]] = defaultdict(list)
    for place, batch in enumerate(batches):
        found = _blank(place, batch, people, on)
        if found is not None:
            alike[found[0]].append(found[1])
    made: dict[int, Made] = {}
    for group in alike.values():
        if len(group) >= FEWEST_ALIKE:
            made |= _print_alike(group, batches, people, on)
    return [
        made[place] if place in made else draft_or_fail(batch, people, on)
        for place, batch in enumerate(batches)
    ]


def _print_alike(
    group: Sequence[_Blank], batches: Sequence[Batch], people: People, on: date
) -> Mapping[int, Made]:
    """Print letters that are alike; what cannot be printed so is left out."""
    first, *between, last = group
    pattern, answer_by = _tried_pattern(first, last, batches, people, on)
    if pattern is None:
        return {}
    ((known, take),) = batches[first.place]
    kind = LetterKind(take.step.kind.value)
    language = people.language_of(people.parties[known.row.creditor, known.row.party])
    return {
        blank.place: Printed(
            batch=batches[blank.place],
            content=pattern.fill(blank.own),
            answer_by=answer_by,
            totals=(blank.own.principal_ore if kind is LetterKind.NOTE else blank.own.total_ore,),
            charges=(blank.charges,),
        )
        for blank in _clean(between, language=language, mild=not kind.is_collection)
    }


def _tried_pattern(
    first: _Blank, last: _Blank, batches: Sequence[Batch], people: People, on: date
) -> tuple[Pattern | None, date | None]:
    """Find the pattern of the first letter, and try it on the last; None where either is not as it should be."""
    try:
        ready = letter_facts(batches[first.place], people, on)
        tried = letter_facts(batches[last.place], people, on)
    except Exception:
        return None, None  # composed one by one, each tells for itself what is wrong
    if own_of(ready.facts) != first.own or own_of(tried.facts) != last.own:
        return None, None
    if mentions(ready.facts.sender.org_no):
        return None, None  # a sole trader's own number is sealed where it stands in a letter
    pattern = find_pattern(ready.facts, first.own)
    drafted = draft(batches[first.place], ready), draft(batches[last.place], tried)
    if pattern is None or any(one.missing for one in drafted):
        return None, None
    as_printed = [pattern.fill(blank.own) for blank in (first, last)]
    return (pattern if as_printed == [stored(one.content) for one in drafted] else None), drafted[0].answer_by


def _clean(blanks: Sequence[_Blank], *, language: str, mild: bool) -> Iterable[_Blank]:
    """Leave out the letters in which something may stand that no letter may say; nearly always there are none."""
    texts = {text for blank in blanks for text in blank.own.texts}  # many stand in many letters
    if seem_clean(texts, language=language, mild=mild):
        return blanks
    return [blank for blank in blanks if seem_clean(blank.own.texts, language=language, mild=mild)]


def _blank(place: int, batch: Batch, people: People, on: date) -> tuple[Any, _Blank] | None:
    """Say what a letter is like and what is its own, or None where only composing it tells.

    That is one claim of one invoice on which nothing has been paid or credited, and whose due day was agreed.
    """
    if len(batch) > 1:
        return None
    ((known, take),) = batch
    owed = known.claim
    if owed is None or len(known.invoices) > 1 or known.loaded.has_clearing(known.key):
        return None
    invoice = known.invoices[0]
    if invoice.settled_before_ore or invoice.tax_office_share_ore or not owed.facts.terms.due_agreed:
        return None
    charged = _charges(take, invoice.id)
    fee_ore = fee_to_come(owed, kind=_FEES[take.step.kind]) if charged and charged[0][2] else 0
    if fee_ore is None or "late_compensation" in take.charges:
        return None
    party = people.parties[known.row.creditor, known.row.party]
    said = particulars(invoice, people.invoices[known.row.creditor, invoice.id], known.agreements)
    rows = list(stretches(owed))
    own = _own(known, party, said, rows, owed.total + fee_ore)
    if not fits(own):
        return None
    shown = tuple([(row.segment.last, row.segment.bps) for row in rows])
    alike = _alike(known, take, party, said), shown, _costs(owed, take, fee_ore, on), structure(own)
    return alike, _Blank(place=place, own=own, charges=charged)


def _charges(take: Take, invoice: int) -> tuple[Charge, ...]:
    kind = take.step.kind
    return ((kind.value, invoice, kind.value in take.charges),) if kind in _FEES else ()


def _costs(owed: Claim, take: Take, fee_ore: int, on: date) -> tuple[Any, ...]:
    events = owed.facts.events
    taken = [(what, events[at].on, ore) for at, _, what, ore, why in owed.worked.measures if why is None]
    return tuple([*taken, (take.step.kind, on, fee_ore)] if fee_ore else taken)


def _alike(known: Known, take: Take, party: PartyRow, said: Particulars) -> tuple[Any, ...]:
    """Tell what the letters of a pattern have in common, beside the sums."""
    row, terms = known.row, known.claim_facts.terms
    return (
        row.creditor,
        row.procedure,
        take.step.no,
        party.language,
        party.natural,
        known.facts.debtor_kind,
        said.interest_notice,
        terms.interest_kind,
        terms.interest_bps,
        said.interest_ground,
        (row.step_done_on, row.answer_by) if take.step.kind is Kind.FINAL_NOTICE else (),
    )


def _own(known: Known, party: PartyRow, said: Particulars, rows: Sequence[Stretch], total_ore: int) -> Own:
    """Gather what one letter says that others do not."""
    invoice, owed = known.invoices[0], known.claim
    assert owed is not None
    first = rows[0].segment if rows else None
    return Own(
        case=str(known.row.number),
        name=party.name,
        address=tuple(party.address),
        invoice=invoice.number,
        ocr=said.ocr,
        what=said.what,
        their_reference=said.their_reference,
        due_ground=said.due_ground,
        fee_agreed_how=said.fee_agreed_how,
        invoiced_on=invoice.issued_on,
        due_on=invoice.due_on,
        arose_on=invoice.arose_on,
        fee_agreed_on=said.fee_agreed_on,
        interest_from_on=date.fromordinal(first.first) if first else None,
        interest_days=first.last - first.first + 1 if first else 0,
        interest_ore=tuple([stretch.ore for stretch in rows]),
        principal_ore=owed.principal,
        total_ore=total_ore,
        daily_ore=half_up(*owed.daily_parts),
    )
