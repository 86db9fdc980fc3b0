"""Line charts from box characters, which every terminal font has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash.tui.themes import DIM, FAINT

AXIS = 7
"""Cells left of the chart, for its scale."""

EIGHTHS = "▁▂▃▄▅▆▇█"


class Curve(NamedTuple):
    """One line of a chart."""

    points: Sequence[tuple[float, float]]
    """Its points (x, y): x from 0 to 1, y a share."""
    style: str
    """The style it is drawn in."""


def lines(curves: Sequence[Curve], width: int, height: int, low: float, high: float) -> list[Content]:
    """Curves in `height` rows of `width` cells between two shares; a later curve covers an earlier."""
    across = max(4, width - AXIS)
    cells: dict[tuple[int, int], tuple[str, str]] = {}
    for curve in curves:
        if curve.points:
            levels = [
                round((height - 1) * (high - min(max(value, low), high)) / (high - low))
                for value in sampled(curve.points, across)
            ]
            for row, column, stroke in _strokes(levels):
                cells[row, column] = (stroke, curve.style)
    rows = []
    middle = height // 2 if height % 2 and height > 3 else -1
    for row in range(height):
        share = {0: high, height - 1: low, middle: (high + low) / 2}.get(row)
        scale = "" if share is None else f"{share:.0%}"
        parts: list[tuple[str, str] | str] = [(f"{scale:>{AXIS - 2}} ", DIM), ("│", FAINT)]
        parts += [cells.get((row, column), " ") for column in range(across)]
        rows.append(Content.assemble(*parts))
    return rows


def _strokes(levels: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """The strokes of a line as (row, column, character); `levels` are its rows from the top, one a column."""
    before = levels[0]
    for column, row in enumerate(levels):
        if row == before:
            yield row, column, "─"
        else:
            yield before, column, "╯" if row < before else "╮"
            yield row, column, "╭" if row < before else "╰"
            for between in range(min(row, before) + 1, max(row, before)):
                yield between, column, "│"
        before = row


def columns(points: Sequence[tuple[float, float]], width: int) -> str:
    """Shares as a row of columns up to a cell high."""
    return "".join(EIGHTHS[min(7, max(0, round(8 * value) - 1))] for value in sampled(points, max(1, width)))


def sampled(points: Sequence[tuple[float, float]], count: int) -> list[float]:
    """The values of a line through the points at `count` places evenly from 0 to 1."""
    values = []
    place = 0
    for n in range(count):
        at = n / max(1, count - 1)
        while place + 2 < len(points) and points[place + 1][0] < at:
            place += 1
        (x0, y0), (x1, y1) = points[place], points[min(place + 1, len(points) - 1)]
        share = (at - x0) / (x1 - x0) if x1 > x0 else 0.0
        values.append(y0 + (y1 - y0) * max(0.0, min(1.0, share)))
    return values
