"""The overview's charts, each with what it says in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from betalt.core.advice.ageing import Age, Ageing
from betalt.core.advice.dso import EUROPE_DAYS, Speed
from betalt.core.advice.forecast import Forecast
from betalt.flows.overview import Money
from betalt.web import charts, wording

_THOUSAND = 1_000_00
_KRONA = 100
_IN_THOUSANDS = 10  # from ten thousand kronor a week the chart counts in thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing, the unit that stands in its heading, and a line on how sure it is."""

    svg: SafeString
    unit: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRow:
    """One age of the claims."""

    place: int
    text: str
    ore: int
    percent: int
    count: int


def weeks(told: Forecast) -> Chart | None:
    """Draw the money that is likely to come in; None where nothing is expected or known."""
    top = max((week.high_ore for week in told.weeks), default=0)
    if top == 0:
        return None
    unit = _THOUSAND if top >= _IN_THOUSANDS * _THOUSAND else _KRONA
    most = max(told.weeks, key=lambda week: week.likely_ore)
    least = min(told.weeks, key=lambda week: week.likely_ore)
    svg = charts.ranges(
        [
            charts.Range(
                label=wording.sentence("office_overview.week", week=week.number),
                low=week.low_ore / unit,
                likely=week.likely_ore / unit,
                high=week.high_ore / unit,
                written=wording.whole(round(week.likely_ore / unit)),
            )
            for week in told.weeks
        ],
        name="weeks",
        title=wording.sentence("office_overview.weeks_title"),
        finding=wording.sentence(
            "office_overview.weeks_finding",
            most=most.number,
            most_ore=most.likely_ore,
            least=least.number,
            least_ore=least.likely_ore,
        ),
    )
    doubt = "weeks_few" if told.is_thin else "weeks_sure"
    return Chart(
        svg=svg,
        unit=wording.sentence("office_overview.thousands" if unit == _THOUSAND else "office_overview.kronor"),
        doubt=wording.sentence(f"office_overview.{doubt}", cases=wording.whole(told.cases)),
    )


def ages(told: Ageing) -> Chart | None:
    """Draw the claims by age; None where nothing is owed."""
    if not told.ore:
        return None
    title = wording.sentence(
        "office_overview.ages_title",
        young=told.percent(told.ages[0].ore),
        old=told.percent(told.ages[-1].ore),
    )
    return Chart(svg=charts.shares([age.ore for age in told.ages], name="ages", title=title))


def age_rows(told: Ageing) -> list[AgeRow]:
    """List the ages with their sums and shares."""
    return [
        AgeRow(
            place=n,
            text=_age(age),
            ore=age.ore,
            percent=told.percent(age.ore),
            count=age.count,
        )
        for n, age in enumerate(told.ages, start=1)
    ]


def _age(age: Age) -> str:
    if age.last == 0:
        return wording.sentence("office_overview.not_due")
    if age.last is None:
        return wording.sentence("office_overview.older", days=age.first - 1)
    return wording.sentence("office_overview.between", first=age.first, last=age.last)


def speed(told: Money) -> Chart | None:
    """Draw how fast sales became money, beside Europe's 44 days; None where it cannot be told."""
    known = [each for each in told.speeds if each.days is not None]
    if not told.speed_is_sure or told.speeds[-1].days is None or not known:
        return None
    first, last = known[0], told.speeds[-1]
    svg = charts.line(
        [charts.Point(label=_month(each), value=each.days) for each in told.speeds],
        name="speed",
        title=wording.sentence("office_overview.speed_title"),
        finding=wording.sentence(
            "office_overview.speed_finding",
            first=first.days,
            first_month=_month(first),
            last=last.days,
            europe=EUROPE_DAYS,
        ),
        goal=EUROPE_DAYS,
        goal_text=wording.sentence("office_overview.europe", days=EUROPE_DAYS),
        own_text=wording.sentence("office_overview.own", days=last.days),
    )
    return Chart(svg=svg)


def _month(each: Speed) -> str:
    return wording.month_short(each.on)
