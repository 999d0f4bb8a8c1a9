"""The company, its choices and clauses, who saw and did what, and everything taken out."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from betalt.flows.customer import move_customer
from betalt.flows.long_work import do_chunk
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.office import Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def start(slug: str) -> str:
    return f"/k/{slug}/settings/"


def home(company: Office) -> m.Creditor:
    with acting_for([company.creditor]):
        found: m.Creditor = m.Creditor.objects.get(id=company.creditor)
    return found


def company_form(company: Office, **changed: str) -> dict[str, str]:
    row = home(company)
    names = ("name", "email", "phone", "hours", "signer", "bankgiro", "plusgiro", "swish", "language")
    return {**{name: getattr(row, name) for name in names}, "address": "\n".join(row.address), **changed}


def test_the_company_is_changed_and_what_changed_is_noted(owner: Any, company: Office, start: str) -> None:
    owner.post(start, company_form(company, phone="090-12 34 56"))

    assert home(company).phone == "090-12 34 56"
    event = company.rows(m.Event, kind="company_changed")[-1]
    assert event.data == {"changed": ["phone"]}
    assert "Sparat." in body(owner.get(start))


@pytest.mark.parametrize(
    "wrong", [{"bankgiro": "5050-1056"}, {"address": ""}, {"bankgiro": "", "plusgiro": ""}]
)
def test_what_letters_need_is_asked_for_and_nothing_typed_is_lost(
    owner: Any, company: Office, start: str, wrong: dict[str, str]
) -> None:
    before = home(company).bankgiro
    page = body(owner.post(start, company_form(company, hours="vardagar 9–11", **wrong)), 422)

    assert 'value="vardagar 9–11"' in page
    assert 'role="alert"' in page
    assert home(company).bankgiro == before


def test_a_choice_is_changed_by_the_owner_alone(
    owner: Any, as_user: Any, company: Office, start: str
) -> None:
    page = body(owner.get(f"{start}choices/"))
    assert "Inkassokrav och sista uppmaning behöver två personers ja" in page
    form = {
        "letters_wait_for_bank_data": "on", "demands_need_two": "on", "smallest_reminder_ore": "100",
        "smallest_demand_ore": "300", "costs_left": "forgive_small", "costs_left_most_ore": "100",
        "residue_most_ore": "1", "letter_cost_ore": "9,50", "refund_days": "30", "keep_closed_cases_months": "12",
    }  # fmt: skip
    owner.post(f"{start}choices/", form)
    assert home(company).settings["demands_need_two"] is True
    assert home(company).settings["letter_cost_ore"] == 9_50

    refused = body(owner.post(f"{start}choices/", {**form, "iban": "SE00"}), 422)
    assert "Kontrollera IBAN" in refused
    assert as_user("bookkeeper").post(f"{start}choices/", form).status_code == 403


def test_the_clauses_name_the_sums_of_the_law(owner: Any, start: str) -> None:
    page = body(owner.get(f"{start}clauses/"))

    assert "en påminnelseavgift på 60 kronor" in page
    assert "förseningsersättning med 450 kronor" in page
    assert 'lang="sv"' in page


def test_the_trail_tells_who_saw_and_did_what(owner: Any, company: Office, slug: str, start: str) -> None:
    owner.get(f"/k/{slug}/cases/1/")
    owner.post(f"{start}", company_form(company, phone="1"))

    page = body(owner.get(f"{start}trail/"))
    assert "Owner Exempel" in page
    assert "Ett ärende" in page
    assert "företagets uppgifter ändrades" in page
    assert "Ett ärende" not in body(owner.get(f"{start}trail/?way=did"))


@pytest.mark.parametrize("what", ["cases", "customers", "payments", "letters", "journal"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_table_is_taken_out_with_headers_and_rows(
    owner: Any, company: Office, start: str, what: str, form: str
) -> None:
    owner.post(f"{start}export/", {"what": what, "form": form})
    work = company.rows(m.LongWork, kind="export")[-1]
    while do_chunk(creditor=company.creditor, work=work.id, kinds=WORK_KINDS, on=ON):
        pass

    body(owner.get(f"{start}export/{work.id}/"))
    got = owner.get(f"{start}export/{work.id}/file/")
    if form == "csv":
        lines = got.content.decode("utf-8-sig").splitlines()
    else:
        lines = list(load_workbook(io.BytesIO(got.content)).active.values)
    assert len(lines) > 1
    assert company.rows(m.Viewing, what=f"export_{what}")


def test_no_formula_and_no_personal_number_leaves_in_a_table(owner: Any, company: Office, start: str) -> None:
    move_customer(
        creditor=company.creditor, number="7", on=date(2026, 3, 16), address=("=cmd|calc", "903 26 Umeå")
    )
    owner.post(f"{start}export/", {"what": "customers", "form": "csv"})
    work = company.rows(m.LongWork, kind="export")[-1]
    do_chunk(creditor=company.creditor, work=work.id, kinds=WORK_KINDS, on=ON)

    text = owner.get(f"{start}export/{work.id}/file/").content.decode("utf-8-sig")
    assert "'=cmd|calc" in text
    assert "900101" not in text


def test_a_reader_takes_nothing_out_and_sees_no_trail(as_user: Any, start: str) -> None:
    reader = as_user("read_only")

    assert reader.get(f"{start}export/").status_code == 403
    assert reader.get(f"{start}trail/").status_code == 403
    body(reader.get(start))
