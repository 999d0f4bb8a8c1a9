"""Values reach the server as they are, however they are written into a statement."""

import json
from datetime import date
from typing import NamedTuple

import pytest

from betalt.records.sql import array, document, fetch, fetch_several, text_array


class Row(NamedTuple):
    on: date
    words: dict[str, str]
    left: int | None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "texts",
    [[], [""], ["Storgatan 1", "411 01 Göteborg"], ['"quoted", {braced}', "back\\slash", "NULL", "a\tb"]],
)
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    assert fetch("SELECT %s::text[]", [text_array(texts)]) == [(texts,)]


@pytest.mark.django_db
def test_whole_numbers_and_days_come_back_as_they_were() -> None:
    days = [date(2026, 2, 13), None]

    assert fetch("SELECT %s::date[], %s::bigint[]", [array(days), array([1, -(2**62)])]) == [
        (days, [1, -(2**62)])
    ]


def test_rows_are_written_as_arrays_with_days_as_the_server_reads_them() -> None:
    rows = [Row(date(2026, 2, 13), {"öre": "\"'%s"}, None), Row(date(2026, 2, 14), {}, 2**62)]

    assert json.loads(document(rows)) == [["2026-02-13", {"öre": "\"'%s"}, None], ["2026-02-14", {}, 2**62]]


@pytest.mark.django_db
def test_several_statements_give_their_rows_in_order() -> None:
    found = fetch_several(["SELECT %(one)s", "SELECT 1 WHERE false", "SELECT %(one)s + 1"], {"one": 1})

    assert found == [[(1,)], [], [(2,)]]
