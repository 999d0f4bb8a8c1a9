"""Letters are composed: one for all the ripe claims of a debtor, refused where the law misses something in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from betalt import law
from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts
from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.compose import compose
from betalt.core.letter.facts import Item, Language, LetterFacts, Sender
from betalt.core.letter.items import items, payments
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.core.process.charges import fee_bearer
from betalt.core.process.decision import Take
from betalt.flows.facts import Known
from betalt.flows.hand_over import INTEREST_NOTICE
from betalt.flows.letterhead import particulars, receiver, sender
from betalt.records import correspondence
from betalt.records.bulk import Key
from betalt.records.correspondence import NewLetter, NewLetterCase, ParticularRow, PartyRow, SenderRow
from betalt.values.days import add_days
from betalt.values.money import half_up
from betalt.values.reason import Reason

Batch = list[tuple[Known, Take]]  # the cases of one debtor that take the same step by the same channel
Charge = tuple[str, int, bool]  # measure kind, invoice id, charged


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter before it is stored, and what the law misses in it."""

    batch: Batch
    content: dict[str, Any]
    answer_by: date | None
    totals: tuple[int, ...]  # öre owed, by case
    charges: tuple[tuple[Charge, ...], ...]  # by case
    missing: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A letter before it is stored that was printed from the pattern of others, and that lacks nothing."""

    batch: Batch
    content: bytes  # JSON, as it is stored
    answer_by: date | None
    totals: tuple[int, ...]  # öre owed, by case
    charges: tuple[tuple[Charge, ...], ...]  # by case


@dataclass(frozen=True, slots=True, kw_only=True)
class Undrafted:
    """A letter that could not be composed: something stored contradicts itself."""

    batch: Batch
    error: Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who writes and gets some letters, and what their invoices say."""

    homes: Mapping[int, SenderRow]
    parties: Mapping[Key, PartyRow]
    invoices: Mapping[Key, ParticularRow]
    language: str = ""  # asked for instead of the party's own
    senders: dict[int, Sender] = field(default_factory=dict)  # made once for all letters of a creditor

    def sender(self, creditor: int) -> Sender:
        """Make the sender of a creditor's letters."""
        if creditor not in self.senders:
            self.senders[creditor] = sender(self.homes[creditor])
        return self.senders[creditor]

    def language_of(self, party: PartyRow) -> Language:
        """Tell in which language a letter to somebody is written."""
        return "en" if (self.language or party.language) == "en" else "sv"


def draft_letters(*, batches: Sequence[Batch], on: date, language: str = "") -> list[Draft | Undrafted]:
    """Compose the letters of a day's decisions, without storing them; one that fails does not stop the others.

    `language` (sv or en) is for a preview; each party's own is used without it.
    """
    people = people_of(batches, language=language)
    return [draft_or_fail(batch, people, on) for batch in batches]


def people_of(batches: Sequence[Batch], *, language: str = "") -> People:
    """Read who writes and gets the letters of these cases, and what their invoices say."""
    everyone = [known for batch in batches for known, _ in batch]
    return People(
        homes=correspondence.senders(sorted({known.row.creditor for known in everyone})),
        parties=correspondence.parties(sorted({(known.row.creditor, known.row.party) for known in everyone})),
        invoices=correspondence.particulars(
            [(known.row.creditor, invoice.id) for known in everyone for invoice in known.invoices]
        ),
        language=language,
    )


def store_drafts(*, drafts: Sequence[Draft | Printed], on: date) -> int:
    """Store composed letters with the steps they take; return how many."""
    letters: list[NewLetter] = []
    cases: list[NewLetterCase] = []
    for number, made in zip(correspondence.new_letter_ids(len(drafts)), drafts, strict=True):
        first, take = made.batch[0]
        letters.append(
            NewLetter(
                creditor=first.row.creditor,
                id=number,
                party=first.row.party,
                kind=take.step.kind.value,
                channel=take.channel.value,
                letter_on=on,
                answer_by=made.answer_by,
                total_ore=sum(made.totals),
                content=made.content,
            )
        )
        cases += _cases(made, number)
    correspondence.store_letters(letters, cases)
    return len(letters)


def _cases(made: Draft | Printed, letter: int) -> list[NewLetterCase]:
    return [
        NewLetterCase(
            creditor=known.row.creditor,
            letter=letter,
            case=known.row.case,
            round=known.row.round,
            step=take.step.no,
            kind=take.step.kind.value,
            total_ore=total,
            charges=charged,
            checks=[*take.checks, *(note.code for note in take.notes)],
        )
        for (known, take), total, charged in zip(made.batch, made.totals, made.charges, strict=True)
    ]


