"""The list of cases and the page of a case, as each role meets them."""

import re

import pytest

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


def test_the_list_shows_every_open_case(owner, slug) -> None:
    response = owner.get(f"/k/{slug}/cases/")
    assert response.status_code == 200
    shown = text(response)
    for name in ("Nordanvik AB", "Åsa Öberg", "Bo Ek", "Sunds kommun"):
        assert name in shown
