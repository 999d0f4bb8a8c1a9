"""How long bookkeeping is kept, and by when the tax office is asked for its share of an invoice."""

from datetime import date

from betalt import law
from betalt.values.days import add_months, add_years


def kept_until(*, financial_year_ends_on: date) -> date:
    """Find the last day bookkeeping is kept: whole calendar years after its year (BFL 7:2, GDPR-3)."""
    years = law.value("retention_years", financial_year_ends_on)
    return add_years(date(financial_year_ends_on.year, 12, 31), years)


def tax_office_asked_by(*, paid_on: date) -> date:
    """Find the last day to ask for a ROT or RUT share: 31 January after payment (lag 2009:194 8 §)."""
    last_of_year = date(paid_on.year, 12, 31)
    return add_months(last_of_year, law.value("rot_request_months", paid_on))
