"""A long list and a large bank file: begun in the office, found again, and led to what they brought."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from betalt.flows import import_work
from betalt.flows import upload as uploads
from betalt.flows.long_work import cancel_work, do_chunk
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from tests.flows.bank import Paid, bgmax
from tests.office import ASA_OBERG, Bill, Office, unpaid
from tests.web.company import ON

pytestmark = pytest.mark.django_db

BILLS = [Bill(number=f"3{n:03d}", customer=ASA_OBERG) for n in range(4)]
BAD = Bill(number="3999", customer=ASA_OBERG, due="2026-01-14")


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_LONG", 10)
    monkeypatch.setattr(uploads, "FIRST_ROWS", 2)
    monkeypatch.setattr(import_work, "_ROWS", 2)
    monkeypatch.setattr("betalt.web.imports.batch.MANY", 1)


def upload(browser: Any, slug: str, data: bytes) -> str:
    file = BytesIO(data)
    file.name = "fil.txt"
    answer = browser.post(f"/k/{slug}/imports/", {"file": file})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


def work_on(company: Office, address: str, *, chunks: int = 99) -> int:
    work = int(address.rstrip("/").rpartition("/")[2])
    for _ in range(chunks):
        if not do_chunk(creditor=company.creditor, work=work, kinds=WORK_KINDS, on=ON):
            break
    return work


@pytest.fixture
def begun(owner: Any, slug: str) -> str:
    check = upload(owner, slug, unpaid(*BILLS, BAD))
    page = body(owner.get(check))
    assert "Listan är lång. Det här är dess första 2 rader." in page
    assert "Läs in hela listan" in page
    return str(owner.post(check, {"remember": "Fortnox"}).headers["Location"])


def test_a_long_list_is_taken_in_by_work_and_leads_to_its_cases(
    owner: Any, company: Office, slug: str, begun: str
) -> None:
    assert "Inläsningen av listan arbetar" in body(owner.get(begun))
    assert [row.name for row in company.rows(m.Mapping)] == ["Fortnox"]
    work_on(company, begun)
    done = body(owner.get(begun))
    assert f"/k/{slug}/imports/work/" in done

    batch = owner.get(begun.replace("/work/", "/imports/work/")).headers["Location"]
    page = body(owner.get(batch))
    assert "Inlästa fakturor: 4" in page
    assert "Förfallodagen 2026-01-14 ligger före fakturadatum 2026-01-15." in page
    assert "Breven väntar på ert ja" in page


def test_who_left_the_page_finds_the_work_again(owner: Any, company: Office, slug: str, begun: str) -> None:
    work_on(company, begun, chunks=1)
    page = body(owner.get(f"/k/{slug}/imports/"))
    assert begun in page
    assert "Pågår" in page

    batch = company.rows(m.Import)[-1].id
    shown = body(owner.get(f"/k/{slug}/imports/batch/{batch}/"))
    assert "Listan arbetas det med just nu." in shown
    assert "2 av 4, 50 procent" in shown
    assert "Släpp breven" not in shown


def test_called_off_work_says_what_came_in_and_what_did_not(
    owner: Any, company: Office, slug: str, begun: str
) -> None:
    work = work_on(company, begun, chunks=1)
    cancel_work(creditor=company.creditor, work=work, on=ON, actor="user:1")
    assert "avbröts" in body(owner.get(begun))

    batch = owner.get(f"/k/{slug}/imports/work/{work}/").headers["Location"]
    page = body(owner.get(batch))
    assert "Inläsningen blev inte klar: 2 rader lästes aldrig." in page
    assert "Släpp breven" in page


def test_a_large_list_is_released_and_taken_back_by_work(
    owner: Any, company: Office, slug: str, begun: str
) -> None:
    work_on(company, begun)
    batch = company.rows(m.Import)[-1].id
    page = f"/k/{slug}/imports/batch/{batch}/"
    work_on(company, owner.post(f"{page}release/").headers["Location"])
    assert company.rows(m.Import)[-1].state == "released"

    back = owner.post(f"{page}take-back/").headers["Location"]
    assert "Avbryt" not in body(owner.get(back))
    work_on(company, back)
    assert "Tillbakatagna fakturor: 4" in body(owner.get(page))


def test_a_large_bank_file_is_taken_in_by_work_and_leads_to_its_reading(
    owner: Any, company: Office, slug: str
) -> None:
    data = bgmax(Paid(amount="100.00"), Paid(amount="200.00", number="2"), on=date(2026, 3, 13))
    address = upload(owner, slug, data)
    assert "Inläsningen av bankfilen arbetar" in body(owner.get(address))
    assert address in body(owner.get(f"/k/{slug}/payments/files/"))
    work_on(company, address)

    reading = owner.get(address.replace("/work/", "/payments/work/")).headers["Location"]
    assert "Nya betalningar i filen: 2" in body(owner.get(reading))
    assert reading in body(owner.get(f"/k/{slug}/payments/files/"))


def test_a_bank_file_that_is_set_apart_says_why_among_the_files(
    owner: Any, company: Office, slug: str
) -> None:
    data = bgmax(Paid(amount="100.00"), on=date(2026, 3, 13))
    address = upload(owner, slug, data[:-90])
    work_on(company, address)

    assert "kom inte i mål" in body(owner.get(address))
    page = body(owner.get(f"/k/{slug}/payments/files/"))
    assert "åtsidosatt" in page
    reading = company.rows(m.Import)[-1].id
    assert "Filen är åtsidosatt" in body(owner.get(f"/k/{slug}/payments/files/{reading}/"))


def test_a_small_bank_file_shows_its_rows_at_once(
    owner: Any, company: Office, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_LONG", 300_000)
    data = bgmax(Paid(amount="100.00"), Paid(amount="200.00", payee="9912346"), on=date(2026, 3, 13))
    page = body(owner.get(upload(owner, slug, data)))

    assert "Nya betalningar i filen" in page
    assert company.rows(m.LongWork) == []


def test_nobody_reaches_the_work_of_another_kind_or_company(
    owner: Any, as_user: Any, company: Office, slug: str, begun: str
) -> None:
    number = begun.rstrip("/").rpartition("/")[2]
    assert owner.get(f"/k/{slug}/payments/work/{number}/").status_code == 404
    assert owner.get(f"/k/{slug}/imports/work/{int(number) + 1}/").status_code == 404
    for address in (begun, f"/k/{slug}/imports/work/{number}/", f"/k/{slug}/payments/files/"):
        assert as_user("stranger").get(address).status_code == 404
