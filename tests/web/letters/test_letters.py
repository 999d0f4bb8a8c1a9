"""Letters are seen before they leave, approved one or many and undone; what left, came back and was posted is told."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.flows.answer import put_off
from betalt.flows.long_work import do_chunk
from betalt.flows.setup import change_choices
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from tests.office import Office
from tests.web.company import ON

pytestmark = pytest.mark.django_db


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[-1500:]
    return str(response.content.decode())


@pytest.fixture
def start(slug: str) -> str:
    return f"/k/{slug}/letters/"


@pytest.fixture
def asked(company: Office) -> list[int]:
    """The cases in which a letter waits for a yes."""
    found = company.rows(m.Question, answered_on=None)
    return sorted({q.case.number for q in found if q.reason["question"] in ("release", "confirm")})


def questions(company: Office, numbers: list[int]) -> list[str]:
    """Name what is asked in cases, as the page's boxes do."""
    found = {row.case.number: row.id for row in company.rows(m.Question, answered_on=None)}
    return [str(found[number]) for number in numbers]


def work_done(company: Office) -> m.LongWork:
    """Let ten minutes pass."""
    work = company.rows(m.LongWork, kind="approve")[-1]
    while do_chunk(creditor=company.creditor, work=work.id, kinds=WORK_KINDS, on=ON):
        pass
    done: m.LongWork = company.rows(m.LongWork, id=work.id)[0]
    return done


def license_bureau(company: Office, until: str) -> None:
    choices = {"agent_licence": "Byrån AB, FI 26-1", "agent_licence_until": until}
    change_choices(creditor=company.creditor, choices=choices, on=ON)


def test_a_bureau_lets_a_demand_go_only_with_a_licence(
    as_user: Any, company: Office, start: str, asked: list[int]
) -> None:
    bureau, kinds = (
        as_user("bureau_admin"),
        {q.reason["kind"] for q in company.rows(m.Question, answered_on=None)},
    )
    assert kinds == {"demand"}
    chosen = {"question": questions(company, asked)}
    assert "utan tillstånd" in body(bureau.get(start))
    bureau.post(f"{start}approve/", chosen)
    license_bureau(company, "2026-03-15")
    assert "gick ut 2026-03-15" in body(bureau.get(start))
    bureau.post(f"{start}approve/", chosen)
    assert company.rows(m.LongWork, kind="approve") == []
    assert "gick ut 2026-03-15" in body(bureau.get(start))

    license_bureau(company, "2026-03-16")
    assert "tillstånd" not in body(bureau.get(start))
    bureau.post(f"{start}approve/", chosen)
    assert work_done(company).result["released"] == len(asked)


def test_a_licence_that_ends_in_the_ten_minutes_releases_nothing(
    as_user: Any, company: Office, start: str, asked: list[int]
) -> None:
    license_bureau(company, "2026-03-16")
    as_user("bureau_admin").post(f"{start}approve/", {"question": questions(company, asked)})
    license_bureau(company, "2026-03-15")

    assert work_done(company).result["passed"] == asked


