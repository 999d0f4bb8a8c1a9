"""The text files: both languages say the same things, and every place and condition in them is known."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from betalt import letters
from betalt.core.letter.facts import Agent, Assignment
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.places import flags, own_places, shared, shared_places
from tests.core.letter.cases import KINDS, letter

NAMES = [kind.value for kind in KINDS]
FIGURE = re.compile(r"\d")


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, f"{path}.{key}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from walk(part, f"{path}[{place}]")
    else:
        yield path, value


def sentences(name: str, language: str) -> Iterator[dict[str, Any]]:
    texts = letters.texts(name, language)
    blocks = [*texts.get("block", ()), *texts.get("blocks", {}).values()]
    for block in blocks:
        yield {"when": block.get("when", ""), "text": ""}
        for part in (block, *block.get("way", ())):
            yield from ({"text": one} if isinstance(one, str) else one for one in part.get("say", ()))


def known_words() -> set[str]:
    everything = letter(LetterKind.DEMAND)
    plain = {
        word for kind in KINDS for company in (False, True) for word in flags(letter(kind, company=company))
    }
    return plain | {
        *("several", "reminder_fee", "comp_now", "comp_later", "agreed", "due_not_agreed", "from_letter"),
        *("next_agent", "copies", "agent", "assigned", "plusgiro", "changed"),
        *("waived", "overpaid", "overpaid_unplaced", "kfm_withdrawn", "customer_since"),
        *flags(everything),
    }


@pytest.mark.parametrize("name", [*NAMES, "common"])
def test_both_languages_have_the_same_blocks_marks_and_conditions(name):
    def bones(language: str) -> list[tuple[Any, ...]]:
        texts = letters.texts(name, language)
        return [
            (block.get("use"), block.get("style"), tuple(block.get("rules", ())), "heading" in block)
            for block in texts.get("block", ())
        ]

    assert bones("sv") == bones("en")


@pytest.mark.parametrize("name", ["common", "statement", "mail"])
def test_both_languages_have_the_same_keys(name):
    def keys(language: str) -> set[str]:
        texts = {part: value for part, value in letters.texts(name, language).items() if part != "blocks"}
        return {path for path, _ in walk(texts)}

    assert keys("sv") == keys("en")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", [*NAMES, "common"])
def test_every_condition_is_a_word_that_a_letter_can_have(name, language):
    used = {word.lstrip("!") for one in sentences(name, language) for word in one.get("when", "").split()}

    assert used <= known_words() | {"du", "ni"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_place_in_a_sentence_is_filled(kind, language):
    agent = Agent(name="Ombudet AB", org_no="559999-0107", contact="08-1", licence="1")
    facts = letter(
        kind, agent=agent, assignment=Assignment(original_creditor="Gamla AB", assigned_on=letter().letter_on)
    )
    sums = {"principal": 1, "interest": 1, "costs": 1, "total": 3}
    known = shared_places(shared(facts, language)) | own_places(facts, sums=sums, language=language)

    used = set()
    for one in (*sentences(kind.value, language), *sentences("common", language)):
        for text in (one.get("text", ""), one.get("ni", "")):
            used |= set(re.findall(r"{(\w+)}", text))

    assert used <= set(known)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", [*NAMES, "common"])
def test_no_sum_rate_or_number_of_days_is_typed_into_a_text(name, language):
    acts = re.compile(
        r"1974:182|1975:635|1981:739|1990:746|\b\d+( a)? (?:och \d+ )?§§?|[Ss]ections? \d+(?: and \d+| a\b)?|, 1 da[gy]"
    )

    for path, text in walk(dict(letters.texts(name, language))):
        if (
            isinstance(text, str)
            and not path.endswith(("when", "style"))
            and ".rules[" not in path
            and "rules" not in path
        ):
            assert FIGURE.search(acts.sub("", text)) is None, f"{path}: {text}"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_letters_never_shout(name, language):
    for one in sentences(name, language):
        assert not re.search(r"!(?= |$)", one.get("text", "").replace("Tack!", ""))
