"""The overview says the state first, then what needs a person, what comes by itself and how the money goes."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.flows.customer import mark_customer
from betalt.flows.setup import say_bank_checked
from betalt.values.money import swedish
from betalt.web import clock
from betalt.web.overview import views
from tests.office import NORDANVIK, Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db


def body(response) -> str:
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


@pytest.fixture
def start(slug: str) -> str:
    return f"/k/{slug}/"


@pytest.fixture
def returned(company: Office) -> None:
    mark_customer(creditor=company.creditor, number="7", on=ON, flags={"address_returned": True})


def test_the_heading_says_how_much_waits(owner, start):
    page = body(owner.get(start))

    assert page.count("<h1>") == 1
    assert "saker väntar på er</h1>" in page
    assert "Måndag 16\u00a0mars, vecka 12" in page


def test_what_waits_stands_with_its_sum_and_its_reason(owner, start):
    page = body(owner.get(start))

    assert "Godkänn 4 brev" in page
    assert "Brevet är klart. Inget går ut förrän någon säger ja." in page
    assert "25\u00a0500,00" in page
    assert "sedan 12\u00a0mars" in page


def test_one_case_is_named_with_what_it_owes_today(owner, company: Office, returned, start):
    page = body(owner.get(start))

    assert "Rätta adressen: Nordanvik AB" in page
    assert swedish(company.claim(1, ON).total) in page


def test_english_is_whole(owner, start):
    owner.post("/speak/", {"language": "en", "next": start})
    page = body(owner.get(start))

    assert "things wait for you</h1>" in page
    assert "Approve 4 letters" in page
    assert "väntar" not in page


def test_charts_are_described_and_have_their_table(owner, company: Office, start):
    company.pay(3, company.claim(3, ON).total, ON)
    page = body(owner.get(start))

    assert 'role="img" aria-labelledby="weeks-t weeks-d"' in page
    assert "Visa som tabell" in page
    assert "Få fall, 1" in page
    assert "style=" not in page.partition("<main")[2]
    assert "<script>" not in page


def test_a_stand_still_is_said_before_all_else(owner, company: Office, start, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 4, 20))
    page = body(owner.get(start))

    assert 'class="notice stop" role="status"' in page
    assert "Inget har gått ut på" in page


def test_letters_that_wait_for_the_bank_are_counted(owner, company: Office, start):
    say_bank_checked(creditor=company.creditor, through=ON)
    assert 'class="notice' not in body(owner.get(start))


@pytest.mark.parametrize(
    "role", ["owner", "bookkeeper", "case_worker", "approver", "read_only", "bureau_admin"]
)
def test_everyone_in_the_office_sees_it(as_user, start, role):
    assert body(as_user(role).get(start)).count("<h1") == 1


def test_a_stranger_finds_nothing(as_user, start):
    assert as_user("stranger").get(start).status_code == 404


def test_an_office_without_anything_says_what_comes_next(as_user):
    browser = as_user("stranger")
    home = browser.get("/").headers["Location"]
    page = body(browser.get(home))

    assert "Inget väntar på er</h1>" in page
    assert "Ingen är skyldig er något." in page
    assert "Vi gissar inte utan era egna fall." in page


def test_the_money_of_a_large_office_comes_after_its_page(owner, start, monkeypatch):
    whole = body(owner.get(start))
    monkeypatch.setattr(views, "MOST_AT_ONCE", 0)
    first, later = body(owner.get(start)), body(owner.get(f"{start}money/"))

    assert f'hx-get="{start}money/"' in first
    assert 'href="?all"' in first
    assert "Kunder är skyldiga er" in first
    assert "Att göra" in first
    assert "Europas" not in first
    for part in (
        '<dl class="figures" id="figures">',
        'id="charts" hx-swap-oob="true"',
        'id="brought" hx-swap-oob="true"',
    ):
        assert part in later
    figures = later[: later.index("</dl>")]
    assert figures in whole
    assert body(owner.get(start, {"all": ""})).count("<h2") == whole.count("<h2")
    assert first.count("<h2") + later.count("<h2") == whole.count("<h2")


def test_more_cases_cost_no_more_queries(owner, company: Office, returned, start):
    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            body(owner.get(start))
        return len(ran)

    cost()
    few = cost()
    company.receive(
        *(
            replace(NORDANVIK, number=str(7000 + n), customer=replace(NORDANVIK.customer, number=f"n{n}"))
            for n in range(5)
        ),
        on=ON,
    )  # fmt: skip

    assert cost() == few < 60
