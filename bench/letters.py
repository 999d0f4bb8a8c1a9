"""Letters: what it costs to bring a claim into one, check it, set it in type and draw its codes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bench.figure import Figure, cpu_seconds
from betalt.adapters.typesetting import qr, typeset
from betalt.core.letter.compose import compose
from betalt.core.letter.example import example_facts
from betalt.core.letter.facts import LetterFacts
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.mail import compose_mail
from betalt.core.letter.must_have import missing

LETTERS = 80  # one job
MANY = 1_000
MILLI, MICRO = 1_000, 1_000_000


def measure() -> Iterator[Figure]:
    """Measure letters that differ in name, number and sum, as a day's letters do."""
    typeset([compose(facts) for facts in _letters(LetterKind.DEMAND, 2, seed=0)])
    for place, kind in enumerate((LetterKind.REMINDER, LetterKind.DEMAND, LetterKind.FINAL_NOTICE), start=1):
        jobs = iter([_letters(kind, LETTERS, seed=place * 10 + round_no) for round_no in range(5)])
        seconds = cpu_seconds(partial(_set_next, jobs)) / LETTERS
        what = f"{kind.value.replace('_', ' ')} composed and set with two codes"
        yield Figure(what=what, amount=seconds * MILLI, unit="ms CPU", at_most=15)
        yield Figure(what=f"{what}, a second of one core", amount=1 / seconds, unit="letters")
    yield from _without_type()


def _set_next(jobs: Iterator[Sequence[LetterFacts]]) -> None:
    typeset([compose(facts) for facts in next(jobs)])


def _without_type() -> Iterator[Figure]:
    facts = _letters(LetterKind.REMINDER, MANY, seed=99)
    contents = [compose(one) for one in facts]
    for what, work in (
        ("content composed", lambda: [compose(one) for one in facts]),
        ("content checked against the statutes", lambda: [missing(one) for one in contents]),
        ("e-mail composed", lambda: [compose_mail(one) for one in contents]),
    ):
        yield Figure(what=what, amount=cpu_seconds(work) / MANY * MICRO, unit="µs CPU")
    payloads = [content["slip"]["codes"][0]["payload"] for content in contents]
    drawn = cpu_seconds(lambda: [qr.draw(payload) for payload in payloads], rounds=1) / MANY
    yield Figure(what="QR code of an invoice drawn", amount=drawn * MILLI, unit="ms CPU")


def _letters(kind: LetterKind, count: int, *, seed: int) -> Sequence[LetterFacts]:
    plain = example_facts(kind, language="sv")
    return [_different(plain, 10_000 * seed + number) for number in range(count)]


def _different(plain: LetterFacts, number: int) -> LetterFacts:
    (item,) = plain.items
    (stretch,) = item.interest_rows
    ore = 1_000_000 + 137 * number
    stretch = replace(stretch, base_ore=ore, ore=5_000 + number)
    item = replace(
        item,
        invoice=str(100_000 + number),
        ocr=str(1_000_000 + number),
        what=f"service av värmepump, Storgatan {number}",
        amount_ore=ore,
        principal_ore=ore,
        interest_ore=stretch.ore,
        interest_rows=(stretch,),
    )
    receiver = replace(plain.receiver, name=f"Kund nummer {number}")
    return replace(plain, case=str(number), items=(item,), receiver=receiver)
