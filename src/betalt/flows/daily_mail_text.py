"""Writes the day's e-mail to an owner: what waits, what left, what came in, and how the work goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from betalt.core.advice.letters_net import KINDS
from betalt.core.advice.needs import Item
from betalt.core.advice.pulse import Pulse, heartbeat, is_trouble
from betalt.core.advice.told import Told, Value, heading, moment
from betalt.flows.overview import ToDo
from betalt.records.daily_mail import CameIn
from betalt.values.reason import Reason
from betalt.words import Language, say, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that a mail tells of one creditor on a day; the days of a period are told one by one."""

    name: str
    on: date
    todo: ToDo
    pulse: Pulse
    left: Mapping[date, Mapping[str, int]]
    came_in: Mapping[date, CameIn]
    paid_up: int
    address: str

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to tell."""
        told = self.todo.count or self.left or self.came_in or self.paid_up
        return not told and not is_trouble(self.pulse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Subject and body of a mail."""

    subject: str
    body: str


def write(digest: Digest, *, language: Language) -> Text:
    """Write the mail in a language; private persons are named by their case's number alone."""
    speech = _Speech(language)
    count = digest.todo.count
    subject = {0: "mail_subject_none", 1: "mail_subject_one"}.get(count, "mail_subject")
    parts = (
        [speech.say("mail_greeting", name=digest.name, day=digest.on)],
        list(_needs(digest, speech)),
        list(_left(digest, speech)),
        list(_came_in(digest, speech)),
        [speech.say("mail_pulse"), speech.told(heartbeat(digest.pulse))],
        [speech.say("mail_link", address=digest.address)],
        [speech.say("mail_names"), speech.say("mail_off")],
    )
    body = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return Text(subject=speech.say(subject, name=digest.name, count=count), body=body)


def _needs(digest: Digest, speech: _Speech) -> Iterator[str]:
    if not digest.todo.items:
        yield speech.say("mail_needs_none")
        return
    yield speech.say("mail_needs", count=digest.todo.count)
    for place, item in enumerate(digest.todo.items, start=1):
        yield f"{place}. {_need(item, digest.on, speech)}"
    rest = digest.todo.count - sum(item.count for item in digest.todo.items)
    if rest > 0:
        yield speech.say("mail_more", count=rest)


def _need(item: Item, on: date, speech: _Speech) -> str:
    name = speech.say("mail_case", number=item.number) if item.is_private or not item.name else item.name
    when = moment(item, on=on)
    details = [speech.say("mail_sum", sum_ore=item.ore)] if item.ore else []
    details += [speech.told(when)] if when is not None else []
    return ", ".join((speech.told(heading(item, name=name)), *details))


def _left(digest: Digest, speech: _Speech) -> Iterator[str]:
    if not digest.left:
        yield speech.say("mail_out_none")
        return
    yield speech.say("mail_out")
    for on in sorted(digest.left):
        yield f"{speech.day(on)}: {', '.join(speech.counted(digest.left[on]))}"


def _came_in(digest: Digest, speech: _Speech) -> Iterator[str]:
    if not digest.came_in:
        yield speech.say("mail_in_none")
    else:
        yield speech.say("mail_in")
    for on in sorted(digest.came_in):
        money = digest.came_in[on]
        code = "mail_in_line_one" if money.payments == 1 else "mail_in_line"
        yield speech.say(code, day=on, count=money.payments, sum_ore=money.ore)
    if digest.paid_up:
        code = "mail_paid_up_one" if digest.paid_up == 1 else "mail_paid_up"
        yield speech.say(code, count=digest.paid_up)


@dataclass(frozen=True, slots=True)
class _Speech:
    """One language."""

    language: Language

    def say(self, code: str, **params: Value) -> str:
        """Say a sentence of the overview."""
        return self.told(Told(code=f"overview.{code}", params=params))

    def told(self, told: Told) -> str:
        """Say what is told; days are written out."""
        shown = tuple((name, self._shown(value)) for name, value in told.params.items())
        return say(Reason(code=told.code, params=shown), language=self.language)

    def counted(self, letters: Mapping[str, int]) -> Iterator[str]:
        """Count letters kind by kind."""
        for kind in KINDS:
            count = letters.get(kind, 0)
            if count:
                yield self.say(f"letters_{kind}_one" if count == 1 else f"letters_{kind}", count=count)

    def day(self, on: date) -> str:
        """Write a day: `23 november`."""
        months = sentences("calendar", self.language)["months"].split()
        return f"{on.day} {months[on.month - 1]}"

    def _shown(self, value: Value) -> str:
        return self.day(value) if isinstance(value, date) else str(value)
