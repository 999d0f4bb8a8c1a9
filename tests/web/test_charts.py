"""Charts are drawn on the server, say what they show, and bring no style of their own."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.web.charts import Point, Range, line, ranges, shares, ticks


def week(likely: float, label: str = "v. 48") -> Range:
    return Range(label=label, low=likely * 0.7, likely=likely, high=likely * 1.3, written=f"{likely:.0f}")


@pytest.mark.parametrize(
    ("top", "bottom", "lines"),
    [(0, 0, (0, 0.5, 1)), (231, 0, (0, 200, 400)), (190, 0, (0, 100, 200)), (65, 35, (25, 50, 75))],
)
def test_grid_lines_are_few_and_even(top: float, bottom: float, lines: tuple[float, ...]) -> None:
    assert ticks(top, bottom=bottom) == pytest.approx(lines)


@settings(max_examples=80)
@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_grid_lines_reach_from_under_the_bottom_over_the_top(one: float, other: float) -> None:
    bottom, top = sorted((one, other))
    found = ticks(top, bottom=bottom)

    assert found[0] <= bottom
    assert found[-1] >= top
    assert 2 <= len(found) <= 3


def drawn() -> dict[str, str]:
    points = [Point(label="dec", value=51), Point(label="jan", value=None), Point(label="feb", value=38)]
    return {
        "ranges": ranges([week(186), week(0, "v. 49")], name="w", title="Pengar in", finding="Mest vecka 48"),
        "shares": shares([68, 17, 0, 11, 4], name="s", title="68 procent är inte förfallet"),
        "line": line(
            points, name="l", title="Betaltid", finding="Från 51", goal=44, goal_text="44 Europa", own_text="38 ni"
        ),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["ranges", "shares", "line"])
def test_each_chart_is_an_image_with_a_title_and_colours_by_class(kind: str) -> None:
    svg = drawn()[kind]
    root = ElementTree.fromstring(svg)
    ids = {element.get("id") for element in root.iter() if element.get("id")}

    assert root.get("role") == "img"
    assert ids == set(root.attrib["aria-labelledby"].split())
    assert re.search(r"\b(style|fill|stroke|onload)=", svg) is None


def test_nothing_that_is_something_vanishes_from_the_shares() -> None:
    svg = shares([1_000_000, 0, 1, 0, 0], name="s", title="x")

    assert re.findall(r'class="(d\d)"', svg) == ["d1", "d3"]
    assert 'width="1.0"' in svg


def test_a_line_is_broken_where_there_is_no_figure() -> None:
    points = [Point(label=str(n), value=None if n == 2 else 40 + n) for n in range(5)]
    svg = line(points, name="l", title="x", finding="y", goal=44, goal_text="g", own_text="o")

    assert svg.count("<polyline") == 2


def test_words_of_others_are_no_markup() -> None:
    svg = ranges([week(1, "<b>")], name="w", title="<script>", finding="a & b")

    assert "<script>" not in svg
    assert "&lt;b&gt;" in svg
