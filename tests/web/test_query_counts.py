"""No page asks the database more often because it has more rows to show (design 7)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.core.access import Role
from betalt.flows.long_work import start_work
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from tests.office import NORDANVIK, Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db

PAGES = (
    "cases/", "cases/?sort=name&late=1", "cases/?show=closed", "cases/?q=kund", "cases/1/", "customers/",
    "customers/?q=kund", "customers/{party}/", "letters/deliveries/?which=left", "letters/bundles/", "payments/placed/",
    "payments/refunds/", "imports/", "imports/batch/{batch}/", "procedures/", "procedures/consumer/version/1/",
    "settings/trail/", "people/", "work/", "", "money/",
)  # fmt: skip


def grown(company: Office, first: int, *, day: date) -> None:
    """Let three more customers come, two of whom pay, one of them too much, and work and people with them."""
    customers = {n: replace(NORDANVIK.customer, number=f"k{n}", name="Kund") for n in range(first, first + 3)}
    company.receive(
        *(replace(NORDANVIK, number=str(n), customer=customer) for n, customer in customers.items()),
        on=day,
    )  # fmt: skip
    newest = max(case.number for case in company.rows(m.Case))
    company.pay(newest, 5_000_000, day)
    company.pay(newest - 1, 100_000, day)
    company.days(day, day)
    user = add_user(email=f"{first}@gotaror.example", name="")
    give_place(creditor=company.creditor, user=user, role=Role.CASE_WORKER, on=ON)
    start_work(
        creditor=company.creditor,
        kind="export",
        on=ON,
        asked_by="",
        arguments={"what": "cases", "form": "csv"},
    )


def test_more_rows_cost_no_page_more_queries(owner: Any, company: Office, slug: str) -> None:
    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as ran:
            assert owner.get(f"/k/{slug}/{page}").status_code == 200, page
        return len(ran)

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    grown(company, 7000, day=date(2026, 3, 17))
    told = {"party": company.rows(m.Party, number="k7000")[0].id, "batch": company.rows(m.Import)[-1].id}
    pages = [page.format(**told) for page in PAGES]
    few = {page: (cost(page), cost(page))[1] for page in pages}  # the first time fills caches
    grown(company, 8000, day=date(2026, 3, 18))

    assert {page: cost(page) for page in pages} == few
