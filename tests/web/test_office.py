"""The door of the office, its pages for what cannot be shown, and forms that are sent twice."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from betalt.records import models as m
from tests.flow_guard import raw_rows

UNTIL = "2026-04-15"


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.ROOT_URLCONF = "tests.web.pages"


@pytest.fixture
def case(slug):
    return f"/k/{slug}/case/1/"


def body(response):
    return response.content.decode()


def test_a_page_stands_in_its_shell(owner, case):
    page = body(owner.get(case))

    assert "<title>Sida – betalt</title>" in page
    assert "Göta Rör AB" in page
    assert "Senaste körning" in page
    assert "1\u00a0234,50\u00a0kr måndag 16\u00a0mars" in page


def test_english_is_spoken_to_who_wants_it(owner, cast, case):
    moved = owner.post("/speak/", {"language": "en", "next": case})

    assert moved.headers["Location"] == case
    page = body(owner.get(case))
    assert '<html lang="en">' in page
    assert "SEK\u00a01,234.50 Monday 16\u00a0March" in page


def test_nobody_is_led_to_another_site(owner):
    assert (
        owner.post("/speak/", {"language": "en", "next": "https://elsewhere.example/"}).headers["Location"]
        == "/"
    )


def test_who_is_not_signed_in_signs_in_first(company, case):
    assert Client().get(case).headers["Location"] == f"/account/login/?next={case}"


def test_another_creditors_page_is_not_there(as_user, case):
    assert as_user("stranger").get(case).status_code == 404


def test_what_is_not_there_is_not_there(owner, slug):
    response = owner.get(f"/k/{slug}/case/4711/")

    assert response.status_code == 404
    assert "Sidan finns inte" in body(response)


def test_who_lacks_the_right_is_told_who_has_it(as_user, slug):
    response = as_user("case_worker").get(f"/k/{slug}/people/")

    assert response.status_code == 403
    assert "Ni är Handläggare här" in body(response)
    assert "Owner Exempel, Ägare" in body(response)


def test_a_closed_button_says_who_may_press_it(as_user, case):
    page = body(as_user("bookkeeper").get(case))

    assert 'aria-disabled="true"' in page
    assert "Det här gör Ägare, Attestant." in page


def test_a_form_does_what_it_asks_for_and_leads_on(owner, company, case):
    response = owner.post(case, {"until": UNTIL})

    assert (response.status_code, response.headers["Location"]) == (303, case)
    assert company.case(1).hold == "pause"
    assert "klockan står på 15\u00a0april" in body(owner.get(case))


def test_the_same_form_sent_twice_does_nothing_twice(owner, company, case):
    form = {"until": UNTIL, "once": str(uuid4())}
    first, second = owner.post(case, form), owner.post(case, form)

    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert company.happened(1).count("paused") == 1
    assert "Inget gjordes två gånger" in body(owner.get(case))


def test_a_form_without_its_key_does_nothing(owner, company, case):
    response = owner.post(case, {"until": UNTIL, "once": ""})

    assert response.status_code == 400
    assert company.case(1).hold == "none"


def test_a_form_that_is_refused_keeps_what_was_typed(owner, case):
    response = owner.post(case, {"until": "snart"})

    assert response.status_code == 422
    assert 'value="snart"' in body(response)
    assert 'aria-invalid="true"' in body(response)
    assert "En sak behöver rättas." in body(response)


def test_a_refused_form_may_be_sent_again_with_its_key(owner, company, case):
    key = str(uuid4())
    owner.post(case, {"until": "snart", "once": key})

    assert owner.post(case, {"until": UNTIL, "once": key}).status_code == 303


def test_a_reader_may_not_send_the_form(as_user, company, case):
    assert as_user("read_only").post(case, {"until": UNTIL}).status_code == 403
    assert company.case(1).hold == "none"


def test_who_saw_a_case_is_noted(owner, cast, company, case):
    owner.get(case)

    (view,) = company.rows(m.Viewing)
    assert (view.user_id, view.what, view.number) == (cast["owner"].pk, "case", 1)


def test_a_fault_shows_its_number_and_nothing_of_the_debtor(owner, slug):
    owner.raise_request_exception = False
    response = owner.get(f"/k/{slug}/broken/")

    assert response.status_code == 500
    assert "Öberg" not in body(response)
    assert response.headers["X-Request-ID"] in body(response)


def test_a_page_asks_the_database_a_constant_number_of_times(owner, case, django_assert_num_queries):
    owner.get(case)
    with django_assert_num_queries(13):
        owner.get(case)


def test_the_demo_stands_still_on_its_last_day(owner, company, case):
    with raw_rows(), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")  # the app makes no company a demo
        cursor.execute(
            "UPDATE records_creditor SET is_demo = true, last_run_on = '2026-03-12' WHERE id = %s",
            [company.creditor],
        )
        cursor.execute("SET ROLE betalt_app")

    assert "klockan står på 12\u00a0mars" in body(owner.get(case))


def test_every_answer_carries_its_walls(owner, case):
    headers = owner.get(case).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
    }  # fmt: skip
