"""A letter printed from a pattern is the composed one to the byte, and what looks clean to the press is clean."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from betalt.core.letter.compose import compose
from betalt.core.letter.facts import LetterFacts
from betalt.core.letter.forbidden import may_join, seem_clean
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.must_have import missing
from betalt.core.letter.pattern import Pattern, find_pattern, fits, own_of, stored, structure
from tests.core.letter.cases import letter, many

PRINTED = [
    (LetterKind.NOTE, "sv"),
    (LetterKind.NOTE, "en"),
    (LetterKind.REMINDER, "sv"),
    (LetterKind.REMINDER, "en"),
    (LetterKind.DEMAND, "sv"),
    (LetterKind.FINAL_NOTICE, "sv"),
]
HOSTILE = [
    "Polisförbundet", "stänga", "Vi måste stänga", "av", "av en dörr", "vi", "har", "sålt", "chansen", "sista", "dig",
    "IKEA SVERIGE AB", "ABCD EF GH", "aBCD EF GH", "HANDELSBANKEN AB", "19811218-9876", "811218-9876",
    "8112189876", "last", "we have", "to object", "4711", "ħnameħ", "5566778899005566", "Avfall", "Kund \"7\" \\ AB",
    "{what}", "%s", "#link(1)", "ßtraße", "omgående", "tingsrätten", "Storgatan 1", "411 01 Göteborg", "12 345,67",
]  # fmt: skip
SIGNS = "abeåäö ABEÅÄÖ éßħ 019 -+.,;:\"\\/{}%#*_'()&<€"
WRITTEN = st.text(SIGNS, min_size=1, max_size=45).map(lambda text: " ".join(text.split()) or "x")
TEXTS = st.one_of(st.sampled_from(HOSTILE), WRITTEN)
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2026, 9, 9))
SUMS = st.one_of(st.integers(1, 9_000_000_00), st.sampled_from([100, 1_00_00, 1_234_567_89]))


def plain(kind: LetterKind, language: str, *, company: bool = False) -> LetterFacts:
    """An example letter with one invoice that nothing has been paid on, as a day's run composes it."""
    facts = letter(kind, language=language, company=company, link="", code="", thanks=None)
    item = replace(facts.items[0], credited_ore=0, paid_ore=0, amount_ore=facts.items[0].principal_ore)
    return replace(facts, items=(item,))


@st.composite
def other_values(draw: Any, facts: LetterFacts) -> LetterFacts:
    """The same letter about another debtor and invoice."""
    principal, interest = draw(SUMS), draw(SUMS)
    (item,) = facts.items
    rows = [replace(row, base_ore=principal, ore=interest) for row in item.interest_rows]
    if rows:
        rows[0] = replace(rows[0], from_on=draw(DAYS), days=draw(st.integers(2, 4000)))
    fee_agreed_on = draw(DAYS)
    changed = replace(
        item,
        invoice=draw(TEXTS),
        ocr=draw(st.from_regex(r"[0-9]{2,20}", fullmatch=True)) if item.ocr else "",
        what=draw(TEXTS),
        their_reference=draw(TEXTS) if item.their_reference else "",
        due_ground=draw(TEXTS),
        fee_agreed_how=draw(TEXTS),
        invoiced_on=draw(DAYS),
        due_on=draw(DAYS),
        fee_agreed_on=fee_agreed_on,
        arose_on=fee_agreed_on + timedelta(days=draw(st.integers(0, 30))) if item.arose_on else None,
        amount_ore=principal,
        principal_ore=principal,
        interest_ore=sum(row.ore for row in rows),
        interest_rows=tuple(rows),
    )
    receiver = replace(
        facts.receiver,
        name=draw(TEXTS),
        address=tuple(draw(TEXTS) for _ in facts.receiver.address),
    )
    return replace(
        facts, items=(changed,), receiver=receiver, case=str(draw(st.integers(1, 10**9))),
        daily_interest_ore=draw(SUMS) if facts.daily_interest_ore else 0,
    )  # fmt: skip


@cache
def pattern_of(kind: LetterKind, language: str, company: bool) -> Pattern:
    facts = plain(kind, language, company=company)
    own = own_of(facts)
    assert own is not None
    pattern = find_pattern(facts, own)
    assert pattern is not None
    return pattern


@pytest.mark.parametrize(("kind", "language"), PRINTED)
@given(data=st.data(), company=st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_printed_letter_is_the_composed_one_to_the_byte(
    kind: LetterKind, language: str, data: st.DataObject, company: bool
) -> None:
    facts = plain(kind, language, company=company)
    other = data.draw(other_values(facts))
    first, own = own_of(facts), own_of(other)
    assert first is not None
    assert own is not None
    assume(fits(own) and structure(own) == structure(first))

    printed = pattern_of(kind, language, company).fill(own)

    content = compose(other)
    assert printed == stored(content)
    mild = not kind.is_collection
    assert not (seem_clean(own.texts, language=language, mild=mild) and missing(content))


@given(values=st.lists(TEXTS, min_size=1, max_size=3), between=st.lists(TEXTS, min_size=4, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_text_that_seems_clean_makes_a_forbidden_word_with_what_stands_beside_it(
    values: list[str], between: list[str]
) -> None:
    facts = plain(LetterKind.REMINDER, "sv")
    content = compose(facts)
    pieces = [f'"{between[0]} ', *(f" {text} " for text in between[1 : len(values)]), f' {between[3]}"']
    alone = [content | {"blocks": [*content["blocks"], _block(piece)]} for piece in pieces]
    assume(not any(missing(one) for one in alone))
    said = "".join(piece + value for piece, value in zip(pieces, [*values, ""], strict=True))

    if seem_clean(values, language="sv", mild=True) and not may_join(pieces):
        assert missing(content | {"blocks": [*content["blocks"], _block(said)]}) == ()


def _block(said: str) -> dict[str, Any]:
    return {"style": "text", "text": [said.strip('"')]}


def test_a_letter_that_tells_more_has_no_pattern() -> None:
    facts = plain(LetterKind.DEMAND, "sv")

    assert own_of(many(facts, 2)) is None
    assert own_of(replace(facts, link="svara.example")) is None
    assert own_of(plain(LetterKind.DEMAND, "en")) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"invoice": ""},
        {"what": ""},
        {"name": "två  blanksteg"},
        {"name": "O" * 41},
        {"ocr": "12 345"},
        {"principal_ore": 0},
        {"total_ore": 10_000_000_000},
        {"fee_agreed_on": date(2026, 8, 11)},
    ],
)
def test_a_letter_whose_values_print_otherwise_does_not_fit(changed: dict[str, Any]) -> None:
    own = own_of(plain(LetterKind.DEMAND, "sv"))
    assert own is not None

    assert fits(own)
    assert not fits(own._replace(**changed))
