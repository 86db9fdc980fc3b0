"""Charts as rows of text: pure, for a terminal or a file. Each span has a tone, which is not yet a color."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mlflash.bank.text import cells

Span = tuple[str, str]
"""Text with its tone: "" or one of `TONES`."""

Line = list[Span]
HEAT = ("heat1", "heat2", "heat3", "heat4")
TONES = ("bold", "title", "dim", "faint", "main", "accent", "good", "warn", "bad", *HEAT)
EIGHTHS = " ▁▂▃▄▅▆▇█"
SIDES = " ▏▎▍▌▋▊▉█"
AXIS = 6
"""Columns left of a chart, for its scale."""


def bar(share: float, width: int) -> str:
    """A bar filled to a share of `width` cells, to an eighth of a cell; blanks fill the rest."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    return ("█" * full + SIDES[part] * (part > 0)).ljust(width)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, ended with … where some is left out, between words if it can be."""
    if cells(text) > width:
        start = text
        while start and cells(start) > width - 1:
            start = start[:-1]
        blank = start.rfind(" ")
        if not text[len(start)].isspace() and blank >= len(start) * 0.5:
            start = start[:blank]
        text = start.rstrip(" ,;:·") + "…" if width > 0 else ""
    return text + " " * (width - cells(text))


def columns(values: Sequence[float], height: int, tone: str, wide: int = 1) -> list[Line]:
    """Columns `wide` cells each under their scale, the highest reaching the top; a base line below."""
    top = max(values, default=0.0)
    rows: list[Line] = []
    for level in range(height, 0, -1):
        text = ""
        for value in values:
            eighths = 0 if not top else round(value / top * height * 8)
            if value and not eighths:
                eighths = 1
            text += (EIGHTHS[max(0, min(8, eighths - (level - 1) * 8))] * (wide - (wide > 2))).ljust(wide)
        scale = f"{top:,.{int(top < 1)}f}" if level == height and top else ""
        rows.append([(f"{scale:>{AXIS - 1}} ", "dim"), (text, tone)])
    rows.append([(f"{'0':>{AXIS - 1}} ", "dim"), ("─" * (len(values) * wide), "faint")])
    return rows


def under(labels: Mapping[int, str], width: int) -> Line:
    """Labels under columns, at their cells, none past the end; a label that would touch the next is left out."""
    text = " " * width
    room = width
    for at, label in sorted(labels.items(), reverse=True):
        at = min(at, width - len(label))
        if at >= 0 and at + len(label) <= room:
            text = text[:at] + label + text[at + len(label) :]
            room = at - 1
    return [(" " * AXIS, ""), (text.rstrip(), "dim")]


def binned(days: Mapping[date, float], until: date, length: int, most: int) -> tuple[list[float], int]:
    """The last `length` days up to `until` in at most `most` columns, oldest first: (sums, days a column)."""
    each = max(1, -(-length // max(1, most)))
    count = -(-length // each)
    sums = [0.0] * count
    for day, value in days.items():
        back = (until - day).days
        if 0 <= back < count * each:
            sums[count - 1 - back // each] += value
    return sums, each


def heat_map(days: Mapping[date, int], today: date, width: int) -> list[Line]:
    """Weeks as columns, Monday at the top, today in the last column; a deeper tone for more reviews.

    The levels are quarters of the count that nine in ten of the reader's days stay under, so that a single long
    day does not make all others pale.
    """
    weeks = max(1, min(53, (width - 5) // 2))
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    counts = sorted(n for n in days.values() if n)
    full = counts[min(len(counts) - 1, len(counts) * 9 // 10)] if counts else 1
    months: dict[int, str] = {}
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        if week == 0 or monday.month != (monday - timedelta(weeks=1)).month:
            months[week * 2] = f"{monday:%b}"
    rows: list[Line] = [[("     ", ""), *under(months, weeks * 2)[1:]]]
    for weekday in range(7):
        name = ("Mon", "", "Wed", "", "Fri", "", "Sun")[weekday]
        row: Line = [(f"{name:<5}", "dim")]
        for week in range(weeks):
            day = first + timedelta(weeks=week, days=weekday)
            n = days.get(day, 0)
            if day > today:
                row.append(("  ", ""))
            elif not n:
                row.append(("· ", "faint"))
            else:
                row.append(("■ ", HEAT[min(3, n * 4 // (full + 1))]))
        rows.append(row)
    return rows


def track(predicted: float | None, seen: float | None, width: int) -> Line:
    """A line from 0 to 1 with a stroke at the predicted recall and a dot at the actual recall."""
    cells_ = ["·"] * width
    tones = ["faint"] * width
    for share, mark, tone in ((predicted, "│", "dim"), (seen, "●", "main")):
        if share is not None:
            at = min(width - 1, int(share * width))
            cells_[at], tones[at] = mark, tone
    return [*zip(cells_, tones, strict=True)]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], first: int, each: int) -> list[Line]:
    """A small table: names in `first` cells at the left, figures in `each` to the right."""
    lines: list[Line] = [[(fit("", first), ""), *((f"{head:>{each}}", "dim") for head in heads)]]
    for name, *figures in rows:
        lines.append([(fit(name, first), "dim"), *((f"{figure:>{each}}", "") for figure in figures)])
    return lines