def draft_or_fail(batch: Batch, people: People, on: date) -> Draft | Undrafted:
    """Compose one letter, or tell why it cannot be."""
    try:
        return draft(batch, letter_facts(batch, people, on))
    except Exception as error:
        return Undrafted(batch=batch, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """All that a letter is made from."""

    facts: LetterFacts
    claims: Sequence[Claim]
    charges: Sequence[Sequence[Charge]]


def letter_facts(batch: Batch, people: People, on: date) -> Ready:
    """Say what a letter is made from: the claims with what the letter charges, and who writes to whom."""
    batch.sort(key=lambda pair: (pair[0].facts.due_on, pair[0].row.case))
    kind = LetterKind(batch[0][1].step.kind.value)
    charges = _charges(batch, kind)
    claims = [_claim_with(known, charged, on) for (known, _), charged in zip(batch, charges, strict=True)]
    facts = _letter(batch, claims, kind, people, on)
    if facts.interest_from_letter:
        charges = [charged + _notices(known) for (known, _), charged in zip(batch, charges, strict=True)]
    return Ready(facts=facts, claims=claims, charges=charges)


def draft(batch: Batch, ready: Ready) -> Draft:
    """Compose a letter, and have it read by the check of the law."""
    content = compose(ready.facts)
    return Draft(
        batch=batch,
        content=content,
        answer_by=ready.facts.answer_by,
        # A note asks for the invoice alone.
        totals=tuple(
            owed.principal if ready.facts.kind is LetterKind.NOTE else owed.total for owed in ready.claims
        ),
        charges=tuple(tuple(charged) for charged in ready.charges),
        missing=missing(content),
    )


def _letter(
    batch: Batch, claims: Sequence[Claim], kind: LetterKind, people: People, on: date
) -> LetterFacts:  # budget: one flat assembly of what a letter is made from
    first, take = batch[0]
    row = first.row
    home, party = people.sender(row.creditor), people.parties[row.creditor, row.party]
    days = take.step.answer_days
    final = kind is LetterKind.FINAL_NOTICE
    interest_from, from_letter = _interest_notice(batch, claims, kind, on)
    return LetterFacts(
        kind=kind,
        language=people.language_of(party),
        letter_on=on,
        case=_case_numbers(batch),
        sender=home,
        receiver=receiver(party, kind=first.facts.debtor_kind),
        items=tuple(
            item
            for (known, _), owed in zip(batch, claims, strict=True)
            for item in _items(known, owed, people.invoices)
        ),
        payments=tuple(paid for owed in claims if _has_payment(owed) for paid in payments(owed)),
        answer_by=answer_by(kind=kind, letter_on=on, answer_days=days) if days else None,
        daily_interest_ore=_daily(claims),
        waiver=True,
        demanded_on=row.step_done_on if final else None,
        demand_answer_by=row.answer_by if final else None,
        interest_from=interest_from,
        interest_from_letter=from_letter,
        next_step="own" if home.policy_url else "",
    )


def _has_payment(owed: Claim) -> bool:
    return any(event.kind == "payment" for event in owed.facts.events)


def _case_numbers(batch: Batch) -> str:
    numbers = [str(known.row.number) for known, _ in batch]
    return ", ".join(numbers[:3]) + (" …" if numbers[3:] else "")


def _items(known: Known, owed: Claim, said: Mapping[Key, ParticularRow]) -> list[Item]:
    told = [
        particulars(invoice, said[known.row.creditor, invoice.id], known.agreements)
        for invoice in known.invoices
    ]
    return items(owed, particulars=told)


def _charges(batch: Batch, kind: LetterKind) -> list[list[Charge]]:
    """Say which measures the letter takes: one fee for it, on its oldest claim; 450 kr on each (FEE-9, FEE-13)."""
    bearer = fee_bearer([take.charges for _, take in batch], kind=batch[0][1].step.kind)
    charges = []
    for place, (known, take) in enumerate(batch):
        charged: list[Charge] = []
        if "late_compensation" in take.charges:
            charged += [("late_compensation", invoice.id, True) for invoice in known.invoices]
        if kind in (LetterKind.REMINDER, LetterKind.DEMAND):
            charged.append((kind.value, known.invoices[0].id, place == bearer))
        charges.append(charged)
    return charges


def _claim_with(known: Known, charged: Sequence[Charge], on: date) -> Claim:
    facts = known.claim_facts
    if known.without_interest is not None:
        return known.without_interest  # only the friendly note is written then, and it names no interest
    if known.claim is not None and not any(yes for _, _, yes in charged):
        return known.claim  # a measure that is taken without its fee moves nothing
    numbers = {invoice.id: invoice.number for invoice in known.invoices}
    taken = tuple(
        Event(on=on, kind=kind, invoice=numbers[invoice], charged=yes)  # type: ignore[arg-type]
        for kind, invoice, yes in charged
    )
    return claim(_with_events(facts, taken), on=on)


def _with_events(facts: Facts, events: tuple[Event, ...]) -> Facts:
    return Facts(
        debtor_kind=facts.debtor_kind,
        invoices=facts.invoices,
        events=facts.events + events,
        creditor_kind=facts.creditor_kind,
        basis=facts.basis,
        allocation=facts.allocation,
        terms=facts.terms,
    )


def _daily(claims: Sequence[Claim]) -> int:
    if len(claims) == 1:
        return half_up(*claims[0].daily_parts)
    daily = sum(owed.daily_interest for owed in claims)
    return half_up(daily.numerator, daily.denominator)


def _interest_notice(
    batch: Batch, claims: Sequence[Claim], kind: LetterKind, on: date
) -> tuple[date | None, bool]:
    """Tell from when interest runs where no due day was agreed; for a consumer the letter may start it (INT-4)."""
    unagreed = [
        (known, owed)
        for (known, _), owed in zip(batch, claims, strict=True)
        if not owed.facts.terms.due_agreed
    ]
    if kind is not LetterKind.REMINDER or not unagreed:
        return None, False
    if any(_is_unnoticed(known) for known, _ in unagreed):
        return add_days(on, law.value("interest_start_days", on) + 1), True
    return add_days(max(i.effective_due_on for _, owed in unagreed for i in owed.invoices), 1), False


def _is_unnoticed(known: Known) -> bool:
    return known.facts.debtor_kind == "consumer" and any(
        not invoice.interest_notice and invoice.interest_notice_on is None for invoice in known.invoices
    )


def _notices(known: Known) -> list[Charge]:
    return (
        [(INTEREST_NOTICE, invoice.id, False) for invoice in known.invoices] if _is_unnoticed(known) else []
    )
