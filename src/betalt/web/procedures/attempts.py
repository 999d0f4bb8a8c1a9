"""A dry run as the page beside the ladder shows it: rows of figures, now and changed, and the cases that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from betalt.core.process.dry_run import Outcome
from betalt.core.process.procedure import Kind, Procedure
from betalt.flows.dry_run import MOST_DAYS, DryRun, dry_run
from betalt.records.queries.ladders import party_names
from betalt.values.days import DayError, add_days, parse_day
from betalt.web.office import Office
from betalt.web.wording import day_short, sentence

_LETTERS = (Kind.NOTE, Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of figures: what, how many now, how many by the changed ladder."""

    text: str
    present: int
    changed: int

    @property
    def differs(self) -> bool:
        """Tell whether the two are not the same."""
        return self.present != self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A case that goes another way, and how."""

    case: int
    party: str
    text: str


def attempt_of(place: Office, ladder: Procedure, *, asked_for: str) -> dict[str, Any]:
    """Try a ladder on a day and put what comes of it into lines; the walls must be open."""
    on, wrong = _day(place, asked_for)
    run = dry_run(creditor=place.id, ladder=ladder, today=place.on, on=on)
    names = party_names(creditor=place.id, parties={other.party for other in run.shown})
    return {
        "run": run,
        "wrong": wrong,
        "figures": _figures(run),
        "stops": _stops(run),
        "others": [
            Other(case=other.case, party=names[other.party], text=_change(other.present, other.changed))
            for other in run.shown
        ],
        "more": run.differing - len(run.shown),
    }


def _day(place: Office, written: str) -> tuple[date, str]:
    tomorrow, latest = add_days(place.on, 1), add_days(place.on, MOST_DAYS)
    if not written:
        return tomorrow, ""
    try:
        on = parse_day(written)
    except DayError:
        return tomorrow, sentence("office_form.day", written=written[:40])
    if not place.on <= on <= latest:
        return tomorrow, sentence("office_procedures.try_between", first=place.on, last=latest)
    return on, ""


def _figures(run: DryRun) -> list[Figure]:
    lines = [_figure(f"letter_{kind}", run, "letter", kind.value) for kind in _LETTERS]
    asks = [_figure(f"asks_{kind}", run, "asks", kind.value) for kind in _LETTERS]
    rest = [_figure(what, run, what) for what in ("waits", "stops", "passed_over", "closed")]
    return [*lines, *(line for line in (*asks, *rest[2:]) if line.present or line.changed), *rest[:2]]


def _figure(name: str, run: DryRun, what: str, kind: str = "") -> Figure:
    text = sentence(f"office_procedures.{name}")
    return Figure(text=text, present=run.present.count(what, kind), changed=run.changed.count(what, kind))


def _stops(run: DryRun) -> list[Figure]:
    now, then = run.present.stops(), run.changed.stops()
    return [
        Figure(text=stop_text(code), present=now[code], changed=then[code])
        for code in sorted(now | then, key=lambda code: (-max(now[code], then[code]), code))
    ]


def stop_text(code: str) -> str:
    """Say in a few words what a case stands still for."""
    return sentence(f"office_procedures.stop_{code.partition('.')[2]}")


def _change(present: Outcome, changed: Outcome) -> str:
    return sentence("office_procedures.instead", changed=_told(changed), present=_told(present))


def _told(outcome: Outcome) -> str:
    if outcome.what == "asks":
        return sentence("office_procedures.told_asks", letter=_kind(outcome.kind))
    if outcome.next_on is not None:
        return sentence(
            "office_procedures.told_letter", letter=_kind(outcome.next_kind), day=day_short(outcome.next_on)
        )
    if outcome.what == "stops":
        return stop_text(outcome.why)
    return sentence("office_procedures.told_none")


def _kind(kind: str) -> str:
    return sentence(f"office_procedures.short_{kind}")
