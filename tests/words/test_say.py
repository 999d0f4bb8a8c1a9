"""Sentences: every area has the same keys in both languages, and parameters are shown for the reader."""

from importlib import resources

import pytest

from betalt.values.reason import Reason
from betalt.words import Language, WordMissing, say, sentences


def areas(language: str) -> set[str]:
    folder = resources.files("betalt.words") / language
    return {file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")}


def test_both_languages_cover_the_same_areas() -> None:
    assert areas("sv") == areas("en")


@pytest.mark.parametrize("area", sorted(areas("sv") | areas("en")))
def test_both_languages_say_the_same_things(area: str) -> None:
    assert set(sentences(area, "sv")) == set(sentences(area, "en"))


def test_a_reason_without_a_sentence_is_refused_by_name() -> None:
    with pytest.raises(WordMissing, match=r"law\.nonsense"):
        say(Reason(code="law.nonsense"))


@pytest.mark.parametrize(
    ("language", "total", "cap"),
    [
        (
            "sv",
            "Grundavgiften för 3 påbörjade år är 1\u00a0800,00 kr.",
            "Högsta avtalade ränta är 22,00 %.",
        ),
        (
            "en",
            "The enforcement fee for 3 years begun is SEK 1,800.00.",
            "The highest agreed interest is 22.00 %.",
        ),
    ],
)
def test_sums_and_rates_are_shown_as_the_language_writes_them(
    language: Language, total: str, cap: str
) -> None:
    fee = Reason(code="law.enforcement_fee", params=(("years", "3"), ("total_ore", "180000")))
    rate = Reason(code="law.interest_cap", params=(("cap_bps", "2200"),))

    assert say(fee, language=language) == total
    assert say(rate, language=language) == cap