def test_the_clients_own_owner_needs_no_licence(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    assert "tillstånd" not in body(owner.get(start))
    owner.post(f"{start}approve/", {"question": questions(company, asked)})
    assert work_done(company).result["released"] == len(asked)


def test_what_waits_for_a_yes_stands_with_sum_ground_and_reach(
    owner: Any, start: str, asked: list[int]
) -> None:
    page = body(owner.get(start))

    assert page.count("<h1>") == 1
    assert f"Brev som väntar på ert ja: {len(asked)}" in page
    assert page.count("Inkassokrav") >= len(asked)
    assert "Inget talar emot" in page
    assert "12\u00a0602,74" in page


def test_a_yes_takes_effect_after_ten_minutes(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    owner.post(f"{start}approve/", {"question": questions(company, asked)})
    assert [company.case(number).released_step for number in asked] == [0] * len(asked)
    page = body(owner.get(start))
    assert "börjar gälla efter tio minuter" in page
    assert page.count("Godkänt, kan ångras ovan") == len(asked)

    work = work_done(company)
    assert work.result == {"released": len(asked), "first": 0, "passed": []}
    assert all(company.case(number).released_step > 0 for number in asked)
    assert "Släppta" in body(owner.get(f"{start}approved/{work.id}/"))
    assert "Inga brev väntar på ert ja" in body(owner.get(start))


def test_a_yes_is_undone_within_ten_minutes(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    owner.post(f"{start}approve/", {"question": questions(company, asked[:1])})
    work = company.rows(m.LongWork, kind="approve")[-1]
    owner.post(f"{start}approved/{work.id}/undo/")

    assert work_done(company).state == "cancelled"
    assert company.case(asked[0]).released_step == 0
    owner.post(f"{start}approved/{work.id}/undo/")
    assert "för sent att ångra" in body(owner.get(start))


def test_what_happened_meanwhile_is_passed_over_and_told(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    owner.post(f"{start}approve/", {"question": questions(company, asked)})
    company.pay(asked[0], 100_000_00, ON)

    work = work_done(company)
    assert work.result["passed"] == [asked[0]]
    assert f"/cases/{asked[0]}/" in body(owner.get(f"{start}approved/{work.id}/"))


def test_a_yes_answers_what_was_seen_and_no_later_question(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    seen = questions(company, asked[:1])
    owner.post(f"{start}approve/", {"question": seen})
    put_off(creditor=company.creditor, number=asked[0], on=ON, until=ON + timedelta(days=1), actor="other")
    company.day(ON + timedelta(days=1))
    assert questions(company, asked[:1]) != seen

    assert work_done(company).result["passed"] == [asked[0]]
    assert company.case(asked[0]).released_step == 0


def test_a_yes_to_what_nobody_asks_any_longer_is_told(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    seen = questions(company, asked[:1])
    put_off(creditor=company.creditor, number=asked[0], on=ON, until=ON + timedelta(days=1), actor="other")
    owner.post(f"{start}approve/", {"question": seen})

    assert "Ingen fråga väntar" in body(owner.get(start))
    assert company.rows(m.LongWork, kind="approve") == []


def test_four_eyes_where_the_creditor_says_so(
    owner: Any, as_user: Any, company: Office, start: str, asked: list[int]
) -> None:
    change_choices(creditor=company.creditor, choices={"demands_need_two": True}, on=ON)
    kinds = {q.case.number: q.reason["kind"] for q in company.rows(m.Question, answered_on=None)}
    demand = next((n for n in asked if kinds[n] in ("demand", "final_notice")), None)
    assert demand is not None

    owner.post(f"{start}approve/", {"question": questions(company, [demand])})
    assert work_done(company).result["first"] == 1
    assert "Du har sagt ja, en till behövs" in body(owner.get(start))
    owner.post(f"{start}approve/", {"question": questions(company, [demand])})
    assert work_done(company).result["passed"] == [demand]
    assert company.case(demand).released_step == 0

    other = as_user("approver")
    assert "En person har sagt ja" in body(other.get(start))
    other.post(f"{start}approve/", {"question": questions(company, [demand])})
    assert work_done(company).result["released"] == 1
    assert company.case(demand).released_step > 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_preview_is_what_the_debtor_would_get(
    owner: Any, company: Office, start: str, asked: list[int], language: str
) -> None:
    letters = len(company.rows(m.Letter))
    page = body(owner.get(f"{start}preview/{asked[0]}/?language={language}"))
    assert f'lang="{language}"' in page

    pdf = owner.get(f"{start}preview/{asked[0]}/letter.pdf?language={language}")
    assert pdf.content.startswith(b"%PDF")
    assert len(company.rows(m.Letter)) == letters


def test_no_preview_where_no_letter_follows(owner: Any, start: str) -> None:
    assert "Inget brev följer just nu" in body(owner.get(f"{start}preview/999/"))
    assert owner.get(f"{start}preview/999/letter.pdf").status_code == 404


def test_not_now_asks_again_in_a_week(owner: Any, company: Office, start: str, asked: list[int]) -> None:
    owner.post(f"{start}later/{asked[0]}/")

    assert company.case(asked[0]).next_look_on == ON + timedelta(days=7)
    owner.post(f"{start}later/{asked[0]}/")
    assert "Ingen fråga väntar" in body(owner.get(start))


def test_a_letter_that_nobody_knows_of_is_shown_first_and_answered(
    owner: Any, company: Office, start: str
) -> None:
    letter = company.rows(m.Letter, state="handed_over")[0]
    owner.post(f"{start}deliveries/{letter.id}/", {"do": "returned"})

    page = body(owner.get(f"{start}deliveries/"))
    assert "Gick inte fram" in page
    assert "Rätta adressen" in page
    owner.post(f"{start}deliveries/{letter.id}/", {"do": "returned"})
    assert "Brevet har redan ett svar." in body(owner.get(f"{start}deliveries/?which=left"))


def test_a_bundle_is_fetched_and_posted_on_a_day(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    for number in asked:
        company.approve(number, ON)
    company.day(ON, post=False)
    bundle = company.rows(m.Bundle)[-1]
    assert "Utskrifter som inte är postade: 1" in body(owner.get(f"{start}bundles/"))
    got = owner.get(f"{start}bundles/{bundle.id}/letters.zip")
    names = zipfile.ZipFile(io.BytesIO(got.content)).namelist()
    assert len(names) == len(company.rows(m.Delivery, bundle_id=bundle.id))
    assert [name for name in names if not name.startswith("letter-")] == []

    bad = body(owner.post(f"{start}bundles/{bundle.id}/posted/", {"posted_on": "i går"}), 422)
    assert 'role="alert"' in bad
    late = body(owner.post(f"{start}bundles/{bundle.id}/posted/", {"posted_on": "2027-01-04"}), 422)
    assert 'value="2027-01-04"' in late
    owner.post(f"{start}bundles/{bundle.id}/posted/", {"posted_on": str(ON)})
    assert company.rows(m.Bundle)[-1].posted_on == ON
    again = body(owner.post(f"{start}bundles/{bundle.id}/posted/", {"posted_on": str(ON)}), 422)
    assert "redan postad" in again


def test_the_list_takes_as_many_queries_with_one_row_as_with_many(
    owner: Any, company: Office, start: str, asked: list[int]
) -> None:
    counts = []
    for keep in (len(asked), 1):
        for number in asked[keep:]:
            owner.post(f"{start}later/{number}/")
        body(owner.get(start))  # what was told of the answers is shown once
        with CaptureQueriesContext(connection) as queries:
            body(owner.get(start))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_reader_may_look_and_not_approve(as_user: Any, company: Office, start: str) -> None:
    reader = as_user("read_only")

    body(reader.get(start))
    assert reader.post(f"{start}approve/", {"question": "1"}).status_code == 403
    assert company.rows(m.LongWork, kind="approve") == []
