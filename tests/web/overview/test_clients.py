"""The page over all clients: one work list, never more than the clients that the user belongs to."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.core.access import Role
from betalt.flows.receive import receive_invoices
from betalt.flows.setup import NewCreditor, set_up_creditor
from betalt.flows.users import add_user, give_place
from betalt.records import models as m
from betalt.web.overview import clients
from tests.office import BO, Office, unpaid
from tests.web.company import ON

pytestmark = pytest.mark.django_db


def body(response) -> str:
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def client_of(user: int, name: str) -> int:
    made = set_up_creditor(
        creditor=NewCreditor(name=name, org_no="559999-0149", address=("Gatan 1",), bankgiro="5050-1055"),
        on=ON,
    )
    give_place(creditor=made, user=user, role=Role.BUREAU_ADMIN, on=ON)
    return made


@pytest.fixture
def second(cast, company: Office) -> int:
    made = client_of(cast["bureau_admin"].id, "Zinkplåt AB")
    receive_invoices(creditor=made, name="x.csv", data=unpaid(BO), on=date(2026, 2, 16))
    return made


def test_each_client_stands_with_what_waits_there(as_user, second):
    page = body(as_user("bureau_admin").get("/clients/"))

    assert page.count("<h1>") == 1
    assert "hos 2 klienter</h1>" in page
    assert page.index("Göta Rör AB</a>") < page.index("Zinkplåt AB</a></th>")  # the heavier first
    assert "Att göra" in page


def test_the_work_list_names_the_client_of_each_line(as_user, second):
    page = body(as_user("bureau_admin").get("/clients/"))

    assert "<strong>Göta Rör AB.</strong>" in page
    assert "<strong>Zinkplåt AB.</strong>" in page


def test_nothing_of_a_client_that_is_not_ones_own_is_shown(as_user, company: Office, second):
    page = body(as_user("stranger").get("/clients/"))

    assert "Annan AB" in page
    assert "Göta Rör AB" not in page
    assert "Zinkplåt AB" not in page


def test_who_is_not_signed_in_is_led_to_the_door(client):
    assert client.get("/clients/").status_code == 302


def test_who_belongs_nowhere_is_told_so(as_user, cast):
    nobody = m.User.objects.get(id=add_user(email="ny@exempel.example", name="Ny"))

    assert "Ni hör inte till något företag</h1>" in body(as_user(nobody).get("/clients/"))


def test_english_is_whole(as_user, second):
    browser = as_user("bureau_admin")
    browser.post("/speak/", {"language": "en", "next": "/clients/"})
    page = body(browser.get("/clients/"))

    assert "clients</h1>" in page
    assert "klient" not in page


def test_more_clients_cost_no_more_queries(as_user, cast, second):
    browser = as_user("bureau_admin")

    def cost() -> int:
        with CaptureQueriesContext(connection) as ran:
            body(browser.get("/clients/"))
        return len(ran)

    cost()
    few = cost()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    for n in range(3):
        client_of(cast["bureau_admin"].id, f"Klient {n} AB")

    assert cost() == few < 20


def test_the_page_of_offices_leads_here(as_user, second):
    assert 'href="/clients/"' in body(as_user("bureau_admin").get("/?choose"))


def test_clients_come_a_page_at_a_time(as_user, second, monkeypatch):
    monkeypatch.setattr(clients, "SHOWN", 1)
    browser = as_user("bureau_admin")
    first, last = body(browser.get("/clients/")), body(browser.get("/clients/?from=1"))

    assert "hos 2 klienter</h1>" in first
    assert "Göta Rör AB</a></th>" in first
    assert "Zinkplåt AB</a></th>" not in first
    assert 'href="?from=1"' in first
    assert "Zinkplåt AB</a></th>" in last
    assert 'rel="next"' not in last
    assert "Göta Rör AB</a></th>" not in last
