"""The last day to pay or object: the shortest that may be set, and the day that is set by default."""

from datetime import date
from functools import lru_cache

from betalt import law
from betalt.core.letter.kinds import LetterKind
from betalt.law.book import forget_when_changed
from betalt.values.days import add_business_days, add_days, next_business_day

# Our own rest over Christmas, no statute: see docs/decisions/0041-answer-days.md.
_REST_BEGINS = (12, 20)
_REST_ENDS = (1, 2)


@lru_cache(maxsize=1024)
def minimum_answer_day(letter_on: date) -> date:
    """Find the earliest lawful answer day of a demand posted on a day (inkassolagen 5 §, INK-7, P27)."""
    from_sending = add_days(letter_on, law.value("answer_days_minimum", letter_on))
    return max(from_sending, _after_receipt(letter_on))


@lru_cache(maxsize=1024)
def answer_by(*, kind: LetterKind, letter_on: date, answer_days: int | None = None) -> date:
    """Set the last day to pay, or to pay or object, of a letter handed over on a day (INK-7).

    `answer_days` counts from the hand-over and is the ladder's; without it the default of the law tables
    holds. Days of the Christmas rest are not counted. A demand or a final notice is never given less than the
    minimum, and every answer day is a business day.
    """
    days = law.value("answer_days_default", letter_on) if answer_days is None else answer_days
    counted = _add_days_outside_rest(letter_on, days)
    if kind.is_collection:
        counted = max(counted, _after_receipt(letter_on), minimum_answer_day(letter_on))
    return next_business_day(counted)


def is_posting_day(day: date) -> bool:
    """Tell whether letters are posted on a day: not between 20 December and 2 January."""
    return _REST_ENDS < (day.month, day.day) < _REST_BEGINS


def next_posting_day(day: date) -> date:
    """Find the first day on which letters are posted that is this day or later."""
    while not is_posting_day(day):
        day = add_days(day, 1)
    return day


def _after_receipt(letter_on: date) -> date:
    received_on = add_business_days(letter_on, law.value("presumed_receipt_banking_days", letter_on))
    return add_business_days(received_on, law.value("answer_banking_days", letter_on))


def _add_days_outside_rest(day: date, days: int) -> date:
    while days > 0:
        day = add_days(day, 1)
        days -= is_posting_day(day)
    return day


forget_when_changed(forget=minimum_answer_day.cache_clear)
forget_when_changed(forget=answer_by.cache_clear)
