"""A ladder is changed, judged while one types, tried, seen ahead, saved, switched on and undone, in the office."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from betalt.flows.long_work import do_chunk
from betalt.flows.setup import change_choices
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from tests.office import BO, Office
from tests.web.company import ON
from tests.web.conftest import Browser
from tests.web.procedures.form import fields


@pytest.fixture
def at(slug: str) -> str:
    return f"/k/{slug}/procedures/"


def text(response: Any) -> str:
    return str(response.content.decode())


def typed(owner: Browser, at: str, **changes: str) -> dict[str, str]:
    """Read the fields of the consumers' ladder and type something in some of them."""
    return {
        **fields(owner.get(f"{at}consumer/")),
        **{re.sub(r"_(\d)$", r"-\1", name): value for name, value in changes.items()},
    }


def save(owner: Browser, at: str, **changes: str) -> Any:
    return owner.post(f"{at}consumer/", {**typed(owner, at, **changes), "do": "save"})


def test_the_three_ladders_are_shown_with_their_days_and_reasons(owner: Browser, at: str) -> None:
    page = text(owner.get(at))

    assert "Kravrutinerna styr 4 öppna ärenden" in page
    assert page.count("Så är den färdiga rutinen tänkt") == 3
    assert "+2</b> Vänlig påminnelse" in page


def test_each_steps_net_stands_beside_its_letters(owner: Browser, company: Office, at: str) -> None:
    assert "Vad ett pappersbrev kostar är inte angivet" in text(owner.get(f"{at}nets/"))
    change_choices(creditor=company.creditor, choices={"letter_cost_ore": 25_00}, on=ON)
    page = text(owner.get(f"{at}nets/"))

    assert "1. Vänlig påminnelse" in page
    assert "inte angivet" not in page


def test_a_ladder_that_is_sent_back_as_it_came_is_the_same(owner: Browser, company: Office, at: str) -> None:
    assert save(owner, at).status_code == 303

    first, second = company.rows(m.Procedure, kind="consumer")
    assert second.steps == first.steps


def test_what_the_law_forbids_is_said_with_its_ground_and_not_saved(
    owner: Browser, company: Office, at: str
) -> None:
    answer = save(owner, at, answer_3="6", delay_2="så länge")

    page = text(answer)
    assert answer.status_code == 422
    assert "Steg 3 ger 6 dagar att betala eller invända" in page
    assert "inkassolagen (1974:182) 5 §" in page
    assert 'value="mend:3:8"' in page
    assert "Skriv ett helt antal dagar" in page
    assert 'value="så länge"' in page
    assert 'aria-disabled="true" aria-describedby="save-why"' in page
    assert len(company.rows(m.Procedure, kind="consumer")) == 1


def test_the_law_speaks_while_one_types(owner: Browser, at: str) -> None:
    parts = text(owner.post(f"{at}consumer/check/", typed(owner, at, answer_3="6")))

    assert 'id="verdict-3" hx-swap-oob="true"' in parts
    assert "Minst 8 dagar krävs" in parts
    assert 'id="save" hx-swap-oob="true"' in parts
    assert "<html" not in parts


@pytest.mark.parametrize(
    ("deed", "kinds"),
    [
        ("add:reminder", "note reminder reminder demand final_notice ask"),
        ("remove:1", "reminder demand final_notice ask"),
        ("up:3", "note demand reminder final_notice ask"),
        ("remove:99", "note reminder demand final_notice ask"),
        ("add:anything", "note reminder demand final_notice ask"),
    ],
)
def test_steps_are_added_taken_away_and_moved_without_losing_what_is_typed(
    owner: Browser, at: str, deed: str, kinds: str
) -> None:
    data = typed(owner, at, answer_2="77", do=deed)
    answer = owner.post(f"{at}consumer/", data)

    shown = fields(answer)
    assert answer.status_code == 200
    assert [shown[f"kind-{no}"] for no in range(1, int(shown["count"]) + 1)] == kinds.split()
    assert "77" in {shown.get("answer-1"), shown.get("answer-2"), shown.get("answer-3")}


