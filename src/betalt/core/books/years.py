"""Accounting years (räkenskapsår): twelve months from the first of the month that the company has chosen."""

from datetime import date

from betalt.values.days import add_days, add_years


def accounting_years(*, first: date, last: date, begins: int) -> tuple[tuple[date, date], ...]:
    """List the accounting years that the days from first to last touch, the newest first (bokföringslagen 3 kap.)."""
    start = date(last.year, begins, 1)
    if start > last:
        start = add_years(start, -1)
    years = []
    while True:
        years.append((start, add_days(add_years(start, 1), -1)))
        if start <= first:
            return tuple(years)
        start = add_years(start, -1)
