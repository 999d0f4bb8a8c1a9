"""A ladder as it is typed: every field as text, so that nothing is lost, and the ladder that it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from betalt.core.process.foresee import days_after_due
from betalt.core.process.problems import problems
from betalt.core.process.procedure import ASK_AGAIN, READY, After, Channel, Kind, Procedure, Step
from betalt.values.reason import Reason
from betalt.web.asked import whole_number
from betalt.web.wording import sentence

WAYS: Mapping[str, tuple[Channel, ...]] = {
    "email": (Channel.EMAIL,),
    "email_post": (Channel.EMAIL, Channel.POST),
    "mailbox_post": (Channel.MAILBOX, Channel.POST),
    "post": (Channel.POST,),
    "mailbox": (Channel.MAILBOX,),
}
_WAY_OF = {channels: name for name, channels in WAYS.items()}
_NUMBERS = ("delay", "gap", "answer")
_MOST_DAYS = 365
_MOST_STEPS = 12
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(slots=True, kw_only=True)
class Row:
    """One step as it is typed, and what is wrong with it."""

    no: int
    kind: str
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)  # by field: what cannot be read
    problems: list[Reason] = field(default_factory=list)  # what the law or the order of steps forbids
    day: int | None = None  # days after the due day

    @property
    def is_bad(self) -> bool:
        """Tell whether the ladder cannot be saved because of this step."""
        return bool(self.errors or self.problems)


@dataclass(slots=True, kw_only=True)
class Typed:
    """A ladder as it is typed."""

    kind: str  # of the debtor
    rows: list[Row]
    late: str = ""  # the letter that claims late compensation
    yes: bool = False  # automatic demands are answered for
    seen: int = 0  # the newest version that was seen when the page was made
    acknowledged_by: str = ""
    acknowledged_on: date | None = None
    problems: list[Reason] = field(default_factory=list)  # of the ladder as a whole

    @property
    def is_bad(self) -> bool:
        """Tell whether the ladder cannot be saved."""
        return bool(self.problems) or any(row.is_bad for row in self.rows)


def typed_of(ladder: Procedure, *, seen: int) -> Typed:
    """Show a ladder as it would be typed."""
    return Typed(
        kind=ladder.kind,
        rows=[_row_of(step) for step in ladder.steps],
        late=ladder.late_compensation_at.value if ladder.late_compensation_at else "",
        yes=ladder.acknowledged_on is not None,
        seen=seen,
        acknowledged_by=ladder.acknowledged_by,
        acknowledged_on=ladder.acknowledged_on,
    )


def typed_in(posted: Mapping[str, str], *, kind: str, actor: str, on: date) -> Typed:
    """Read what was typed, as it was typed; a new yes to automatic demands is the user's own, today."""
    count = min(_number(posted.get("count", "")) or 0, _MOST_STEPS)
    rows = [_row_in(posted, no) for no in range(1, count + 1)]
    yes, before = "yes" in posted, posted.get("yes_by", "")
    said_on = _day(posted.get("yes_on", ""))
    kept = yes and bool(before) and said_on is not None
    return Typed(
        kind=kind, rows=rows, late=posted.get("late", ""), yes=yes, seen=_number(posted.get("seen", "")) or 0,
        acknowledged_by=before if kept else actor if yes else "",
        acknowledged_on=said_on if kept else on if yes else None,
    )  # fmt: skip


def change_rows(typed: Typed, deed: str) -> None:
    """Add, take away or move a step: `add:reminder`, `remove:3`, `up:3`, `mend:3:10` (days to answer)."""
    name, _, what = deed.partition(":")
    if name == "add" and what in set(Kind) and len(typed.rows) < _MOST_STEPS:
        typed.rows.insert(_place_for(typed, Kind(what)), _new_row(Kind(what), typed.kind))
    number, _, days = what.partition(":")
    place = (_number(number) or 0) - 1
    if 0 <= place < len(typed.rows):
        if name == "remove":
            del typed.rows[place]
        elif name == "up" and place:
            typed.rows.insert(place - 1, typed.rows.pop(place))
        elif name == "mend" and _number(days):
            typed.rows[place].values["answer"] = days
    for no, row in enumerate(typed.rows, start=1):
        row.no = no


