"""Customers with what they owe, how they pay, what they agreed to with proof, and where they are with source."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.records import models as m
from tests.office import Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def start(slug: str) -> str:
    return f"/k/{slug}/customers/"


@pytest.fixture
def asa(company: Office) -> m.Party:
    found: m.Party = company.case(2).party
    return found


def test_customers_are_listed_by_name_in_swedish_order_with_what_is_left(owner: Any, start: str) -> None:
    page = body(owner.get(start))

    assert page.count("<h1>") == 1
    names = [name for name in ("Bo Ek", "Nordanvik AB", "Åsa Öberg") if name in page]
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert "12\u00a0500,00" in page


@pytest.mark.parametrize(("typed", "found"), [("åsa", True), ("ÖBERG", True), ("7", False), ("%", False)])
def test_a_search_finds_by_how_a_word_of_the_name_begins(
    owner: Any, start: str, typed: str, found: bool
) -> None:
    page = body(owner.get(start, {"q": typed}))

    assert ("Åsa Öberg" in page) is found


def test_a_customers_page_holds_invoices_agreements_contact_and_identity(
    owner: Any, start: str, asa: m.Party
) -> None:
    page = body(owner.get(f"{start}{asa.id}/"))

    assert "Åsa Öberg: öppna ärenden 1" in page
    assert "1002" in page
    assert "2\u00a0000,00\u00a0kr" in page, "what is left after her payment, not the invoice"
    assert "Inget villkor är bevisat." in page
    assert "Personnummer, visas på ärendet" in page
    assert "19900101" not in page
    assert "Inget är betalt än" in page


def test_a_clause_is_recorded_with_its_proof_and_a_day_to_come_is_refused(
    owner: Any, company: Office, start: str, asa: m.Party
) -> None:
    told = {"clause": "reminder_fee", "agreed_on": str(ON + timedelta(days=1)), "how": "Order 12, signerad"}
    page = body(owner.post(f"{start}{asa.id}/agreement/", told), 422)
    assert "Order 12, signerad" in page
    assert company.rows(m.Agreement, party=asa) == []

    owner.post(f"{start}{asa.id}/agreement/", {**told, "agreed_on": "2026-01-10"})
    (agreed,) = company.rows(m.Agreement, party=asa)
    assert (agreed.clause, agreed.how, str(agreed.agreed_on)) == (
        "reminder_fee", "Order 12, signerad", "2026-01-10",
    )  # fmt: skip
    assert "Order 12, signerad" in body(owner.get(f"{start}{asa.id}/"))


def test_an_agreed_rate_is_read_as_people_write_it(
    owner: Any, company: Office, start: str, asa: m.Party
) -> None:
    told = {"clause": "interest", "agreed_on": "2026-01-10", "how": "Avtal", "interest": "tolv"}
    assert "Skriv räntan som 12" in body(owner.post(f"{start}{asa.id}/agreement/", told), 422)

    owner.post(f"{start}{asa.id}/agreement/", {**told, "interest": "12,50 %"})
    (agreed,) = company.rows(m.Agreement, party=asa)
    assert (agreed.interest_kind, agreed.interest_bps) == ("fixed", 1250)


def test_an_address_is_changed_with_its_source(owner: Any, company: Office, start: str, asa: m.Party) -> None:
    told = {"address": "Nya vägen 2\n903 27 Umeå\n", "email": "", "source": "population_register"}
    owner.post(f"{start}{asa.id}/contact/", told)

    assert company.rows(m.Party, id=asa.id)[0].address == ["Nya vägen 2", "903 27 Umeå"]
    assert "Folkbokföringen, 16\u00a0mars" in body(owner.get(f"{start}{asa.id}/"))


def test_nothing_typed_is_lost_when_a_contact_is_refused(owner: Any, start: str, asa: m.Party) -> None:
    page = body(owner.post(f"{start}{asa.id}/contact/", {"email": "inte en adress", "source": "other"}), 422)

    assert 'value="inte en adress"' in page
    assert "<details open" in page


def test_a_mark_stops_what_may_be_sent(owner: Any, company: Office, start: str, asa: m.Party) -> None:
    owner.post(f"{start}{asa.id}/marks/", {"marks": ["protected"]})
    assert company.rows(m.Party, id=asa.id)[0].protected
    assert "Skyddade personuppgifter" in body(owner.get(start))

    owner.post(f"{start}{asa.id}/marks/", {})
    assert not company.rows(m.Party, id=asa.id)[0].protected


def test_the_list_takes_as_many_queries_with_one_customer_as_with_many(owner: Any, start: str) -> None:
    counts = []
    for typed in ("", "Åsa"):
        with CaptureQueriesContext(connection) as queries:
            body(owner.get(start, {"q": typed}))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_another_creditors_customer_is_not_found(as_user: Any, start: str, asa: m.Party) -> None:
    assert as_user("stranger").get(f"{start}{asa.id}/").status_code == 404
    assert as_user("owner").get(f"{start}999999/").status_code == 404
