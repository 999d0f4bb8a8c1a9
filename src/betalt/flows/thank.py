"""A debtor has paid all: a short thank-you by e-mail, unless the case was ever disputed.

Who paid before a letter left, though the money was read after it, was asked for too much: the thank-you says so, and
it goes on paper where there is no e-mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from betalt.core.claim.claim import Claim
from betalt.core.claim.facts import Event
from betalt.core.claim.rows import rows
from betalt.core.letter.compose import compose
from betalt.core.letter.facts import LetterFacts, Thanks
from betalt.core.letter.items import items
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.flows.facts import Known, know
from betalt.flows.flow import flow
from betalt.flows.letterhead import particulars, receiver, sender
from betalt.records import bulk, correspondence, settlement
from betalt.records.bulk import Key
from betalt.records.correspondence import NewLetter, NewLetterCase
from betalt.records.queries.overpaid import last_payers
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from betalt.values.days import add_days, is_business_day, previous_business_day

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
        asked = settlement.most_asked(sorted(unthanked))
        composed = [
            found
            for known in know(sorted(unthanked), on=on)
            if (found := _compose(known, asked.get(known.key, 0), on)) is not None
        ]
        ids = correspondence.new_letter_ids(len(composed))
        correspondence.store_letters(
            [letter._replace(id=number) for (letter, _), number in zip(composed, ids, strict=True)],
            [case._replace(letter=number) for (_, case), number in zip(composed, ids, strict=True)],
        )
        return len(composed)


def _compose(known: Known, asked_ore: int, on: date) -> tuple[NewLetter, NewLetterCase] | None:
    row, owed = known.row, known.claim
    by_mail = known.facts.has_email
    if owed is None or owed.total or not (by_mail or is_business_day(on)):
        return None
    content = _content(known, owed, asked_ore, on)
    if missing(content):
        return None
    letter = NewLetter(
        creditor=row.creditor,
        id=0,
        party=row.party,
        kind="thanks",
        channel="email" if by_mail else "post",
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


def _content(known: Known, owed: Claim, asked_ore: int, on: date) -> dict[str, Any]:
    row = known.row
    key: Key = (row.creditor, row.party)
    party = correspondence.parties([key])[key]
    said = correspondence.particulars([(row.creditor, invoice.id) for invoice in known.invoices])
    paid, owing_back = _paid(known), _owed_back(known)
    return compose(
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
                waived_ore=_waived(known, owed, asked_ore),
                overpaid_ore=owing_back,
                refund_by=_refund_by(known, on) if owing_back else None,
            ),
        )
    )


def _paid(known: Known) -> list[Event]:
    """List the payments that stand, the oldest first."""
    events = known.claim_facts.events
    back = {event.payment for event in events if event.kind == "payment_reversed"}
    return [event for event in events if event.kind == "payment" and event.id not in back]


def _owed_back(known: Known) -> int:
    """Tell what was paid too much and has not left for the party yet, in öre."""
    under_way = sum(refund.amount_ore for refund in known.refunds if refund.is_bank and not refund.is_paid)
    return max(known.credit_ore + under_way, 0)


def _refund_by(known: Known, on: date) -> date | None:
    """Name the last day on which what was paid too much goes back; none where nobody knows the account."""
    key = (known.row.creditor, known.row.case)
    payee = last_payers(creditor=key[0], cases=[key[1]])[key[1]]
    if not payee.account:
        return None
    return previous_business_day(add_days(on, known.choices.refund_days))


def _waived(known: Known, owed: Claim, asked_ore: int) -> int:
    """Tell how much less than it might have been was paid: of what letters asked for, or of what was forgiven."""
    events = known.claim_facts.events
    credited = sum(event.amount_ore or 0 for event in events if event.kind == "credit")
    paid = sum(event.amount_ore or 0 for event in _paid(known)) - owed.overpaid
    forgiven = sum(row.amount_ore for row in rows(owed).reductions if row.what == "write_off")
    return max(forgiven, asked_ore - paid - credited)
