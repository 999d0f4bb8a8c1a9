"""How long bookkeeping is kept, and by when the tax office is asked for its share of an invoice."""

from datetime import date

from betalt import law
from betalt.values.days import add_months, add_years


def kept_until(*, financial_year_ends_on: date) -> date:
    """Find the last day bookkeeping is kept: whole calendar years after its year (BFL 7:2, GDPR-3)."""
    years = law.value("retention_years", financial_year_ends_on)
    return add_years(date(financial_year_ends_on.year, 12, 31), years)


def books_kept_until(*, booked_on: date) -> date:
    """Find the last day that what was booked on a day is kept, whatever the financial year is.

    A broken financial year ends at the latest in the calendar year after: the careful reading (BFL 7:2, GDPR-3).
    """
    return kept_until(financial_year_ends_on=date(booked_on.year + 1, 12, 31))


def books_closed(*, on: date) -> date:
    """Find the last day whose bookkeeping need not be kept any more on a day (BFL 7:2, GDPR-3)."""
    year = on.year - 1
    while books_kept_until(booked_on=date(year, 12, 31)) >= on:
        year -= 1
    return date(year, 12, 31)


def tax_office_asked_by(*, paid_on: date) -> date:
    """Find the last day to ask for a ROT or RUT share: 31 January after payment (lag 2009:194 8 §)."""
    last_of_year = date(paid_on.year, 12, 31)
    return add_months(last_of_year, law.value("rot_request_months", paid_on))