def ladder_of(typed: Typed, *, name: str, on: date) -> Procedure | None:
    """Tell the ladder that is meant, or None where it cannot be used; why stands in the rows and the ladder."""
    steps = tuple(_step(row) for row in typed.rows)
    late = typed.late if typed.late in set(Kind) else ""
    ladder = Procedure(
        name=name, kind=typed.kind, steps=steps, late_compensation_at=Kind(late) if late else None,
        acknowledged_by=typed.acknowledged_by, acknowledged_on=typed.acknowledged_on,
    )  # fmt: skip
    _note_problems(typed, problems(ladder, on=on))
    if typed.is_bad:
        return None
    days = days_after_due(ladder, due_on=on)
    for row in typed.rows:
        row.day = days.get(row.no)
    return ladder


def _note_problems(typed: Typed, found: Iterable[Reason]) -> None:
    typed.problems = []
    for row in typed.rows:
        row.problems = []
    for problem in found:
        number = _number(dict(problem.params).get("no", ""))
        if not number or number > len(typed.rows):
            typed.problems.append(problem)
        elif not typed.rows[number - 1].errors:  # what cannot be read is not judged
            typed.rows[number - 1].problems.append(problem)


def _row_of(step: Step) -> Row:
    return Row(
        no=step.no,
        kind=step.kind.value,
        values={
            "delay": str(step.delay_days),
            "unit": "banking" if step.delay_banking else "days",
            "after": step.after.value,
            "gap": str(step.gap_days),
            "way": _WAY_OF.get(step.channels, "") or ("" if step.kind is Kind.ASK else "email"),
            "answer": str(step.answer_days),
            "fee": "yes" if step.charged else "",
            "release": "" if step.automatic else "yes",
            "natural": "yes" if step.natural_only else "",
            "repeat": " ".join(map(str, step.repeat)),
        },
    )


_FIELDS = ("delay", "unit", "after", "gap", "way", "answer", "fee", "release", "natural", "repeat")


def _row_in(posted: Mapping[str, str], no: int) -> Row:
    kind = posted.get(f"kind-{no}", "")
    values = {name: posted.get(f"{name}-{no}", "")[:40] for name in _FIELDS}
    return Row(no=no, kind=kind if kind in set(Kind) else Kind.REMINDER.value, values=values)


def _new_row(kind: Kind, debtor: str) -> Row:
    """Begin a step as the ready ladder of its kind of debtor has it."""
    ready = next((step for step in _ready(debtor) if step.kind is kind), Step(no=0, kind=kind))
    row = _row_of(replace(ready, charged=False) if kind is Kind.REMINDER else ready)
    if kind is Kind.REMINDER:
        row.values |= {"after": After.ANSWER.value, "delay": "5", "gap": "0"}
    return row


def _ready(debtor: str) -> tuple[Step, ...]:
    return next(ladder.steps for ladder in READY if ladder.kind == debtor)


def _place_for(typed: Typed, kind: Kind) -> int:
    after = [n for n, row in enumerate(typed.rows, start=1) if _ORDER[Kind(row.kind)] <= _ORDER[kind]]
    return max(after, default=0)


def _step(row: Row) -> Step:
    numbers = dict(_numbers(row))
    kind = Kind(row.kind)
    return Step(
        no=row.no,
        kind=kind,
        after=After.ANSWER if row.values["after"] == After.ANSWER.value else After.DUE,
        delay_days=numbers["delay"],
        delay_banking=row.values["unit"] == "banking",
        gap_days=numbers["gap"],
        channels=() if kind is Kind.ASK else WAYS.get(row.values["way"], ()),
        answer_days=numbers["answer"],
        charged=row.values["fee"] == "yes",
        automatic=row.values["release"] != "yes",
        natural_only=row.values["natural"] == "yes",
        repeat=_repeat(row),
    )


def _numbers(row: Row) -> Iterator[tuple[str, int]]:
    for name in _NUMBERS:
        written = row.values[name].strip() or "0"
        number = _number(written)
        if number is None or number > _MOST_DAYS:
            row.errors[name] = sentence("office_procedures.whole_days", most=_MOST_DAYS)
        yield name, number or 0


def _repeat(row: Row) -> tuple[int, ...]:
    days = tuple(number for part in row.values["repeat"].split() if (number := _number(part)) is not None)
    return days or ASK_AGAIN


def _number(text: str) -> int | None:
    return whole_number(text) if len(text) < 6 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
