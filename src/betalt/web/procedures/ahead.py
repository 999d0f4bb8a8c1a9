"""What the time machine saw: the days to come by the present ladder and by the changed one, with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from betalt.core.process.document import from_json
from betalt.core.process.forecast import Tally, tally_of
from betalt.core.process.pay_curve import FEW_PAYMENTS, MILLION, likely_range
from betalt.core.process.procedure import Kind
from betalt.records.queries.work import WorkShown, work_of
from betalt.values.days import add_days, parse_day
from betalt.web.charts import Pair, pairs
from betalt.web.office import OfficeRequest, office
from betalt.web.procedures.attempts import stop_text
from betalt.web.wording import day_short, kronor, sentence, whole

_LETTERS = (Kind.NOTE, Kind.REMINDER, Kind.DEMAND, Kind.FINAL_NOTICE)
_FEES = ("reminder", "demand", "late_compensation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the comparison: what is likely and what is the most, now and changed, as they are written."""

    text: str
    present: str
    present_most: str
    changed: str
    changed_most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """How many are likely to pay within the days, and after how many days they do."""

    percent: int
    low: int
    high: int
    days: int | None
    ore: int


@office()
def show(request: OfficeRequest, number: int) -> HttpResponse:
    """Show what a run of the time machine saw; while it works, its progress is shown instead."""
    place = request.office
    work = work_of(creditor=place.id, work=number)
    if work is None or work.kind != "time_machine":
        raise Http404
    if work.state != "done":
        return place.go("work:show", number=number)
    return TemplateResponse(request, "procedures/ahead.html", _told(work))


def _told(work: WorkShown) -> dict[str, Any]:
    result = work.result
    present, changed = tally_of(result["present"]), tally_of(result["changed"])
    first, last = parse_day(result["first"]), parse_day(result["last"])
    payments = sum(paid for paid, _ in result["history"].values())
    followed = max((cases for _, cases in result["history"].values()), default=0)
    return {
        "work": work,
        "ladder": from_json(work.arguments["ladder"]),
        "debtor": work.arguments["kind"],
        "first": first,
        "last": last,
        "days": (last - first).days,
        "cases": present.cases,
        "owed_ore": present.owed_ore,
        "letter_lines": [_letters(kind.value, present, changed) for kind in _LETTERS],
        "all_letters": _all_letters(present, changed),
        "money_lines": _money(present, changed, int(result["letter_cost_ore"])),
        "letter_cost_ore": result["letter_cost_ore"],
        "title": _title(present, changed, (last - first).days),
        "chart": _weeks(present, changed, first),
        "weeks": _week_rows(present, changed, first),
        "paying": (_paying(present, followed), _paying(changed, followed)) if payments else None,
        "payments": payments,
        "is_thin": payments < FEW_PAYMENTS,
        "projected_from": parse_day(result["projected_from"]) if result["projected_from"] else None,
        "stops": _stops(present, changed),
    }


def _whole(millionths: int) -> int:
    return (millionths + MILLION // 2) // MILLION


def _letters(kind: str, present: Tally, changed: Tally) -> Line:
    return Line(
        text=sentence(f"office_procedures.letter_{kind}"),
        present=whole(_whole(present.likely_letters.get(kind, 0))),
        present_most=whole(present.letters.get(kind, 0)),
        changed=whole(_whole(changed.likely_letters.get(kind, 0))),
        changed_most=whole(changed.letters.get(kind, 0)),
    )


def _all_letters(present: Tally, changed: Tally) -> Line:
    return Line(
        text=sentence("office_procedures.all_letters"),
        present=whole(_whole(sum(present.likely_letters.values()))),
        present_most=whole(sum(present.letters.values())),
        changed=whole(_whole(sum(changed.likely_letters.values()))),
        changed_most=whole(sum(changed.letters.values())),
    )


def _fees_ore(tally: Tally) -> tuple[int, int]:
    return _whole(sum(tally.likely_fees.values())), sum(tally.fees.values())


def _money(present: Tally, changed: Tally, cost: int) -> list[Line]:
    lines = [
        _money_line(
            f"fee_{kind}",
            (_whole(present.likely_fees.get(kind, 0)), present.fees.get(kind, 0)),
            (_whole(changed.likely_fees.get(kind, 0)), changed.fees.get(kind, 0)),
        )
        for kind in _FEES
        if present.fees.get(kind) or changed.fees.get(kind)
    ]
    if cost:
        sent = [(_whole(side.likely_on_paper * cost), side.on_paper * cost) for side in (present, changed)]
        fees = [_fees_ore(side) for side in (present, changed)]
        nets = [(fee[0] - paper[0], fee[1] - paper[1]) for fee, paper in zip(fees, sent, strict=True)]
        lines.append(_money_line("postage", *sent))
        lines.append(_money_line("net", *nets))
    return lines


def _money_line(name: str, present: tuple[int, int], changed: tuple[int, int]) -> Line:
    shown = [kronor(ore, decimals=False) for ore in (*present, *changed)]
    return Line(
        text=sentence(f"office_procedures.{name}"),
        present=shown[0], present_most=shown[1], changed=shown[2], changed_most=shown[3],
    )  # fmt: skip


def _title(present: Tally, changed: Tally, days: int) -> str:
    letters = _whole(sum(changed.likely_letters.values()) - sum(present.likely_letters.values()))
    fees = _fees_ore(changed)[0] - _fees_ore(present)[0]
    more = sentence(
        f"office_procedures.{'more' if letters > 0 else 'fewer' if letters < 0 else 'same'}_letters",
        count=whole(abs(letters)),
    )
    rest = sentence(
        f"office_procedures.{'more' if fees > 0 else 'fewer' if fees < 0 else 'same'}_fees",
        sum=kronor(abs(fees), decimals=False),
    )
    return sentence("office_procedures.ahead_title", letters=more, fees=rest, days=days)


def _weeks(present: Tally, changed: Tally, first: date) -> Any:
    rows = _week_rows(present, changed, first)
    if not rows:
        return None
    most = max(rows, key=lambda row: row["changed"])
    return pairs(
        [Pair(label=row["label"], present=row["present"], changed=row["changed"]) for row in rows],
        name="weeks",
        title=sentence("office_procedures.weeks_title"),
        finding=sentence("office_procedures.weeks_finding", week=most["label"], count=whole(most["changed"])),
    )


def _week_rows(present: Tally, changed: Tally, first: date) -> list[Mapping[str, Any]]:
    count = max(len(present.likely_weeks), len(changed.likely_weeks))
    return [
        {
            "label": day_short(add_days(first, 7 * n)),
            "present": _whole(_at(present.likely_weeks, n)),
            "changed": _whole(_at(changed.likely_weeks, n)),
        }
        for n in range(count)
    ]


def _at(figures: list[int], place: int) -> int:
    return figures[place] if place < len(figures) else 0


def _paying(tally: Tally, followed: int) -> Paying:
    share = tally.paid // tally.cases if tally.cases else 0
    low, high = likely_range(share=share, cases=followed)
    return Paying(
        percent=share * 100 // MILLION,
        low=low * 100 // MILLION,
        high=high * 100 // MILLION,
        days=round(tally.waited / tally.paid) if tally.paid else None,
        ore=tally.paid_ore,
    )


def _stops(present: Tally, changed: Tally) -> list[Mapping[str, Any]]:
    codes = sorted({*present.stops, *changed.stops}, key=lambda code: (-present.stops.get(code, 0), code))
    return [
        {
            "text": stop_text(code),
            "present": present.stops.get(code, 0),
            "changed": changed.stops.get(code, 0),
        }
        for code in codes
    ]
