"""A line on a shaded band, from box and block characters, which every terminal font has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from mlflash.tui.themes import DIM, FAINT

AXIS = 8
"""Cells left of the chart, for its scale."""

LINE, BAND = "bold $primary", "$primary 25%"
"""The styles of the line and of the band."""
ON_BAND = {False: f"{LINE} on {BAND}", True: "$primary reverse"}
"""The style of the line on the band, and where the terminal's own colors cannot be mixed."""

EIGHTHS = "▁▂▃▄▅▆▇█"


class Spot(NamedTuple):
    """A point of the line, with the band there."""

    x: float
    """Its place from the left, 0, to the right, 1."""
    low: float
    """The lower end of the band, a share."""
    value: float
    """The height of the line, a share."""
    high: float
    """The upper end of the band, a share."""


def band_chart(spots: Sequence[Spot], width: int, height: int, *, ansi: bool = False) -> list[Content]:
    """The line on its band in `height` rows of `width` cells; the scale goes from 0 to 100%.

    `ansi` says that the colors are the terminal's own.
    """
    across = max(4, width - AXIS)
    cells: dict[tuple[int, int], tuple[str, str]] = {}
    if spots:
        lows, values, highs = (sampled([(spot.x, spot[field]) for spot in spots], across) for field in (1, 2, 3))
        for column, (low, high) in enumerate(zip(lows, highs, strict=True)):
            for row in range(height):
                below = height - 1 - row
                cells[row, column] = _shade(height * low - below, height * high - below)
        levels = [min(height - 1, int(height * (1 - min(max(value, 0.0), 1.0)))) for value in values]
        for row, column, stroke in _strokes(levels):
            cells[row, column] = (stroke, ON_BAND[ansi])
    rows = []
    scale = {0: "100%", (height - 1) // 2: "50%" if height % 2 else "", height - 1: "0%"}
    for row in range(height):
        parts: list[tuple[str, str] | str] = [(f"{scale.get(row, ''):>{AXIS - 2}} ", DIM), ("│", FAINT)]
        parts += [cells.get((row, column), " ") for column in range(across)]
        rows.append(Content.assemble(*parts))
    return rows


def _shade(low: float, high: float) -> tuple[str, str]:
    """A cell of the band, whose ends are given in cells above the cell's lower edge; filled in eighths."""
    eighths = round(8 * min(max(high, 0.0), 1.0))
    if low > 0.5 or eighths == 0:
        return " ", ""
    return (" ", f"on {BAND}") if eighths == 8 else (EIGHTHS[eighths - 1], BAND)


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


def sampled(points: Sequence[tuple[float, float]], count: int) -> list[float]:
    """The values of a line through the points, at `count` places spaced evenly from 0 to 1."""
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
