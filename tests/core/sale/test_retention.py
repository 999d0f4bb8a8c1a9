"""How long bookkeeping is kept, and the tax office's deadline."""

from datetime import date

from betalt.core.sale import retention


def test_gdpr_3_bookkeeping_is_kept_seven_calendar_years() -> None:
    assert retention.kept_until(financial_year_ends_on=date(2026, 4, 30)) == date(2033, 12, 31)


def test_gdpr_3_a_day_is_kept_as_if_its_financial_year_ended_in_the_next() -> None:
    assert retention.books_kept_until(booked_on=date(2026, 3, 20)) == date(2034, 12, 31)
    assert retention.books_closed(on=date(2034, 12, 31)) == date(2025, 12, 31)
    assert retention.books_closed(on=date(2035, 1, 1)) == date(2026, 12, 31)


def test_the_tax_office_is_asked_by_31_january() -> None:
    assert retention.tax_office_asked_by(paid_on=date(2026, 12, 31)) == date(2027, 1, 31)
    assert retention.tax_office_asked_by(paid_on=date(2026, 1, 1)) == date(2027, 1, 31)
