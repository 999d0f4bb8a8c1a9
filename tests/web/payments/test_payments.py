"""The inbox of money: what waits is placed, divided, undone or set aside, and what is too much goes back by two."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.flows.bank_file import receive_payments
from betalt.flows.inbox import note_payment
from betalt.flows.setup import change_choices
from betalt.records import models as m
from betalt.web import clock
from tests.flows.bank import Paid, camt
from tests.office import Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db

IBAN = {"iban": "SE4550000000058398257466", "bic": "ESSESESS"}


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def start(slug: str) -> str:
    return f"/k/{slug}/payments/"


@pytest.fixture
def waiting(company: Office) -> int:
    """Nordanvik pays its invoice's sum without a reference."""
    return _paid(company, "12500.00", name="Nordanvik Bygg AB")


def _paid(company: Office, amount: str, *, name: str = "", number: str = "77") -> int:
    receive_payments(
        creditor=company.creditor, name="bank.xml", on=ON,
        data=camt(Paid(amount=amount, name=name, number=number), on=date(2026, 3, 13)),
    )  # fmt: skip
    return int(company.rows(m.Payment)[-1].id)


def test_a_payment_without_reference_waits_with_its_suggestion(owner: Any, start: str, waiting: int) -> None:
    page = body(owner.get(start))

    assert page.count("<h1>") == 1
    assert "Nordanvik Bygg AB" in page
    assert "Faktura 1001, Nordanvik AB" in page
    assert "är fakturan utan ränta och avgifter" in page
    assert f"/payments/{waiting}/accept/" in page


def test_a_suggestion_is_accepted_by_one_press_and_undone(
    owner: Any, company: Office, start: str, waiting: int
) -> None:
    assert owner.post(f"{start}{waiting}/accept/", {"rank": "0"}).status_code == 303
    given = company.rows(m.Match, payment_id=waiting)
    assert [(match.case.number, match.amount_ore) for match in given] == [(1, 12_500_00)]
    assert f"Betalning {waiting} är placerad." in body(owner.get(start))

    assert "Ångra placeringen" in body(owner.get(f"{start}{waiting}/"))
    owner.post(f"{start}{waiting}/part/")
    assert company.rows(m.Match, payment_id=waiting) == []
    assert company.rows(m.Payment, id=waiting)[0].state == "open"


def test_accepting_twice_from_two_pages_tells_that_somebody_was_first(
    owner: Any, company: Office, start: str, waiting: int
) -> None:
    for _ in range(2):
        owner.post(f"{start}{waiting}/accept/", {"rank": "0"})

    assert len(company.rows(m.Match, payment_id=waiting)) == 1
    assert "Förslaget finns inte längre" in body(owner.get(start))


def test_a_payment_is_divided_between_cases_and_what_does_not_add_up_is_told(
    owner: Any, company: Office, start: str, waiting: int
) -> None:
    typed = {"case0": "1", "sum0": "12 000,00", "case1": "2", "sum1": "600,00"}
    page = body(owner.post(f"{start}{waiting}/", typed), 422)
    assert "Delarna ska bli 12\u00a0500,00 kr" in page
    assert 'value="12 000,00"' in page

    owner.post(f"{start}{waiting}/", {**typed, "sum1": ""})
    given = company.rows(m.Match, payment_id=waiting)
    assert sorted((match.case.number, match.amount_ore) for match in given) == [(1, 12_000_00), (2, 500_00)]


def test_no_such_case_is_told_beside_what_was_typed(owner: Any, start: str, waiting: int) -> None:
    page = body(owner.post(f"{start}{waiting}/", {"case0": "999"}), 422)

    assert "Det ärendet finns inte." in page
    assert 'value="999"' in page


def test_a_search_finds_the_case_to_place_on(owner: Any, start: str, waiting: int) -> None:
    page = body(owner.get(f"{start}{waiting}/?q=Åsa"))

    assert "?case=2#place" in page
    assert 'value="2"' in body(owner.get(f"{start}{waiting}/?case=2"))


def test_money_that_is_not_for_us_is_set_aside_with_a_reason(
    owner: Any, company: Office, start: str, waiting: int
) -> None:
    assert "Fyll i" in body(owner.post(f"{start}{waiting}/aside/", {"reason": ""}), 422)
    owner.post(f"{start}{waiting}/aside/", {"reason": "Bidrag"})

    assert company.rows(m.Payment, id=waiting)[0].state == "ignored"
    assert "Bidrag" in body(owner.get(f"{start}{waiting}/"))


