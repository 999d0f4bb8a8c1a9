"""The list of cases and the page of a case, as each role meets them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.core.process.actions import Action
from betalt.flows.hold import open_dispute
from betalt.flows.setup import say_bank_checked
from betalt.flows.users import keep_user
from betalt.records import models as m
from betalt.web import clock
from tests.web.company import ON

pytestmark = pytest.mark.django_db

NUMBERS = {"Nordanvik AB": 1, "Åsa Öberg": 2, "Bo Ek": 3, "Sunds kommun": 4}


def text(response) -> str:
    shown = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)).replace("\xa0", " ")


def listed(response) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', response.content.decode())


def seen(response) -> str:
    return re.search(r'name="seen" value="(\d+)"', response.content.decode()).group(1)


@pytest.fixture
def cases(slug) -> str:
    return f"/k/{slug}/cases/"


def test_the_list_says_how_many_and_how_much_and_shows_the_largest_first(owner, cases) -> None:
    response = owner.get(cases)

    assert response.status_code == 200
    assert listed(response) == ["Nordanvik AB", "Sunds kommun", "Bo Ek", "Åsa Öberg"]
    assert "4 ärenden, 25 500 kr" in text(response)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?sort=name", ["Bo Ek", "Nordanvik AB", "Sunds kommun", "Åsa Öberg"]),
        ("?payment=part", ["Åsa Öberg"]),
        ("?kind=public", ["Sunds kommun"]),
        ("?from=8000&to=9000", ["Sunds kommun"]),
        ("?q=ek", ["Bo Ek"]),
        ("?stage=nonsense&late=-1&from=1e9&sort=x", ["Nordanvik AB", "Sunds kommun", "Bo Ek", "Åsa Öberg"]),
        ("?after=nonsense", ["Nordanvik AB", "Sunds kommun", "Bo Ek", "Åsa Öberg"]),
        ("?show=closed", []),
    ],
)
def test_filters_stand_in_the_address_and_what_means_nothing_narrows_nothing(
    owner, cases, query, names
) -> None:
    response = owner.get(cases + query)

    assert (response.status_code, listed(response)) == (200, names)


def test_an_active_filter_is_a_link_that_takes_it_away(owner, cases) -> None:
    page = owner.get(f"{cases}?payment=part&kind=consumer").content.decode()

    assert re.search(r'class="on" href="[^"]*\?kind=consumer"', page)
    assert re.search(r'class="on" href="[^"]*\?payment=part"', page)


@pytest.mark.parametrize(
    ("typed", "leads"),
    [("Nordanvik", "1/"), ("1002", "2/"), ("19850203-2389", "3/"), ("559999-0222", "4/")],
)
def test_a_search_that_finds_one_case_opens_it(owner, cases, typed, leads) -> None:
    response = owner.get(f"{cases}search/", {"q": typed})

    assert (response.status_code, response.headers["Location"]) == (303, cases + leads)


def test_a_search_that_finds_nothing_says_what_can_be_searched(owner, cases) -> None:
    response = owner.get(owner.get(f"{cases}search/", {"q": "finns inte"}).headers["Location"])

    assert response.status_code == 200
    assert "Inget hittades på finns inte" in text(response)


def test_the_list_takes_as_many_statements_for_one_case_as_for_four(owner, cases) -> None:
    owner.get(cases)
    counts = []
    for query in ("?kind=public", ""):
        with CaptureQueriesContext(connection) as ran:
            owner.get(cases + query)
        counts.append(len(ran))

    assert counts[0] == counts[1]


def test_a_case_takes_as_many_statements_with_a_longer_history(owner, cases, company) -> None:
    counts = []
    owner.get(f"{cases}2/")
    for number in (3, 2):  # the second has a payment too
        with CaptureQueriesContext(connection) as ran:
            owner.get(f"{cases}{number}/")
        counts.append(len(ran))

    assert counts[0] == counts[1]


def test_a_view_is_kept_for_its_user_with_its_count(owner, as_user, cases) -> None:
    response = owner.post(f"{cases}views/", {"name": " Mina  delbetalda ", "payment": "part"})
    assert response.headers["Location"] == f"{cases}?payment=part"

    assert "Mina delbetalda 1" in text(owner.get(cases))
    assert "Mina delbetalda" not in text(as_user("bookkeeper").get(cases))
    view = re.search(r"views/(\d+)/forget", owner.get(f"{cases}?payment=part").content.decode()).group(1)
    owner.post(f"{cases}views/{view}/forget/")
    assert "Mina delbetalda" not in text(owner.get(cases))


def test_a_view_without_a_name_is_refused_in_its_place(owner, cases) -> None:
    response = owner.post(f"{cases}views/", {"name": " ", "payment": "part"})

    assert response.status_code == 422
    assert "Skriv ett namn på vyn." in text(response)
    assert listed(response) == ["Åsa Öberg"]


@pytest.mark.parametrize(
    "role", ["owner", "bookkeeper", "case_worker", "approver", "read_only", "bureau_admin"]
)
def test_every_role_reads_a_case_and_meets_only_its_own_open_buttons(as_user, cases, role) -> None:
    response = as_user(role).get(f"{cases}2/")
    page = response.content.decode()
    opened = {
        action for action in Action if f"/do/{action}/" in page and f'href="{cases}2/do/{action}/"' in page
    }

    assert response.status_code == 200
    assert "Åsa Öberg är skyldig 2 000,00 kr" in text(response)
    works = {"owner", "bookkeeper", "case_worker", "bureau_admin"}
    assert (Action.PAUSE in opened) == (role in works)
    assert (Action.PAYMENT in opened) == (role in {"owner", "bookkeeper", "bureau_admin"})
    assert (Action.WRITE_OFF in opened) == (role in {"owner", "approver"})
    assert Action.SKIP not in opened  # a demand is never skipped, whoever asks


def test_the_sum_of_the_rows_is_the_sum_at_the_foot(owner, cases) -> None:
    for number in NUMBERS.values():
        response = owner.get(f"{cases}{number}/")
        account = response.context_data["account"]
        assert sum(row.amount_ore for row in account.rows) == account.total_ore


def test_a_disputed_case_says_so_on_its_axis_and_closes_the_plan_with_the_reason(
    owner, company, cases
) -> None:
    open_dispute(
        creditor=company.creditor, number=1, on=ON, reason="Fel vara.", amount_ore=5_000_00,
        deadline_on=date(2026, 3, 30), actor="Karin",
    )  # fmt: skip
    shown = text(owner.get(f"{cases}1/"))

    assert "Bestridd del, 5 000,00 kr" in shown
    assert "Svara senast måndag 30 mars" in shown
    assert "Stängd: Svara på invändningen först. Planen måste gälla hela skulden." in shown
    assert "Fel vara." in shown
    assert "Svara på invändning" in shown


def test_a_personal_number_is_shown_on_asking_only_and_the_look_is_noted(
    owner, as_user, company, cases
) -> None:
    assert "1985" not in text(owner.get(f"{cases}3/"))
    shown = owner.post(f"{cases}3/personal-number/")

    assert "198502032389" in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    (party,) = company.rows(m.Party, name="Bo Ek")
    assert [(v.what, v.number) for v in company.rows(m.Viewing, what="personal_number")] == [
        ("personal_number", party.id)
    ]
    assert as_user("read_only").post(f"{cases}3/personal-number/").status_code == 403


def test_that_a_case_was_opened_is_noted(owner, company, cases) -> None:
    owner.get(f"{cases}3/")
    assert [(v.what, v.number) for v in company.rows(m.Viewing)] == [("case", 3)]


def test_two_people_on_one_case_are_told(owner, as_user, cases) -> None:
    owner.get(f"{cases}3/")
    other = as_user("bookkeeper")
    assert "Owner Exempel har också ärendet framme." in text(other.get(f"{cases}3/"))
    assert "har också ärendet framme" not in text(other.get(f"{cases}1/"))
    present = text(other.get(f"{cases}3/present/?seen=0"))
    assert "Ärendet har ändrats sedan sidan öppnades." in present


def test_a_letter_is_read_as_it_was_told_and_as_the_bytes_that_were_sent(owner, company, cases) -> None:
    letter = company.rows(m.Letter, kind="reminder", party__name="Bo Ek")[0]
    plain = text(owner.get(f"{cases}3/letter/{letter.id}/"))
    pdf = owner.get(f"{cases}3/letter/{letter.id}/pdf/")

    assert "Påminnelse 22 februari" in plain
    assert "1003" in plain
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert owner.get(f"{cases}1/letter/{letter.id}/").status_code == 404


def test_nothing_is_found_of_a_case_that_is_not_there(owner, as_user, cases) -> None:
    for page in ("99/", "99/do/pause/", "3/do/nonsense/", "99/present/", "3/letter/1/", "3/document/1/"):
        assert owner.get(cases + page).status_code == 404
    assert as_user("stranger").get(f"{cases}3/").status_code == 404


def test_the_page_speaks_english_to_those_who_do(owner, cast, cases) -> None:
    cast["owner"].language = "en"
    keep_user(user=cast["owner"])
    shown = text(owner.get(f"{cases}2/"))

    assert "Åsa Öberg owes SEK 2,000.00" in shown
    assert "Enter a payment" in shown
    assert "Åtgärder" not in shown


def test_send_now_is_the_one_filled_button_and_says_when_it_opens(owner, company, cases) -> None:
    assert "Stängd till tisdag 17 mars" in text(owner.get(f"{cases}3/"))
    say_bank_checked(creditor=company.creditor, through=date(2026, 3, 15))
    assert "Godkänn och skicka" in text(owner.get(f"{cases}3/"))


def test_past_the_last_published_rate_the_page_says_so_and_closes_what_needs_the_sum(
    owner, cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 2, 1))
    shown = text(owner.get(f"{cases}1/"))

    assert "Nordanvik AB: skulden går inte att räkna ut i dag" in shown
    assert "Referensräntan för dagen är inte inlagd." in shown
    assert owner.get(cases).status_code == 200
    assert owner.get(f"{cases}1/do/plan/").status_code == 200
    refused = owner.post(f"{cases}1/do/plan/", {"parts": "3", "first_on": "2027-04-30"})
    assert refused.status_code == 422


def test_a_case_that_is_paid_too_much_says_so_and_lists_what_is_over(owner, company, cases) -> None:
    company.pay(3, 350_000, ON)
    page = owner.get(f"{cases}3/")
    account = page.context_data["account"]

    assert "Bo Ek har betalat" in text(page)
    assert "Överbetald" in text(page)
    assert (account.total_ore, account.overpaid_ore, sum(row.amount_ore for row in account.rows)) == (
        0,
        50_000,
        0,
    )
    assert listed(owner.get(f"{cases}?show=closed")) == ["Bo Ek"]


def test_names_and_words_of_others_are_never_markup(owner, company, cases) -> None:
    open_dispute(
        creditor=company.creditor, number=3, on=ON, reason="<b>&amp;<script>x</script>", actor="Karin"
    )
    page = owner.get(f"{cases}3/").content.decode()

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
