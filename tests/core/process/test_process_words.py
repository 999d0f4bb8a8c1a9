"""Every reason that the process can give has a sentence in both languages, with its parameters filled in."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.core.process import charges, decide
from betalt.core.process.checks import CHECKS, Mend
from betalt.core.process.decision import Question
from betalt.core.process.problems import problems
from betalt.core.process.procedure import CONSUMER, After, Channel, Kind, Procedure
from betalt.values.reason import Reason
from betalt.words import Language, say, sentences
from tests.core.process.cases import a_case

SKIPPED = Reason(code="process.skipped")  # a person's word, which flows/skip.py writes into the journal

LANGUAGES: tuple[Language, ...] = ("sv", "en")


def reasons_of(module: object) -> list[Reason]:
    named = [value for name, value in vars(module).items() if not name.startswith("__")]
    tables = [reason for value in named if isinstance(value, dict) for reason in value.values()]
    return [reason for reason in [*named, *tables] if isinstance(reason, Reason)]


def every_problem() -> list[Reason]:
    _note, reminder, demand, notice, _question = CONSUMER.steps
    bad_steps = (
        replace(notice, no=9, after=After.ANSWER, automatic=True, charged=True, delay_days=-1, channels=()),
        replace(demand, answer_days=7, channels=(Channel.EMAIL,), repeat=()),
        replace(reminder, charged=True),
        replace(reminder, charged=True),
        replace(reminder, charged=True),
    )
    bad = Procedure(name="bad", kind="consumer", steps=bad_steps, late_compensation_at=Kind.NOTE)
    headless = replace(bad, steps=(replace(notice, no=1),))
    on = date(2026, 1, 1)
    return [*problems(bad, on=on), *problems(headless, on=on)]


def all_reasons() -> list[Reason]:
    fixed = reasons_of(decide) + reasons_of(charges)
    mended = [Reason(code=f"process.mend_{mend}") for mend in Mend]
    asked = [Reason(code=f"process.question_{question}") for question in Question]
    checked = [check.reason(a_case()) for check in CHECKS]
    return [*fixed, *mended, *asked, *checked, *every_problem(), SKIPPED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence(language: Language) -> None:
    for reason in all_reasons():
        assert "{" not in say(reason, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_without_a_reason(language: Language) -> None:
    assert set(sentences("process", language)) == {
        reason.code.removeprefix("process.") for reason in all_reasons()
    }


def test_every_check_names_its_statute() -> None:
    assert [check.name for check in CHECKS if not check.ground] == []


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
