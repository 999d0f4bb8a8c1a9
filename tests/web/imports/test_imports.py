"""A list is dropped, looked at, mended, taken in and taken back, and what was refused can be fetched."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.records import models as m
from tests.office import ASA_OBERG, Bill, Office, unpaid
from tests.web.company import ON

pytestmark = pytest.mark.django_db

NEW = Bill(number="2001", customer=ASA_OBERG, amount="4 000,00")
BAD = Bill(number="2002", customer=ASA_OBERG, due="2026-01-14")


def upload(browser: Any, slug: str, data: bytes, *, name: str = "obetalda.csv") -> Any:
    file = BytesIO(data)
    file.name = name
    return browser.post(f"/k/{slug}/imports/", {"file": file})


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def check(owner: Any, slug: str) -> str:
    answer = upload(owner, slug, unpaid(NEW, BAD))
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_dropped_list_is_kept_and_shown_as_it_would_be_read(
    owner: Any, company: Office, check: str
) -> None:
    page = body(owner.get(check))

    assert "Nya fakturor: 1, 4\u00a0000,00\u00a0kr kvar att betala." in page
    assert "Nekade rader: 1" in page
    assert "Förfallodagen 2026-01-14 ligger före fakturadatum 2026-01-15." in page
    assert company.rows(m.Invoice, number="2001") == []
    assert company.rows(m.SourceFile)[-1].name == "obetalda.csv"
    assert "19900101" not in page


def test_the_mapping_is_mended_in_the_address_and_nothing_is_stored(owner: Any, check: str) -> None:
    page = body(owner.get(check + "?c0=number&c1=number"))

    assert "Två kolumner kan inte båda vara Fakturanummer." in page
    unmapped = body(owner.get(check + "?c0=number"))
    assert "Det som varje faktura måste ha hittades inte" in unmapped
    assert 'aria-disabled="true"' in unmapped


def test_a_list_is_taken_in_and_its_letters_wait_for_a_yes(owner: Any, company: Office, check: str) -> None:
    answer = owner.post(check, {"remember": "Fortnox"})
    batch = answer.headers["Location"]

    page = body(owner.get(batch))
    assert "Inlästa fakturor: 1" in page
    assert "Breven väntar på ert ja" in page
    assert [row.name for row in company.rows(m.Mapping)] == ["Fortnox"]
    assert company.rows(m.Import)[-1].state == "waiting"

    owner.post(f"{batch}release/")
    assert company.rows(m.Import)[-1].state == "released"
    assert "Breven väntar på ert ja" not in body(owner.get(batch))


def test_a_list_is_taken_back_and_says_so(owner: Any, company: Office, check: str) -> None:
    batch = owner.post(check).headers["Location"]
    owner.post(f"{batch}take-back/")

    page = body(owner.get(batch))
    assert "Tillbakatagna fakturor: 1" in page
    assert [case.outcome for case in company.rows(m.Case)][-1] == "taken_back"
    owner.post(f"{batch}take-back/")
    assert "redan tagen tillbaka" in body(owner.get(batch))


def test_the_button_back_is_closed_with_its_reason_once_a_letter_has_left(
    owner: Any, company: Office, slug: str
) -> None:
    first = company.rows(m.Import)[0].id

    page = body(owner.get(f"/k/{slug}/imports/batch/{first}/"))
    assert "Listan kan inte tas tillbaka" in page
    assert "av dess fakturor har fått brev" in page


def test_refused_rows_are_fetched_as_a_file_that_no_spreadsheet_runs(owner: Any, slug: str) -> None:
    evil = unpaid(NEW, BAD).replace(b"2002", b"=1+1")
    batch = owner.post(upload(owner, slug, evil).headers["Location"]).headers["Location"]

    got = owner.get(f"{batch}refused.csv")
    text = body(got)
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeff'=1+1;")
    assert "ligger före fakturadatum" in text


def test_the_same_form_sent_twice_takes_the_list_in_once(owner: Any, company: Office, check: str) -> None:
    key = {"once": "6f3c4f7e-2f61-4b2e-9e06-2f0f5b0c3b11"}
    first, second = owner.post(check, key), owner.post(check, key)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(company.rows(m.Invoice, number="2001")) == 1


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"a;b\n1;2\n", b"\0\0\0"], ids=["empty", "pdf", "table", "nul"]
)
def test_a_file_that_is_no_list_is_told_in_words(owner: Any, slug: str, data: bytes) -> None:
    answer = upload(owner, slug, data)

    if answer.status_code == 303:
        page = body(owner.get(answer.headers["Location"]))
        assert 'role="alert"' in page
        assert body(owner.post(answer.headers["Location"]), 422).count("<h1>") == 1
    else:
        assert 'role="alert"' in body(answer, 422)


def test_a_reader_may_look_but_not_drop(as_user: Any, slug: str) -> None:
    reader = as_user("read_only")

    assert 'aria-disabled="true"' in body(reader.get(f"/k/{slug}/imports/"))
    assert upload(reader, slug, unpaid(NEW)).status_code == 403


def test_the_list_of_imports_takes_as_many_queries_with_many(owner: Any, company: Office, slug: str) -> None:
    counts = []
    for bills in ((), (NEW,), (BAD,)):
        if bills:
            company.receive(*bills, on=ON)
        with CaptureQueriesContext(connection) as queries:
            body(owner.get(f"/k/{slug}/imports/"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_pages_speak_english(owner: Any, cast: Any, check: str) -> None:
    owner.post("/speak/", {"language": "en"})
    page = body(owner.get(check))

    assert "Check the file" in page
    assert "New invoices: 1" in page
