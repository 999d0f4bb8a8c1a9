"""The script of the demo: what happens on which day, and what the owner answers. examples/script.toml shows it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import betalt
from betalt.flows.told_toml import FileUnclear, read_toml


def examples_folder() -> Path:
    """Find the story that comes along: inside the package where it is installed, else beside its source."""
    package = Path(betalt.__file__).parent
    inside = package / "examples"
    return inside if inside.exists() else package.parents[1] / "examples"


ANSWERS = ("yes", "later", "give_up", "end_plan", "leave")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happens on a day; `told` holds what it needs to know."""

    on: date
    what: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the owner answers to questions that agree with all that is named here."""

    answer: str
    question: str = ""
    concern: str = ""
    invoice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole demo: its days, its owner, and what happens besides."""

    first_day: date
    last_day: date
    owner: str
    answers_after_days: int
    answers: tuple[Answer, ...]
    happens: Mapping[date, tuple[Happening, ...]]


def read_script(path: Path) -> Script:
    """Read a script; what is missing or unknown is told in one line."""
    told = read_toml(path)
    try:
        return Script(
            first_day=told["first_day"],
            last_day=told["last_day"],
            owner=told["owner"]["name"],
            answers_after_days=told["owner"]["answers_after_days"],
            answers=tuple(_answer(each) for each in told["answers"]),
            happens=_by_day(told["happens"]),
        )
    except (KeyError, TypeError) as error:
        raise FileUnclear(f"{path} is not a script for the demo: {error}.") from error


def _answer(told: dict[str, str]) -> Answer:
    answer = Answer(**told)
    if answer.answer not in ANSWERS:
        raise FileUnclear(f"The owner answers {', '.join(ANSWERS)}, not {answer.answer}.")
    return answer


def _by_day(listed: list[dict[str, Any]]) -> Mapping[date, tuple[Happening, ...]]:
    days: dict[date, tuple[Happening, ...]] = defaultdict(tuple)
    for each in listed:
        told = dict(each)
        happening = Happening(on=told.pop("on"), what=told.pop("what"), told=told)
        days[happening.on] = (*days[happening.on], happening)
    return days