def test_a_demand_is_mended_by_one_press(owner: Browser, at: str) -> None:
    answer = owner.post(f"{at}consumer/", typed(owner, at, answer_3="6", do="mend:3:8"))

    assert fields(answer)["answer-3"] == "8"
    assert "kan inte sparas" not in text(answer)


def test_a_yes_to_automatic_demands_is_named_and_dated(owner: Browser, company: Office, at: str) -> None:
    assert "Det kräver att någon med namn och dag" in text(save(owner, at, release_3=""))
    assert save(owner, at, release_3="", yes="on").status_code == 303

    (draft,) = company.rows(m.Procedure, kind="consumer", active=False)
    assert (draft.steps["acknowledged_by"], draft.steps["acknowledged_on"]) == (
        "Owner Exempel",
        ON.isoformat(),
    )


def test_a_dry_run_shows_now_and_changed_side_by_side(owner: Browser, at: str) -> None:
    data = typed(owner, at, delay_3="1", try_on="2026-03-18")
    part = text(owner.post(f"{at}consumer/try/", data))

    assert "Provkörning på 2 riktiga ärenden, 18\u00a0mars" in part
    assert '<th scope="row">Väntar på sin dag</th><td class="num">2</td><td class="num">2</td>' in part
    assert "Inget ärende går en annan väg den dagen" in part
    whole = text(owner.post(f"{at}consumer/", {**data, "do": "dry"}))
    assert "Provkörning på 2 riktiga ärenden" in whole
    assert 'value="2026-03-18"' in whole


def test_a_dry_run_names_the_cases_that_go_another_way(owner: Browser, company: Office, at: str) -> None:
    company.receive(BO, on=ON)
    late = BO.__class__(number="9001", customer=BO.customer, issued="2026-02-01", due="2026-03-10")
    company.receive(late, on=ON)
    part = text(
        owner.post(f"{at}consumer/try/", typed(owner, at, delay_2="7", gap_2="0", try_on="2026-03-17"))
    )

    assert "ärenden går en annan väg" in part
    assert "i stället för" in part
    assert "Bo Ek" in part


@pytest.mark.parametrize("day", ["2026-13-01", "2025-01-01", "2027-01-01"])
def test_a_day_that_cannot_be_tried_is_said_and_tomorrow_shown(owner: Browser, at: str, day: str) -> None:
    part = text(owner.post(f"{at}consumer/try/", typed(owner, at, try_on=day)))

    assert 'role="alert"' in part
    assert "17\u00a0mars" in part


def test_an_unlawful_ladder_is_not_tried(owner: Browser, at: str) -> None:
    part = text(owner.post(f"{at}consumer/try/", typed(owner, at, answer_3="2")))

    assert "Provkörningen väntar tills rutinen följer lagen" in part


def test_the_time_machine_goes_ahead_and_shows_what_it_saw(owner: Browser, company: Office, at: str) -> None:
    change_choices(creditor=company.creditor, choices={"letter_cost_ore": 14_50}, on=ON)
    data = fields(owner.get(f"{at}business/"))
    # The final notice goes to sole traders alone; without it nothing changes for a company.
    sent = owner.post(f"{at}business/", {**data, "fee-3": "", "do": "ahead"})
    work = int(re.search(r"/work/(\d+)/", sent.headers["Location"])[1])  # type: ignore[index]
    assert owner.get(f"{at}ahead/{work}/").status_code == 303
    while do_chunk(creditor=company.creditor, work=work, kinds=WORK_KINDS, on=ON):
        pass

    page = text(owner.get(f"{at}ahead/{work}/"))
    assert "Lika många brev och 180\u00a0kr mindre i avgifter på 90 dagar" in page
    assert "Ett brev på papper kostar er 14,50" in page
    assert "Historiken räcker inte" in page
    assert '<svg viewBox="0 0 418' in page
    again = fields(owner.get(f"{at}business/?tried={work}"))
    assert again["fee-3"] == ""


