"""Every need has its heading, sentence and day in both languages."""

from datetime import date

import pytest

from betalt.core.advice.needs import Item, Need
from betalt.core.advice.told import Told, heading, moment, sentence
from betalt.values.reason import Reason
from tests.core.advice.spoken import spoken

ON = date(2026, 11, 23)
RULE = Reason(code="process.ladder_climbed")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("kind", list(Need))
def test_each_need_is_told(kind: Need, count: int, language: str) -> None:
    item = Item(creditor=1, kind=kind, number=12 if count == 1 else 0, count=count, aided=1)

    for told in (heading(item, name="Ek AB"), sentence(item)):
        assert "{" not in spoken(told, language)


@pytest.mark.parametrize("step", ["note", "reminder", "demand", "final_notice", "ask"])
def test_a_letter_to_release_is_named(step: str) -> None:
    item = Item(creditor=1, kind=Need.RELEASE, number=12, step=step)

    assert spoken(heading(item, name="Ek AB"), "sv").endswith(": Ek AB")


def test_where_a_rule_stopped_it_the_rules_own_sentence_is_said() -> None:
    assert sentence(Item(creditor=1, kind=Need.DECIDE, number=1, why=RULE)) == RULE
    assert isinstance(sentence(Item(creditor=1, kind=Need.DISPUTE, number=1, why=RULE)), Told)


@pytest.mark.parametrize(
    ("since", "deadline", "said"),
    [
        (None, None, None),
        (ON, None, "sedan i dag"),
        (date(2026, 11, 20), None, "sedan 2026-11-20"),
        (ON, date(2026, 11, 30), "senast 2026-11-30"),
        (ON, ON, "senast i dag"),
        (ON, date(2026, 11, 20), "skulle ha gjorts 2026-11-20"),
    ],
)
def test_the_day_is_told(since: date | None, deadline: date | None, said: str | None) -> None:
    told = moment(Item(creditor=1, kind=Need.DISPUTE, since_on=since, deadline_on=deadline), on=ON)

    assert (told and spoken(told, "sv")) == said


def test_what_is_missing_is_told_by_the_due_day() -> None:
    told = moment(Item(creditor=1, kind=Need.NUMBER, since_on=date(2026, 11, 1)), on=ON)

    assert told is not None
    assert spoken(told, "sv") == "förföll 2026-11-01"