def test_the_sure_ones_are_accepted_together(owner: Any, company: Office, start: str) -> None:
    first = _from_nordanvik(company, 2_500_00, key="1")
    owner.post(f"{start}{first}/", {"case0": "1"})
    second = _from_nordanvik(company, company.claim(1, ON).total, key="2")
    doubtful = _paid(company, "17.00")
    assert "Godkänn alla säkra, 1" in body(owner.get(start))

    owner.post(f"{start}sure/", {"payment": [str(second), str(doubtful)]})
    assert [match.case.number for match in company.rows(m.Match, payment_id=second)] == [1]
    assert company.rows(m.Match, payment_id=doubtful) == []


def _from_nordanvik(company: Office, ore: int, *, key: str) -> int:
    noted = note_payment(
        creditor=company.creditor, amount_ore=ore, booked_on=ON, on=ON, key=key, payer="bankgiro:9912346",
        payer_name="Okänd",
    )  # fmt: skip
    return noted.payment


def test_a_payment_by_hand_is_placed_by_its_reference_and_counts_once(
    owner: Any, company: Office, start: str
) -> None:
    told = {
        "amount": "500",
        "booked_on": str(ON),
        "reference": "1001",
        "name": "Nordanvik",
        "key": "kvitto 7",
    }
    owner.post(f"{start}by-hand/", told)
    assert "Betalningen är placerad." in body(owner.get(start))

    page = body(owner.post(f"{start}by-hand/", told), 422)
    assert "Betalningen finns här redan." in page
    assert 'value="kvitto 7"' in page
    assert len(company.rows(m.Payment, amount_ore=500_00)) == 1


def test_a_day_that_has_not_come_is_refused_in_words(owner: Any, start: str) -> None:
    told = {"amount": "500", "booked_on": "2026-12-24"}

    assert 'role="alert"' in body(owner.post(f"{start}by-hand/", told), 422)


def test_i_checked_frees_the_letters(owner: Any, company: Office, start: str, monkeypatch: Any) -> None:
    later = date(2026, 3, 25)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert "Breven väntar tills" in body(owner.get(start))

    owner.post(f"{start}checked/")
    assert "Breven väntar tills" not in body(owner.get(start))


def test_a_refund_needs_two_people_and_becomes_a_file(
    owner: Any, as_user: Any, company: Office, start: str
) -> None:
    company.pay(1, 20_000_00, ON)
    change_choices(creditor=company.creditor, choices=IBAN, on=ON)
    page = body(owner.get(f"{start}refunds/"))
    assert "Till kundernas godo" in page

    bad = body(owner.post(f"{start}refunds/", {"case": "1", "account": "12"}), 422)
    assert "Kontonumret stämmer inte." in bad
    owner.post(f"{start}refunds/", {"case": "1", "account": "bankgiro:50501055"})
    (refund,) = company.rows(m.Refund, way="bank")
    mine = body(owner.get(f"{start}refunds/"))
    assert "En annan person än den som föreslog måste godkänna." in mine
    owner.post(f"{start}refunds/{refund.id}/", {"do": "approve"})
    assert company.rows(m.Refund, id=refund.id)[0].state == "proposed"

    other = as_user("approver")
    other.post(f"{start}refunds/{refund.id}/", {"do": "approve"})
    file = other.post(f"{start}refunds/order/")
    got = other.get(file.headers["Location"])
    assert got.headers["Content-Type"] == "application/xml"
    assert b"pain.001.001.03" in got.content
    assert company.rows(m.Refund, id=refund.id)[0].state == "ordered"


def test_the_inbox_takes_as_many_queries_with_many_payments(owner: Any, company: Office, start: str) -> None:
    counts = []
    for number, amount in (("81", "12500.00"), ("82", "3000.00"), ("83", "8000.00")):
        _paid(company, amount, number=number)
        with CaptureQueriesContext(connection) as queries:
            body(owner.get(start))
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_a_reader_sees_closed_buttons_and_may_place_nothing(
    as_user: Any, company: Office, start: str, waiting: int
) -> None:
    reader = as_user("read_only")

    assert 'aria-disabled="true"' in body(reader.get(start))
    assert reader.post(f"{start}{waiting}/accept/", {"rank": "0"}).status_code == 403
    assert company.rows(m.Match, payment_id=waiting) == []


def test_the_pages_speak_english(owner: Any, start: str, waiting: int) -> None:
    owner.post("/speak/", {"language": "en"})

    assert "Without match" in body(owner.get(start))
    assert "Where do SEK" in body(owner.get(f"{start}{waiting}/"))