def test_a_draft_is_switched_on_for_all_and_the_journal_tells(
    owner: Browser, company: Office, cast: Any, at: str
) -> None:
    save(owner, at, delay_3="1")
    page = text(owner.get(f"{at}consumer/history/"))
    assert "Version 2 är sparad men gäller inte än" in page
    assert "Owner Exempel" in page
    sent = owner.post(f"{at}consumer/switch-on/", {"starts_on": ON.isoformat(), "cases": "all"})

    assert sent.status_code == 303
    assert "Version 2 gäller" in text(owner.get(f"{at}consumer/history/"))
    (told,) = company.rows(m.Event, kind="ladder_started")
    assert (told.actor, told.data["for_all"]) == (f"user:{cast['owner'].pk}", True)
    assert len(company.rows(m.Event, kind="ladder_changed")) == 2
    assert "Version 2 följs av 2 öppna ärenden" in text(owner.get(f"{at}consumer/version/2/"))


def test_a_switch_waits_for_its_day_and_is_undone(owner: Browser, at: str) -> None:
    save(owner, at, delay_3="1")
    where = f"{at}consumer/"
    owner.post(f"{where}switch-on/", {"starts_on": "2026-04-01", "cases": "new"})
    assert "Version 2 börjar gälla 1\u00a0april" in text(owner.get(f"{where}history/"))
    owner.post(f"{where}call-off/")
    assert "Version 2 är sparad men gäller inte än" in text(owner.get(f"{where}history/"))
    owner.post(f"{where}drop/")
    assert "Version 1 gäller" in text(owner.get(f"{where}history/"))


@pytest.mark.parametrize("day", ["", "i morgon", "2026-03-01"])
def test_a_day_that_cannot_be_is_told_above_its_field(owner: Browser, at: str, day: str) -> None:
    save(owner, at, delay_3="1")
    answer = owner.post(f"{at}consumer/switch-on/", {"starts_on": day, "cases": "all"})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text(answer)


def test_two_people_who_save_at_once_are_told_and_lose_nothing(owner: Browser, at: str) -> None:
    old = typed(owner, at, delay_3="2")
    save(owner, at, delay_3="1")
    answer = owner.post(f"{at}consumer/", {**old, "do": "save"})

    assert answer.status_code == 422
    assert "Någon annan har sparat rutinen" in text(answer)
    assert fields(answer)["delay-3"] == "2"


def test_a_reader_sees_the_ladder_and_every_button_says_who_may(as_user: Any, at: str) -> None:
    reader = as_user("read_only")
    page = text(reader.get(f"{at}consumer/"))

    assert "Det här gör Ägare, Byråansvarig" in page
    assert reader.post(f"{at}consumer/", {"do": "save"}).status_code == 403


def test_both_languages_say_everything(owner: Browser, at: str) -> None:
    owner.cookies["django_language"] = "en"
    save(owner, at, delay_3="1")
    for page in ("", "consumer/", "consumer/history/", "consumer/version/1/"):
        assert owner.get(f"{at}{page}").status_code == 200


def test_pages_take_as_many_queries_for_many_cases_as_for_few(
    owner: Browser, company: Office, at: str
) -> None:
    def count(page: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            owner.get(f"{at}{page}")
        return len(seen)

    pages = ("", "consumer/", "consumer/history/", "consumer/version/1/")
    few = [count(page) for page in pages]
    bills = [BO.__class__(number=f"77{n}", customer=BO.customer, due="2026-03-10") for n in range(5)]
    company.receive(*bills, on=date(2026, 3, 16))
    assert [count(page) for page in pages] == few


@pytest.mark.parametrize("page", ["private/", "private/history/", "consumer/version/99/", "ahead/99999/"])
def test_what_is_not_there_is_not_found(owner: Browser, at: str, page: str) -> None:
    assert owner.get(f"{at}{page}").status_code == 404
