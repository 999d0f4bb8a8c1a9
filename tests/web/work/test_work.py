"""Long work is shown while it goes on, renewed with and without script, called off, and leads to its result."""

from typing import Any

import pytest

from betalt.flows.long_work import Chunk, Going, WorkFailed, WorkKind, do_chunk, start_work
from betalt.values.reason import Reason
from tests.office import Office
from tests.web.company import ON
from tests.web.conftest import Browser


def half(going: Going) -> Chunk:
    return Chunk(done=going.done + 50, total=100, place={"at": going.done + 50})


def refuse(_going: Going) -> Chunk:
    raise WorkFailed(Reason(code="work.gave_up"))


def begin(company: Office) -> int:
    return start_work(creditor=company.creditor, kind="time_machine", on=ON, asked_by="user:1", total=100)


def advance(company: Office, work: int, chunk: Any = half) -> None:
    do_chunk(creditor=company.creditor, work=work, kinds={"time_machine": WorkKind(chunk=chunk)}, on=ON)


@pytest.fixture
def work(company: Office) -> int:
    return begin(company)


def test_work_shows_how_far_it_has_come_and_renews_itself(
    company: Office, owner: Browser, slug: str, work: int
) -> None:
    advance(company, work)
    page = owner.get(f"/k/{slug}/work/{work}/").content.decode()

    assert "Tidsmaskinen arbetar" in page
    assert "50 av 100, 50 procent" in page
    assert f'hx-get="/k/{slug}/work/{work}/progress/"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_part_is_renewed_and_the_page_when_the_work_has_ended(
    company: Office, owner: Browser, slug: str, work: int
) -> None:
    part = f"/k/{slug}/work/{work}/progress/"
    assert "HX-Refresh" not in owner.get(part).headers
    advance(company, work, refuse)

    assert owner.get(part).headers["HX-Refresh"] == "true"
    page = owner.get(f"/k/{slug}/work/{work}/").content.decode()
    assert "Tidsmaskinen kom inte i mål" in page
    assert "utan att komma vidare" in page
    assert "hx-get" not in page


def test_work_is_called_off(company: Office, owner: Browser, slug: str, work: int) -> None:
    assert owner.post(f"/k/{slug}/work/{work}/cancel/").status_code == 303

    page = owner.get(f"/k/{slug}/work/{work}/").content.decode()
    assert "Arbetet är avbrutet." in page
    assert "Tidsmaskinen avbröts" in page


def test_who_only_reads_sees_the_work_and_cannot_call_it_off(
    company: Office, as_user: Any, slug: str, work: int
) -> None:
    reader = as_user("read_only")

    assert 'aria-disabled="true"' in reader.get(f"/k/{slug}/work/{work}/").content.decode()
    assert reader.post(f"/k/{slug}/work/{work}/cancel/").status_code == 403


def test_the_latest_work_is_listed(company: Office, owner: Browser, slug: str) -> None:
    assert "Inget långt arbete har begärts" in owner.get(f"/k/{slug}/work/").content.decode()
    begin(company)

    assert "Tidsmaskinen" in owner.get(f"/k/{slug}/work/").content.decode()


def test_work_that_is_not_there_is_not_found(owner: Browser, slug: str) -> None:
    assert owner.get(f"/k/{slug}/work/999999/").status_code == 404
