"""What an owner needs to see: gathers the facts, lets the rules order and foresee them, and changes nothing.

All of it is read with the walls open, in a fixed number of queries however many cases there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from betalt import law
from betalt.core.advice.ageing import Ageing, ageing
from betalt.core.advice.dso import Speed, first_of, speeds
from betalt.core.advice.forecast import Forecast, forecast
from betalt.core.advice.habit import Counts, habits
from betalt.core.advice.needs import Item, Need, Total, folded
from betalt.core.claim.limitation import WARNING_MONTHS
from betalt.flows.facts import know
from betalt.records.queries import overview_money
from betalt.records.queries.overview_needs import LapseBounds, needs
from betalt.values.days import add_days, add_months

_HABIT_DAYS = 400  # a year and a month: what customers did longer ago says less
_SALES_DAYS = 36 * 31  # a year of figures, each counted back at most two years
_ENOUGH_SALES = 10
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """What waits for a person, the heaviest first, with how many things that is and the totals by kind."""

    items: tuple[Item, ...]
    totals: tuple[Total, ...]

    @property
    def count(self) -> int:
        """Count all that waits."""
        return sum(total.count for total in self.totals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What is owed and when it may come; sums in öre, without interest and fees."""

    ageing: Ageing
    cases: int
    customers: int
    forecast: Forecast
    speeds: tuple[Speed, ...]
    speed_is_sure: bool  # most invoices came here before they were due
    sales_count: int


MOST_CLAIMS = (
    25  # lines that show what is owed on the day; those below them show what is left of the invoices
)


def to_do(*, creditors: Sequence[int], on: date, most: int | None = 12) -> ToDo:
    """List what waits for a person at these creditors, the `most` heaviest lines (None: all) with what is owed."""
    found = needs(
        creditors=creditors,
        on=on,
        yesterday=add_days(on, -1),
        lapse=_lapse_bounds(on),
        fee_ore=law.fee_ore("reminder", on),
    )
    lines = folded(first=found.first, totals=found.totals, on=on)[:most]
    return ToDo(items=(*_with_claims(lines[:MOST_CLAIMS], on), *lines[MOST_CLAIMS:]), totals=found.totals)


# What is owed with interest and fees is not the sum of these.
_OWN_SUM = frozenset({Need.DISPUTE, Need.REFUND, Need.PAYOUT, Need.CLAUSE, Need.MONEY})


def _with_claims(lines: Sequence[Item], on: date) -> tuple[Item, ...]:
    """Put what is owed on the day in the place of what is left of the invoices, for those about one case."""
    keys = sorted({(x.creditor, x.case) for x in lines if x.is_one and x.case and x.kind not in _OWN_SUM})
    if not keys:
        return tuple(lines)
    owed = {known.key: known.facts.owed_ore for known in know(keys, on=on)}
    return tuple(
        item if item.kind in _OWN_SUM or not item.is_one
        else replace(item, ore=owed.get((item.creditor, item.case), item.ore))
        for item in lines
    )  # fmt: skip


def _lapse_bounds(on: date) -> LapseBounds:
    """Tell which claims lapse within the longest warning (LIM-1, LIM-2), as if nothing had broken their time."""
    consumer = law.value("limitation_years_consumer", on)
    other = law.value("limitation_years_other", on)
    warned = max(WARNING_MONTHS)
    return LapseBounds(
        consumer_years=consumer,
        consumer_before=add_months(on, warned - _MONTHS_A_YEAR * consumer),
        other_years=other,
        other_before=add_months(on, warned - _MONTHS_A_YEAR * other),
    )


def money(*, creditors: Sequence[int], on: date) -> Money:
    """Work out ages, the coming weeks and the speed of payment from the creditors' own history."""
    since = first_of(add_days(on, -_HABIT_DAYS))
    portfolio = overview_money.open_portfolio(creditors=creditors)
    history = overview_money.closed_history(creditors=creditors, since=since)
    sales = overview_money.sales(creditors=creditors, since=first_of(add_days(on, -_SALES_DAYS)))
    by_kind = dict(history.by_kind)
    for kind, came in portfolio.came.items():
        by_kind[kind] = by_kind.get(kind, Counts()) + Counts(came=came)
    ages = ageing(portfolio.unpaid, on=on)
    learnt = habits(by_kind)
    paid = sum(sum(counts.paid.values()) for counts in by_kind.values())
    months = overview_money.months(sold=sales.sold, gone=history.gone)
    return Money(
        ageing=ages,
        cases=portfolio.cases,
        customers=portfolio.customers,
        forecast=forecast(portfolio.unpaid, habits=learnt, on=on, cases=paid),
        speeds=tuple(speeds(owed_ore=ages.ore, on=on, months=months)),
        speed_is_sure=sales.count >= _ENOUGH_SALES and 2 * sales.in_time >= sales.count,
        sales_count=sales.count,
    )
