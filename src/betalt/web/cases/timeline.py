"""What has happened to a case and what is planned, in one list: the planned on top, then now, then the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from betalt.core.process.foresee import Followed, ForeseenLetter, follow
from betalt.core.process.stages import Stage
from betalt.flows.facts import Known
from betalt.records import models as m
from betalt.records.queries.case_page import CaseFolder, LetterLine
from betalt.values.days import add_days
from betalt.web.cases.status import NextStep, begun
from betalt.web.wording import kronor, reason_text, sentence
from betalt.words import WordMissing

_AHEAD_DAYS = 120
_LOOKS = {
    "paid": "money",
    "payment_reversed": "money",
    "credited": "money",
    "written_off": "money",
    "given_up": "money",
    "matched": "money",
    "disputed": "objection",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the list: when, what, what more, and how it looks; `letter` is one that can be read."""

    on: date
    text: str
    more: str = ""
    look: str = ""  # planned, now, money, objection or empty
    letter: int | None = None
    actor: str = ""


def timeline(folder: CaseFolder, known: Known, step: NextStep, *, on: date) -> list[Moment]:
    """List the planned from the last to the first, what is asked now, and what has happened from the newest back."""
    planned = sorted(_planned(folder, known, step, on), key=lambda moment: moment.on, reverse=True)
    return [*planned, *_now(folder, step, on), *_past(folder)]


def _planned(folder: CaseFolder, known: Known, step: NextStep, on: date) -> Iterator[Moment]:
    for due_on, ore in folder.instalments:
        if due_on >= on:
            text = sentence("office_cases.plan_part", sum=kronor(ore))
            yield Moment(on=due_on, text=text, look="planned")
    if known.facts.stage is Stage.CLOSED or folder.case.next_look_on is None:
        return
    # What a person and the bank must do is taken for done: the page says above what is missing now.
    likely = replace(known.facts, bank_rule=False, asked_on=None, asked_step=0, asked_times=0)
    begin = Followed(
        facts=likely,
        procedure=known.procedure,
        invoices=len(known.invoices),
        next_on=max(step.on or folder.case.next_look_on, on),
    )
    for letter in follow([begin], last=add_days(on, _AHEAD_DAYS)):
        yield _foreseen(letter)
    last = known.facts.limitation_on
    if last is not None:
        yield Moment(on=last, text=sentence("office_cases.lapses"), look="planned")


def _foreseen(letter: ForeseenLetter) -> Moment:
    fees = sum(ore for _, ore in letter.fees)
    code = "office_cases.planned_fee" if fees else "office_cases.planned_free"
    return Moment(
        on=letter.on,
        text=begun(sentence(f"office_cases.step_{letter.kind.value}")),
        more=begun(
            sentence(code, way=sentence(f"office_cases.way_{letter.channel.value}"), fee=kronor(fees))
        ),
        look="planned",
    )


def _now(folder: CaseFolder, step: NextStep, on: date) -> Iterator[Moment]:
    if folder.question is not None and step.question is not None:
        text = sentence(f"office_cases.ask_{step.question.value}")
        yield Moment(on=on, text=text, more=reason_text(dict(folder.question)), look="now")


def _past(folder: CaseFolder) -> Iterator[Moment]:
    letters = {letter.id: letter for letter in folder.letters}
    for event in folder.events:
        yield event_moment(event, letters=letters, names=folder.names)


def event_moment(event: m.Event, *, letters: Mapping[int, LetterLine], names: Mapping[str, str]) -> Moment:
    """Say a line of the journal."""
    letter = letters.get(int(event.data.get("letter", 0)))
    text, more = _said(event, letter)
    return Moment(
        on=event.on,
        text=text,
        more=more,
        look=_LOOKS.get(event.kind, ""),
        letter=letter.id if letter is not None and letter.has_pdf else None,
        actor=names.get(event.actor, ""),
    )


def _said(event: m.Event, letter: LetterLine | None) -> tuple[str, str]:
    if event.kind == "sent" and letter is not None:
        return _letter_said(letter)
    data = {name: value for name, value in event.data.items() if isinstance(value, str | int)}
    why = _why(str(data.pop("why", "")))
    try:
        return sentence(f"office_cases.event_{event.kind}", **data), why
    except (WordMissing, KeyError):
        return sentence("office_cases.event_other"), why


def _letter_said(letter: LetterLine) -> tuple[str, str]:
    kind = sentence(f"office_cases.step_{letter.kind}")
    way = sentence(f"office_cases.way_{letter.channel}")
    text = sentence("office_cases.event_sent", letter=kind, way=way)
    return begun(text), sentence("office_cases.event_sent_sum", sum=kronor(letter.total_ore))


def _why(code: str) -> str:
    """Say a code from the journal, which keeps no parameters: a sentence that needs some is left out."""
    if not code:
        return ""
    try:
        return sentence(code)
    except (WordMissing, KeyError):
        return ""


def said_changes(events: Sequence[m.Event], names: Mapping[str, str]) -> list[Moment]:
    """Say what has happened since somebody looked."""
    return [event_moment(event, letters={}, names=names) for event in events]
