"""Draws charts as SVG on the server: colour by class alone, a title and a finding for who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 418  # as wide as it is shown, so that 12 px stay 12 px
_LEFT = 34
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A column from low to high with what is likely between, and its number as it is written."""

    label: str
    low: float
    likely: float
    high: float
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a line; None where there is no figure."""

    label: str
    value: float | None


def ticks(top: float, *, bottom: float = 0, most: int = _MOST_LINES) -> tuple[float, ...]:
    """Choose at most `most` even values for grid lines: from at or under the bottom to at or over the top."""
    top = max(top, bottom + 1)
    size = 10.0 ** floor(log10((top - bottom) / (most - 1)))
    for step in (factor * power for power in (size, size * 10) for factor in _STEPS):
        first = floor(bottom / step) * step
        if first + step * (most - 1) >= top:
            count = ceil((top - first) / step)
            return tuple(first + n * step for n in range(max(count, 1) + 1))
    raise AssertionError("steps of a hundred times the span reach over it")


def ranges(columns: Sequence[Range], *, name: str, title: str, finding: str) -> SafeString:
    """Draw a column for each range: a light band, a dark stroke for the likely value with its number over the band."""
    height, top, bottom = 216, 26, 188
    lines = ticks(max([column.high for column in columns], default=0))
    scale = (bottom - top) / lines[-1]
    width = (WIDTH - _LEFT) / max(len(columns), 1)
    drawn = [
        _range(column, x=_LEFT + width * (n + 0.5), half=min(13.0, width / 3), bottom=bottom, scale=scale)
        for n, column in enumerate(columns)
    ]
    grid = [_grid(value, y=bottom - value * scale, axis=value == 0) for value in lines]
    return _svg([*grid, *drawn], name=name, title=title, finding=finding, height=height)


def _range(column: Range, *, x: float, half: float, bottom: float, scale: float) -> SafeString:
    low, likely, high = (bottom - value * scale for value in (column.low, column.likely, column.high))
    return format_html(
        '<rect class="band" x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<line class="mid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="strong" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="206" text-anchor="middle">{}</text>',
        *map(_at, (x - half, high, 2 * half, max(low - high, 1))),
        *map(_at, (x - half + 2, x + half - 2, likely, likely)),
        *map(_at, (x, high - 7)),
        column.written,
        _at(x),
        column.label,
    )  # fmt: skip


def shares(parts: Sequence[float], *, name: str, title: str) -> SafeString:
    """Draw one bar that is parted; each part has the class of its place, and no part that is something vanishes."""
    whole = sum(parts)
    shown = [(n, part) for n, part in enumerate(parts) if part > 0]
    room = WIDTH - 2 * (len(shown) - 1)
    x, drawn = 0.0, []
    for n, part in shown:
        width = max(part / whole * room, 1)
        drawn.append(
            format_html(
                '<rect class="d{}" x="{}" y="0" width="{}" height="20" rx="2"/>', n + 1, _at(x), _at(width)
            )
        )
        x += width + 2
    return _svg(drawn, name=name, title=title, finding="", height=20)


def line(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    finding: str,
    goal: float,
    goal_text: str,
    own_text: str,
) -> SafeString:
    """Draw a line through points, broken where one has no figure, beside a dashed goal; the last point is named."""
    height, top, bottom, right = 124, 12, 102, 344
    values = [point.value for point in points if point.value is not None]
    lines = ticks(max([*values, goal]), bottom=min([*values, goal]))
    scale = (bottom - top) / (lines[-1] - lines[0])
    step = (right - _LEFT) / max(len(points) - 1, 1)
    places = [
        (_LEFT + step * n, None if point.value is None else bottom - (point.value - lines[0]) * scale)
        for n, point in enumerate(points)
    ]
    drawn = [_grid(value, y=bottom - (value - lines[0]) * scale, right=right) for value in lines]
    drawn.append(_goal(bottom - (goal - lines[0]) * scale, right, goal_text))
    drawn += [_polyline(run) for run in _runs(places)]
    drawn += _labels(points, places)
    x, y = places[-1]
    if y is not None:
        goal_y = bottom - (goal - lines[0]) * scale
        text_y = y + 4 if abs(y - goal_y) > 14 else goal_y + (18 if y >= goal_y else -10)
        drawn.append(
            format_html(
                '<circle class="dot" cx="{}" cy="{}" r="4"/><text class="strong" x="{}" y="{}">{}</text>',
                *map(_at, (x, y, x + 10, text_y)),
                own_text,
            )
        )
    return _svg(drawn, name=name, title=title, finding=finding, height=height)


def _goal(y: float, right: float, text: str) -> SafeString:
    return format_html(
        '<line class="goal" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}">{}</text>',
        *map(_at, (_LEFT, right, y, y, right + 10, y + 4)),
        text,
    )


def _runs(places: Iterable[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if len(run) > 1]


def _polyline(run: Sequence[tuple[float, float]]) -> SafeString:
    return format_html('<polyline class="mid" points="{}"/>', " ".join(f"{_at(x)},{_at(y)}" for x, y in run))


def _labels(points: Sequence[Point], places: Sequence[tuple[float, float | None]]) -> list[SafeString]:
    every = max(ceil(len(points) / 5), 1)
    last = len(points) - 1
    shown = [n for n in range(len(points)) if (last - n) % every == 0]
    return [
        format_html('<text x="{}" y="118" text-anchor="middle">{}</text>', _at(places[n][0]), points[n].label)
        for n in shown
    ]


def _grid(value: float, *, y: float, axis: bool = False, right: float = WIDTH) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        "axis" if axis else "grid-line",
        *map(_at, (_LEFT, right, y, y, _LEFT - 8, y + 4)),
        f"{value:g}".replace(".", ","),
    )


def _at(place: float) -> str:
    return f"{place:.1f}"


def _svg(parts: Sequence[SafeString], *, name: str, title: str, finding: str, height: int) -> SafeString:
    described = format_html('<desc id="{}-d">{}</desc>', name, finding) if finding else ""
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}"><title id="{}-t">{}</title>{}{}</svg>',
        WIDTH,
        height,
        f"{name}-t {name}-d" if finding else f"{name}-t",
        name,
        title,
        described,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two columns side by side: what is and what would be."""

    label: str
    present: float
    changed: float


def pairs(columns: Sequence[Pair], *, name: str, title: str, finding: str) -> SafeString:
    """Draw two columns for each place of the axis: the present in the second colour, the changed in the first."""
    height, top, bottom = 196, 10, 168
    lines = ticks(max((max(pair.present, pair.changed) for pair in columns), default=0))
    scale = (bottom - top) / lines[-1]
    width = (WIDTH - _LEFT) / max(len(columns), 1)
    half = min(11.0, width * 0.4)
    every = max(ceil(len(columns) / 7), 1)
    drawn = [_grid(value, y=bottom - value * scale, axis=value == 0) for value in lines]
    for n, pair in enumerate(columns):
        x = _LEFT + width * (n + 0.5)
        drawn.append(_bar("d2", x - half - 0.5, half, pair.present * scale, bottom))
        drawn.append(_bar("d1", x + 0.5, half, pair.changed * scale, bottom))
        if n % every == 0:
            drawn.append(
                format_html('<text x="{}" y="186" text-anchor="middle">{}</text>', _at(x), pair.label)
            )
    return _svg(drawn, name=name, title=title, finding=finding, height=height)


def _bar(look: str, x: float, width: float, high: float, bottom: float) -> SafeString:
    places = map(_at, (x, bottom - high, width, high))
    return format_html('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>', look, *places)
