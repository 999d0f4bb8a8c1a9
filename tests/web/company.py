"""The life of the company in the tests of the office, up to the day on which its pages are looked at."""

from datetime import date

from tests.office import ASA, BO, NORDANVIK, SUND, Office

ON = date(2026, 3, 16)


def live(office: Office) -> None:
    """Let four customers get their invoices, be reminded, object and pay in part."""
    office.receive(NORDANVIK, ASA, BO, SUND, on=date(2026, 2, 16))
    office.days(date(2026, 2, 17), date(2026, 3, 2))
    office.pay(2, 100_000, date(2026, 3, 3))
    office.days(date(2026, 3, 3), ON)
