"""A debtor has paid all: a short thank-you by e-mail, unless the case was ever disputed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.core.letter.compose import compose
from betalt.core.letter.facts import LetterFacts, Thanks
from betalt.core.letter.items import items
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.letterhead import particulars, receiver, sender
from betalt.records import bulk, correspondence
from betalt.records.bulk import Key
from betalt.records.correspondence import NewLetter, NewLetterCase
from betalt.records.scope import acting_for
from betalt.records.sql import fetch

THANKS_STEP = 0  # stands beside the ladder


CHUNK = 200


def thank_payers(*, creditors: Sequence[int] | None, on: date) -> int:
    """Compose the thank-yous that are due on a day; return how many. Each case is thanked once."""
    keys = _due(creditors, on)
    return sum(_thank(keys=keys[start : start + CHUNK], on=on) for start in range(0, len(keys), CHUNK))


def _due(creditors: Sequence[int] | None, on: date) -> list[Key]:
    found = fetch(
        "SELECT creditor_id, id FROM betalt_to_thank(%s, %s)",
        [on, list(creditors) if creditors is not None else None],
    )
    return [(row[0], row[1]) for row in found]


@flow
def _thank(*, keys: Sequence[Key], on: date) -> int:
    creditors = sorted({creditor for creditor, _ in keys})
    with acting_for(creditors):
        bulk.lock(keys)
        unthanked = set(_due(creditors, on)).intersection(keys)  # another worker may have thanked meanwhile
        composed = [
            found for known in know(sorted(unthanked), on=on) if (found := _compose(known, on)) is not None
        ]
        ids = correspondence.new_letter_ids(len(composed))
        correspondence.store_letters(
            [letter._replace(id=number) for (letter, _), number in zip(composed, ids, strict=True)],
            [case._replace(letter=number) for (_, case), number in zip(composed, ids, strict=True)],
        )
        return len(composed)


def _compose(known: Known, on: date) -> tuple[NewLetter, NewLetterCase] | None:
    row, owed = known.row, known.claim
    if owed is None or owed.total:
        return None
    key: Key = (row.creditor, row.party)
    party = correspondence.parties([key])[key]
    said = correspondence.particulars([(row.creditor, invoice.id) for invoice in known.invoices])
    paid = [e for e in known.claim_facts.events if e.kind == "payment"]
    content = compose(
        LetterFacts(
            kind=LetterKind.THANKS,
            language="en" if party.language == "en" else "sv",
            letter_on=on,
            case=str(row.number),
            sender=sender(correspondence.senders([row.creditor])[row.creditor]),
            receiver=receiver(party, kind=known.facts.debtor_kind),
            items=tuple(
                items(
                    owed,
                    particulars=[
                        particulars(invoice, said[row.creditor, invoice.id], known.agreements)
                        for invoice in known.invoices
                    ],
                )
            ),
            thanks=Thanks(
                amount_ore=sum(e.amount_ore or 0 for e in paid[-1:]),
                paid_on=paid[-1].on,
                waived_ore=_waived(known),
            ),
        )
    )
    if missing(content):
        return None
    letter = NewLetter(
        creditor=row.creditor,
        id=0,
        party=row.party,
        kind="thanks",
        channel="email",
        letter_on=on,
        answer_by=None,
        total_ore=0,
        content=content,
    )
    case = NewLetterCase(
        creditor=row.creditor,
        letter=0,
        case=row.case,
        round=row.round,
        step=THANKS_STEP,
        kind="thanks",
        total_ore=0,
        charges=(),
        checks=(),
    )
    return letter, case


def _waived(known: Known) -> int:
    return sum(e.amount_ore or 0 for e in known.claim_facts.events if e.kind == "write_off")
