"""Letters for the tests: an example of each kind, and small changes to it."""

from dataclasses import replace
from datetime import date
from typing import Any

from betalt.core.letter.compose import compose
from betalt.core.letter.example import example_facts
from betalt.core.letter.facts import CostRow, InterestRow, Item, LetterFacts
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.core.letter.said import Reading

KINDS = tuple(LetterKind)
LETTER_ON = date(2026, 10, 5)


def letter(
    kind: LetterKind = LetterKind.DEMAND, *, company: bool = False, language: Any = "sv", **changes: Any
) -> LetterFacts:
    return replace(example_facts(kind, language=language, company=company), **changes)


def with_sender(facts: LetterFacts, **changes: Any) -> LetterFacts:
    return replace(facts, sender=replace(facts.sender, **changes))


def with_receiver(facts: LetterFacts, **changes: Any) -> LetterFacts:
    return replace(facts, receiver=replace(facts.receiver, **changes))


def with_item(facts: LetterFacts, **changes: Any) -> LetterFacts:
    return replace(facts, items=(replace(facts.items[0], **changes),))


def many(facts: LetterFacts, count: int) -> LetterFacts:
    """The same letter about several invoices, with the fees on the first one."""
    first = facts.items[0]
    rest = [replace(first, invoice=str(20000 + n), costs_ore=0, cost_rows=()) for n in range(1, count)]
    return replace(facts, items=(first, *rest))


def item(**changes: Any) -> Item:
    """An invoice of 1,000 kronor with 10 kronor of interest and nothing else."""
    plain = Item(
        invoice="77",
        invoiced_on=date(2026, 8, 10),
        due_on=date(2026, 9, 9),
        what="service av värmepump",
        amount_ore=100_000,
        principal_ore=100_000,
        interest_ore=1_000,
        interest_rows=(interest(ore=1_000),),
        ocr="773",
        due_ground="avtal den 20 juli 2026",
        fee_agreed_on=date(2026, 7, 20),
        fee_agreed_how="avtal",
    )
    return replace(plain, **changes)


def interest(**changes: Any) -> InterestRow:
    plain = InterestRow(
        from_on=date(2026, 9, 10), to_on=LETTER_ON, days=26, bps=1000, base_ore=100_000, ore=712
    )
    return replace(plain, **changes)


def cost(kind: str, ore: int, on: date = LETTER_ON) -> CostRow:
    return CostRow(kind=kind, on=on, ore=ore)


def codes(facts: LetterFacts) -> list[str]:
    """What the law misses in a letter, by the codes of the reasons."""
    return [reason.code.removeprefix("letter.") for reason in missing(compose(facts))]


def words(content: dict[str, Any]) -> str:
    """Everything a letter says, with ordinary blanks, for looking things up in it."""
    return Reading(content).said.replace("\u00a0", " ")
