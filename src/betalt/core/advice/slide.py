"""How a customer pays: days after the due day, the trend, and an alarm when it slides."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low
from typing import Final

RECENT: Final = 5  # payments that are compared with as many before them
SLIDES_BY: Final = 7  # days; a week later than before is no chance
FEWEST: Final = 6  # payments below which nothing is said of a trend


class Trend(StrEnum):
    """Which way a customer's payments go."""

    UNKNOWN = "unknown"  # too few to say
    STEADY = "steady"
    BETTER = "better"
    SLIDING = "sliding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """How late a customer pays, in days after the due day; negative is before it."""

    count: int
    usual: int | None  # the median of the recent ones
    before: int | None  # the median of those before them
    trend: Trend


def paying(*, days_late: Sequence[int]) -> Paying:
    """Judge payments, the oldest first, each by its days after the due day.

    Only what this creditor knows itself is counted. A customer slides when its latest payments come a week or
    more later than those before; the median keeps one odd payment from ringing the bell.
    """
    recent, earlier = days_late[-RECENT:], days_late[:-RECENT][-RECENT:]
    usual = median_low(recent) if recent else None
    before = median_low(earlier) if earlier else None
    return Paying(
        count=len(days_late), usual=usual, before=before, trend=_trend(len(days_late), usual, before)
    )


def _trend(count: int, usual: int | None, before: int | None) -> Trend:
    if count < FEWEST or usual is None or before is None:
        return Trend.UNKNOWN
    if usual - before >= SLIDES_BY:
        return Trend.SLIDING
    return Trend.BETTER if before - usual >= SLIDES_BY else Trend.STEADY
